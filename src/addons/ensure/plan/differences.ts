import { formatUsages } from "../../../cfssl/config/usages.js";
import type { KeyRequest } from "../../../cfssl/csr/shape.js";
import { bitLength } from "../../../crypto/modular.js";
import { formatIp } from "../../../go/net.js";
import { formatUrl } from "../../../go/url.js";
import type { CertificateTemplate } from "../../../x509/encode/certificate.js";
import { nameToRdns } from "../../../x509/encode/name.js";
import { curveBits } from "../../../x509/encode/public-key.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import type { PublicKey } from "../../../x509/model/key.js";
import type { Name } from "../../../x509/model/name.js";
import { nameText } from "../../check/scene/words.js";
import type { Nodes } from "../manifest/nodes.js";

/** How a certificate differs from what its row asks for, as short phrases; none if it does not. */
export function differencesOf(
  certificate: Certificate,
  template: CertificateTemplate,
  nodes: Nodes,
): readonly string[] {
  return [
    ...subjectDifference(certificate, template),
    ...listDifference("hosts", hostsIn(certificate), hostsOf(template), (host) => withNode(host, nodes)),
    ...listDifference("usages", formatUsages(certificate), formatUsages(template), (word) => word),
    ...constraintDifference(certificate, template),
    ...listDifference("ocsp_url", certificate.ocspServer, template.ocspServer, (url) => url),
    ...listDifference("issuer_urls", certificate.issuingCertificateUrl, template.issuingCertificateUrl, (url) => url),
    ...listDifference("crl_url", certificate.crlDistributionPoints, template.crlDistributionPoints, (url) => url),
  ];
}

export function subjectDifference({ subject }: Certificate, template: CertificateTemplate): readonly string[] {
  const wanted = template.subject;
  if (wanted instanceof Uint8Array) return [];
  const [have, want] = [attributesOf(subject.names), attributesOf(nameToRdns(wanted).flat())];
  if (have === want) return [];
  const [before, after] = [nameText(subject), nameText(wanted)];
  return [before === after ? "subject: other attributes" : `subject: ${after} instead of ${before}`];
}

function attributesOf(attributes: readonly { readonly type: string; readonly value: unknown }[]): string {
  return JSON.stringify(attributes.map(({ type, value }) => `${type}=${String(value)}`).sort());
}

function hostsIn({ dnsNames, ipAddresses, emailAddresses, uris }: Certificate): readonly string[] {
  return [...dnsNames, ...ipAddresses.map(formatIp), ...emailAddresses, ...uris.map(formatUrl)];
}

function hostsOf({ dnsNames, ipAddresses, emailAddresses, uris }: CertificateTemplate): readonly string[] {
  return [...dnsNames, ...ipAddresses.map(formatIp), ...emailAddresses, ...uris];
}

function withNode(host: string, nodes: Nodes): string {
  for (const group of nodes.values()) {
    for (const { name, ip } of group) if (ip === host) return `${host} (${name})`;
  }
  return host;
}

const mostShown = 6;

function listDifference(
  what: string,
  have: readonly string[],
  want: readonly string[],
  show: (item: string) => string,
): readonly string[] {
  const [before, after] = [new Set(have), new Set(want)];
  const added = [...after].filter((each) => !before.has(each)).map((each) => `+${show(each)}`);
  const removed = [...before].filter((each) => !after.has(each)).map((each) => `-${show(each)}`);
  const all = [...added, ...removed];
  if (all.length === 0) return [];
  const more = all.length > mostShown ? [`and ${all.length - mostShown} more`] : [];
  return [`${what}: ${[...all.slice(0, mostShown), ...more].join(" ")}`];
}

function constraintDifference(certificate: Certificate, template: CertificateTemplate): readonly string[] {
  if (certificate.isCa !== template.isCa) return [template.isCa ? "is_ca: it is no CA's" : "is_ca: it is a CA's"];
  const [have, want] = [pathLengthOf(certificate), pathLengthOf(template)];
  return have === want ? [] : [`path length: ${want} instead of ${have}`];
}

function pathLengthOf({ isCa, maxPathLen, maxPathLenZero }: CertificateTemplate | Certificate): string {
  return !isCa || maxPathLen === -1n || (maxPathLen === 0n && !maxPathLenZero) ? "none" : String(maxPathLen);
}

/** How a public key differs from the one that a request asks for; null if it does not. */
export function keyDifference(publicKey: PublicKey | null, { algorithm, size }: KeyRequest): string | null {
  const have = keyText(publicKey);
  const want = algorithm === "ed25519" ? "ed25519" : `${algorithm} ${size}`;
  return have === want ? null : `key: ${want} instead of ${have}`;
}

export function keyText(key: PublicKey | null): string {
  switch (key?.kind) {
    case "rsa":
      return `rsa ${bitLength(key.n)}`;
    case "ecdsa":
      return `ecdsa ${curveBits(key.curve)}`;
    case "ed25519":
      return "ed25519";
    default:
      return "an unknown kind";
  }
}

export function subjectText(name: Name | Uint8Array): string {
  return name instanceof Uint8Array ? "its subject" : nameText(name);
}
