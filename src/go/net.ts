import { GoError } from "./errors.js";
import { encodeHex } from "./hex.js";

/** How Go releases differ in parsing IP addresses. */
export interface IpRules {
  /** Whether a group of an IPv6 address may have leading zeros before its last four digits. */
  readonly longGroups: boolean;
}

const strict: IpRules = { longGroups: false };

/**
 * Parses an IP address as Go's net.ParseIP does: 4 bytes for IPv4 and for IPv4-mapped IPv6 (::ffff:1.2.3.4), 16 for
 * other IPv6 (RFC 4291 §2.2); null for anything else. It refuses zones (%eth0) and leading zeros in IPv4.
 */
export function parseIp(text: string, rules: IpRules = strict): Uint8Array | null {
  for (const char of text) {
    if (char === ".") return parseIpv4(text);
    if (char === ":") {
      const address = parseIpv6(text, rules);
      return address && shortenIp(address);
    }
    if (char === "%") break;
  }
  return null;
}

/**
 * Formats an address of 4 or 16 bytes like Go's net.IP.String (RFC 5952 §4). Like Go, it returns `<nil>` for no bytes,
 * and `?` and hexadecimal digits for any other length.
 */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 0) return "<nil>";
  if (bytes.length !== 4 && bytes.length !== 16) return `?${encodeHex(bytes)}`;
  const address = shortenIp(bytes);
  return address.length === 4 ? address.join(".") : formatIpv6(address);
}

/** `host:port`, with brackets around a host with colons, as Go's net.JoinHostPort. */
export function joinHostPort(host: string, port: string): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Splits `host:port`, `[host]:port` or `[host%zone]:port` as Go's net.SplitHostPort does. It does not check the parts.
 * Throws GoError with Go's text (`address x: missing port in address`).
 */
export function splitHostPort(text: string): { host: string; port: string } {
  const fault = (reason: string) => new GoError(text === "" ? reason : `address ${text}: ${reason}`);
  const colon = text.lastIndexOf(":");
  if (colon < 0) throw fault("missing port in address");
  let host = text.slice(0, colon);
  let bracketed = 0;
  let unbracketed = 0;
  if (text.startsWith("[")) {
    const end = text.indexOf("]");
    if (end < 0) throw fault("missing ']' in address");
    if (end + 1 !== colon) {
      throw fault(text.charAt(end + 1) === ":" ? "too many colons in address" : "missing port in address");
    }
    host = text.slice(1, end);
    bracketed = 1;
    unbracketed = end + 1;
  } else if (host.includes(":")) {
    throw fault("too many colons in address");
  }
  if (text.includes("[", bracketed)) throw fault("unexpected '[' in address");
  if (text.includes("]", unbracketed)) throw fault("unexpected ']' in address");
  return { host, port: text.slice(colon + 1) };
}

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  const address = new Uint8Array(4);
  for (let at = 0; at < 4; at++) {
    const byte = Number(parts[at]);
    // A text that equals its number written again has only digits, and no leading zero.
    if (String(byte) !== parts[at] || !(byte >= 0 && byte <= 255)) return null;
    address[at] = byte;
  }
  return address;
}

function parseIpv6(text: string, rules: IpRules): Uint8Array | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = "", tail] = halves;
  const left = parseGroups(head, tail === undefined, rules);
  const right = parseGroups(tail ?? "", true, rules);
  if (left === null || right === null) return null;
  const missing = 16 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return null;
  return Uint8Array.from([...left, ...new Array<number>(missing).fill(0), ...right]);
}

/** Parses groups between colons. An IPv4 address may replace the last two groups of the whole address. */
function parseGroups(text: string, last: boolean, rules: IpRules): number[] | null {
  const bytes: number[] = [];
  if (text === "") return bytes;
  const group = rules.longGroups ? /^0*[0-9a-f]{1,4}$/i : /^[0-9a-f]{1,4}$/i;
  const groups = text.split(":");
  for (const [index, digits] of groups.entries()) {
    const ipv4 = last && index === groups.length - 1 ? parseIpv4(digits) : null;
    if (ipv4 !== null) for (const byte of ipv4) bytes.push(byte);
    else if (group.test(digits)) bytes.push(Number.parseInt(digits, 16) >> 8, Number.parseInt(digits, 16) & 0xff);
    else return null;
  }
  return bytes;
}

/** Shortens IPv4-mapped IPv6 (RFC 4291 §2.5.5.2) to 4 bytes; returns any other address unchanged. */
export function shortenIp(address: Uint8Array): Uint8Array {
  const isMapped = address.length === 16 && address.every((byte, at) => at >= 12 || byte === (at < 10 ? 0 : 0xff));
  return isMapped ? address.slice(12) : address;
}

function formatIpv6(address: Uint8Array): string {
  const view = new DataView(address.buffer, address.byteOffset, 16);
  const text = Array.from({ length: 8 }, (_, index) => view.getUint16(index * 2).toString(16)).join(":");
  const runs = text.match(/\b0(?::0\b)+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  return longest === "" ? text : text.replace(new RegExp(`:?\\b${longest}\\b:?`), "::");
}
