import { GoError } from "../errors.js";
import { parseIp } from "../net.js";
import { hostname, parseUrl, port, type Url } from "../url.js";

/**
 * The proxy that the environment names for a URL (HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case), as Go's
 * http.ProxyFromEnvironment chooses; null for none. The own machine is never reached through a proxy.
 *
 * @param env an environment variable; undefined when unset
 */
export function proxyFromEnvironment(url: Url, env: (name: string) => string | undefined): Url | null {
  const either = (name: string) => env(name) || env(name.toLowerCase()) || "";
  const name = url.scheme === "https" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const value = either(name);
  // A CGI server puts the request's Proxy header there: CVE-2016-5385.
  if (value === "" || (name === "HTTP_PROXY" && env("REQUEST_METHOD"))) return null;
  return isExcluded(url, either("NO_PROXY")) ? null : parseProxy(value);
}

/** Text without a scheme is taken for a host. */
function parseProxy(text: string): Url {
  try {
    const url = parseUrl(text);
    if (["http", "https"].includes(url.scheme) && url.host !== "") return url;
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
  }
  try {
    return parseUrl(`http://${text}`);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`invalid proxy address "${text}": ${cause.message}`, { cause });
  }
}

function isExcluded(url: Url, list: string): boolean {
  const host = hostname(url).toLowerCase().replace(/\.$/, "");
  const address = parseIp(host);
  if (host === "localhost" || (address && isLoopback(address))) return true;
  const number = port(url) || (url.scheme === "https" ? "443" : "80");
  const entries = list.split(",").map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => entry !== "" && matches(entry, host, number, address));
}

function isLoopback(address: Uint8Array): boolean {
  if (address.length === 4) return address[0] === 127;
  return address.every((octet, at) => octet === (at === 15 ? 1 : 0));
}

/** Whether an entry of NO_PROXY (`*`, address, CIDR block, domain; some with port) names the host. */
function matches(entry: string, host: string, number: string, address: Uint8Array | null): boolean {
  if (entry === "*") return true;
  const [, block = "", size = ""] = /^(.+)\/(\d+)$/.exec(entry) ?? [];
  const base = parseIp(block);
  if (base) return address !== null && isInBlock(address, base, Number(size));
  const [, bracketed, plain = entry, wanted = ""] = /^(?:\[(.+)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const name = bracketed ?? plain;
  if (wanted !== "" && wanted !== number) return false;
  const own = parseIp(name);
  if (own) return address !== null && own.join() === address.join();
  const domain = name.replace(/^\*?\.?/, "");
  const isWhole = !/^\*?\./.test(name);
  return host.endsWith(`.${domain}`) || (isWhole && host === domain);
}

function isInBlock(address: Uint8Array, base: Uint8Array, size: number): boolean {
  if (address.length !== base.length) return false;
  return address.every((octet, at) => {
    const bits = Math.min(8, Math.max(0, size - at * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (octet & mask) === ((base[at] ?? 0) & mask);
  });
}
