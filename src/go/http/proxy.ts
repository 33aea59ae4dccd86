import { GoError } from "../errors.js";
import { parseIp, splitHostPort } from "../net.js";
import { hostname, parseUrl, port, type Url } from "../url.js";

/**
 * Chooses the proxy for a URL from the environment (HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in upper or lower case) as
 * Go's http.ProxyFromEnvironment does; null for none. localhost and loopback addresses never get a proxy.
 *
 * @param env returns the value of an environment variable; undefined if it is not set
 * @throws GoError if a client of a CGI program may have set HTTP_PROXY
 */
export function proxyFromEnvironment(url: Url, env: (name: string) => string | undefined): Url | null {
  const either = (name: string) => env(name) || env(name.toLowerCase()) || "";
  const proxy = parseProxy(either(url.scheme === "https" ? "HTTPS_PROXY" : "HTTP_PROXY"));
  if (!proxy) return null;
  // A web server passes the Proxy header of a request to a CGI program as HTTP_PROXY (CVE-2016-5385).
  if (url.scheme !== "https" && env("REQUEST_METHOD")) {
    throw new GoError("refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy");
  }
  return isExcluded(url, either("NO_PROXY")) ? null : proxy;
}

/** Parses a proxy's URL. A text without scheme or host is a host. Null if the text is not a URL either way. */
function parseProxy(text: string): Url | null {
  if (text === "") return null;
  const url = parsed(text);
  return url && url.scheme !== "" && url.host !== "" ? url : (parsed(`http://${text}`) ?? url);
}

function parsed(text: string): Url | null {
  try {
    return parseUrl(text);
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

function isExcluded(url: Url, list: string): boolean {
  const host = hostname(url);
  const address = parseIp(host);
  if (host === "localhost" || (address && isLoopback(address))) return true;
  const number = port(url) || (url.scheme === "https" ? "443" : "80");
  const entries = list.split(",").map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => entry !== "" && matches(entry, { host: host.toLowerCase(), number, address }));
}

function isLoopback(address: Uint8Array): boolean {
  if (address.length === 4) return address[0] === 127;
  return address.every((byte, at) => byte === (at === 15 ? 1 : 0));
}

interface Target {
  readonly host: string;
  readonly number: string;
  readonly address: Uint8Array | null;
}

/** Whether an entry of NO_PROXY matches: `*`, a CIDR block, or an address or domain with or without a port. */
function matches(entry: string, { host, number, address }: Target): boolean {
  if (entry === "*") return true;
  const [, block = "", size = ""] = /^(.+)\/(\d+)$/.exec(entry) ?? [];
  const base = parseIp(block);
  if (base) return address !== null && isInBlock(address, base, Number(size));
  const { name, wanted } = splitPort(entry);
  if (wanted !== "" && wanted !== number) return false;
  const own = parseIp(name);
  if (own) return address !== null && own.join() === address.join();
  const domain = name.replace(/^\*?\./, "");
  return host.endsWith(`.${domain}`) || (domain === name && host === domain);
}

function splitPort(entry: string): { readonly name: string; readonly wanted: string } {
  try {
    const { host, port: wanted } = splitHostPort(entry);
    return { name: host, wanted };
  } catch (cause) {
    if (cause instanceof GoError) return { name: entry, wanted: "" };
    throw cause;
  }
}

function isInBlock(address: Uint8Array, base: Uint8Array, size: number): boolean {
  if (address.length !== base.length) return false;
  return address.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, size - at * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((base[at] ?? 0) & mask);
  });
}
