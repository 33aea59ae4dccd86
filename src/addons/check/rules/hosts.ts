import { GoError } from "../../../go/errors.js";
import { formatIp, parseIp } from "../../../go/net.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { verifyHostname } from "../../../x509/verify/hostname.js";

/** Hosts that clients dial, and whether a certificate is valid for them. */

/** What Go says of a host that a certificate is not valid for; null if it is. */
export function whyRefused(certificate: Certificate, host: string): string | null {
  try {
    verifyHostname(certificate, host, { refusesLoneWildcard: true });
    return null;
  } catch (cause) {
    if (cause instanceof GoError) return cause.message;
    throw cause;
  }
}

export function isValidFor(certificate: Certificate, host: string): boolean {
  return whyRefused(certificate, host) === null;
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** Whether somebody can dial it: not "", no variable that is filled in later, and no address that means all. */
export function isDialable(host: string): boolean {
  return host !== "" && host !== "true" && !/[${}()<>%]/.test(host) && !["0.0.0.0", "::"].includes(host);
}

/** The host of a URL; null for none, and for addresses that mean all. */
export function hostOfUrl(url: string): string | null {
  const [, host = ""] = /^https?:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/?#]+)/i.exec(url.trim()) ?? [];
  const bare = host.replace(/^\[|\]$/g, "");
  return isDialable(bare) ? bare : null;
}

/** The address after that of the network: the API server's service has it. */
export function firstAddress(cidr: string): string | null {
  const [network = "", length = ""] = cidr.trim().split("/");
  const bytes = parseIp(network);
  if (bytes === null || !/^\d+$/.test(length)) return null;
  const masked = bytes.map((byte, at) => {
    const bits = Math.min(8, Math.max(0, Number(length) - at * 8));
    return byte & (0xff << (8 - bits));
  });
  masked[masked.length - 1] = (masked.at(-1) ?? 0) + 1;
  return formatIp(masked);
}
