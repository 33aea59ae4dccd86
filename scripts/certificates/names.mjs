import { isIP } from "node:net";

/**
 * Why clients never match a DNS name in a certificate, and what to write instead; null for a name that they can match.
 * The rules are those of Go, OpenSSL and browsers together (RFC 5280 §4.2.1.6, RFC 6125 §6.4): what one of them refuses
 * counts.
 */
export function faultOfName(name) {
  if (name.trim() === "") return "it is blank";
  if (isIP(name)) return "clients look for addresses among the IP addresses, and this is a DNS name";
  const [host = "", size] = name.split("/");
  if (isIP(host) && /^\d+$/.test(size ?? "")) return `it is a network, not an address; write ${host}`;
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)/i.exec(name) ?? [];
  if (scheme) return `it is a URL; write ${withoutPort(rest)}`;
  if (withoutPort(name) !== name) return `it has a port; write ${withoutPort(name)}`;
  if (/^\d+(\.\d+){3}$/.test(name)) return "it looks like an address, but no part of an address is over 255";
  if (name.endsWith(".") && !faultOfName(name.slice(0, -1))) return `it ends with a dot; write ${name.slice(0, -1)}`;
  const stray = /[^\w.*-]/u.exec(name);
  if (stray) return /\s/.test(stray[0]) ? "it has a blank" : `it has the character ${stray[0]}`;
  if (name.length > 253) return "it has more than 253 characters";
  const labels = name.split(".");
  if (labels.some((label) => label === "")) return "a part between its dots is empty";
  if (labels.some((label) => label.length > 63)) return "a part between its dots has more than 63 characters";
  if (labels.some((label) => /^-|-$/.test(label))) return "a part between its dots begins or ends with a hyphen";
  return faultOfWildcard(labels);
}

/** Go takes a star as the whole first label alone; OpenSSL takes it only where two more labels follow. */
function faultOfWildcard([first, ...others]) {
  if (others.some((label) => label.includes("*"))) return "its star is not at the start";
  if (!first.includes("*")) return null;
  if (first !== "*") return "its star is only a part of the first label";
  return others.length < 2 ? "its star has fewer than two labels after it" : null;
}

/** `host:6443` and `[::1]:6443` without the port. */
function withoutPort(name) {
  const [, bracketed, host] = /^(?:\[([^\]]*)\]|([^:]*)):\d+$/.exec(name) ?? [];
  return bracketed ?? host ?? name;
}
