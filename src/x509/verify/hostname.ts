import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import { formatIp, parseIp, shortenIp } from "../../go/net.js";
import type { Certificate } from "../model/certificate.js";
import { extensionId } from "../model/oid.js";

export interface HostnameRules {
  /** Whether the pattern `*` alone matches no name. */
  readonly refusesLoneWildcard: boolean;
}

type Named = Pick<Certificate, "dnsNames" | "ipAddresses" | "extensions" | "subject">;

/**
 * Checks that a certificate is valid for the host (RFC 9525 §6), as Go's VerifyHostname does. A wildcard may replace
 * the leftmost label of a name, an address must be in an iPAddress, and the common name never counts.
 *
 * @param given a DNS name or an IP address, which may stand in brackets as in a URL
 * @throws GoError `x509: certificate is valid for …, not …`, and other errors of Go
 */
export function verifyHostname(certificate: Named, given: string, rules: HostnameRules): void {
  const unbracketed = /^\[([^\]]+)\]$/.exec(given)?.[1] ?? given;
  const address = parseIp(unbracketed);
  const host = address ? unbracketed : given;
  const { dnsNames, ipAddresses, extensions, subject } = certificate;
  if (address ? ipAddresses.some((own) => equalBytes(shortenIp(own), address)) : coversHost(dnsNames, host, rules))
    return;
  if (!extensions.some(({ id }) => id === extensionId.subjectAltName) && matchesPattern(subject.commonName, host)) {
    throw new GoError("x509: certificate relies on legacy Common Name field, use SANs instead");
  }
  if (address && ipAddresses.length === 0) {
    throw new GoError(`x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs`);
  }
  const names = (address ? ipAddresses.map(formatIp) : dnsNames).join(", ");
  if (names === "") throw new GoError(`x509: certificate is not valid for any names, but wanted to match ${host}`);
  throw new GoError(`x509: certificate is valid for ${names}, not ${host}`);
}

function coversHost(names: readonly string[], host: string, rules: HostnameRules): boolean {
  const isOrdinary = areValidLabels(host.replace(/\.$/, "").split("."));
  return names.some((name) => {
    if (isOrdinary && isPattern(name, rules)) return matchesPattern(name, host);
    // Other names match only letter for letter.
    return !["", "."].includes(host) && lowerCase(name) === lowerCase(host);
  });
}

function matchesPattern(pattern: string, host: string): boolean {
  const own = lowerCase(pattern).split(".");
  const wanted = lowerCase(host).replace(/\.$/, "").split(".");
  if (pattern === "" || own.length !== wanted.length) return false;
  return own.every((label, at) => (at === 0 && label === "*") || label === wanted[at]);
}

/** Changes ASCII letters only: the Kelvin sign is not the letter k. */
function lowerCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function isPattern(name: string, { refusesLoneWildcard }: HostnameRules): boolean {
  if (name === "*" && refusesLoneWildcard) return false;
  const labels = name.split(".");
  return areValidLabels(labels[0] === "*" ? labels.slice(1) : labels);
}

function areValidLabels(labels: readonly string[]): boolean {
  return labels.every((label) => /^\w[\w-]*$/.test(label));
}
