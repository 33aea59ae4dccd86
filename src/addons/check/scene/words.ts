import type { Asn1Time } from "../../../go/asn1/time.js";
import { formatIp } from "../../../go/net.js";
import { formatRfc3339 } from "../../../go/time.js";
import { formatUrl } from "../../../go/url.js";
import type { AlternativeNames, Certificate } from "../../../x509/model/certificate.js";
import type { Name } from "../../../x509/model/name.js";

/** How findings word what they name. */

export function dateOf({ seconds }: Asn1Time): string {
  return formatRfc3339({ seconds: Math.floor(seconds), nanos: 0 });
}

export function momentOf(milliseconds: number): string {
  return formatRfc3339({ seconds: Math.floor(milliseconds / 1000), nanos: 0 });
}

const knownHosts = new WeakMap<AlternativeNames, readonly string[]>();

/** All alternative names as a request has them. */
export function hostsOf(certificate: AlternativeNames): readonly string[] {
  const known = knownHosts.get(certificate);
  if (known) return known;
  const { dnsNames, ipAddresses, emailAddresses, uris } = certificate;
  const hosts = [...dnsNames, ...ipAddresses.map(formatIp), ...emailAddresses, ...uris.map(formatUrl)];
  knownHosts.set(certificate, hosts);
  return hosts;
}

export function subjectOf({ subject }: Certificate): string {
  return nameText(subject);
}

/** A subject or issuer: what Kubernetes looks at, its CN and O. */
export function nameText({ commonName, organization }: Name): string {
  const parts = [...(commonName ? [`CN=${commonName}`] : []), ...organization.map((name) => `O=${name}`)];
  return parts.join(", ") || "no subject";
}

/** `a, b and c`. */
export function join(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Whole days between two moments in milliseconds, rounded down. */
export function daysBetween(from: number, to: number): number {
  return Math.floor((to - from) / 86_400_000);
}
