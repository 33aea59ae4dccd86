import { splitHostPort } from "../../go/net.js";
import { atoi } from "../../go/strconv.js";
import { trimSpace } from "../../go/strings.js";
import { formatUrl, parseUrl } from "../../go/url.js";

const defaultPort = "8888";

/**
 * The URL of a cfssl server that -remote names as `host`, `host:port` or a URL. Only a name without a scheme gets
 * cfssl's own port, 8888. As upstream, this takes the path of a URL for the host.
 *
 * @throws GoError with Go's text for anything but a URL
 */
export function serverUrl(text: string): string {
  const url = parseUrl(trimSpace(text));
  const { scheme, opaque, path } = url;
  const place = { opaque: "", path, host: url.host };
  if (opaque !== "") place.host = joinHostPort(scheme, opaque);
  else if (path !== "" && !path.includes(":"))
    Object.assign(place, { host: joinHostPort(path, defaultPort), path: "" });
  else if (scheme === "") Object.assign(place, { host: path, path: "" });
  checkPort(place.host);
  return formatUrl({ ...url, ...place, scheme: scheme === "https" ? "https" : "http" });
}

function joinHostPort(host: string, port: string): string {
  return /[:%]/.test(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

function checkPort(host: string): void {
  const port = portOf(host) ?? splitHostPort(`${host}:${defaultPort}`).port;
  if (port !== "") atoi(port);
}

function portOf(host: string): string | null {
  try {
    return splitHostPort(host).port;
  } catch {
    return null;
  }
}
