import { formatUsages } from "../../../cfssl/config/usages.js";
import type { KeyRequest } from "../../../cfssl/csr/shape.js";
import { bitLength } from "../../../crypto/modular.js";
import { formatIp } from "../../../go/net.js";
import { formatUrl } from "../../../go/url.js";
import { curveBits } from "../../../x509/encode/public-key.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import type { PublicKey } from "../../../x509/model/key.js";
import type { Writable } from "../json-text.js";
import { isOfKind } from "../plan/quick.js";

/** What would be asked for to get a certificate, read from the certificate itself. */

export function hostsIn({ dnsNames, ipAddresses, emailAddresses, uris }: Certificate): readonly string[] {
  return [...dnsNames, ...ipAddresses.map(formatIp), ...emailAddresses, ...uris.map(formatUrl)];
}

/** A request without its hosts. */
export function requestFrom(certificate: Certificate): { readonly [name: string]: Writable | undefined } {
  const { subject, publicKey } = certificate;
  const names = namesFrom(certificate);
  return {
    CN: subject.commonName,
    key: keyFrom(publicKey),
    names: names.length > 0 ? names : undefined,
    serialnumber: subject.serialNumber || undefined,
  };
}

const emailAddress = "1.2.840.113549.1.9.1";
const commonName = "2.5.4.3";
const serialNumber = "2.5.4.5";
const usual = new Map([
  ["2.5.4.6", "C"],
  ["2.5.4.8", "ST"],
  ["2.5.4.7", "L"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  [emailAddress, "E"],
]);

/** The attributes of a subject as entries of `names`, each with one value of a kind. */
function namesFrom({ subject }: Certificate): readonly Writable[] {
  const entries: Map<string, Writable>[] = [];
  const count = new Map<string, number>();
  for (const { type, value } of subject.names) {
    if (type === commonName || type === serialNumber) continue;
    const at = count.get(type) ?? 0;
    count.set(type, at + 1);
    const entry = entries[at] ?? new Map<string, Writable>();
    entries[at] = entry;
    const name = usual.get(type);
    if (name !== undefined) entry.set(name, value);
    else entry.set("OID", new Map([...((entry.get("OID") as Map<string, Writable> | undefined) ?? []), [type, value]]));
  }
  return entries;
}

function keyFrom(key: PublicKey | null): Writable {
  switch (key?.kind) {
    case "rsa":
      return { algo: "rsa", size: bitLength(key.n) };
    case "ecdsa":
      return { algo: "ecdsa", size: curveBits(key.curve) };
    default:
      return { algo: "ed25519" };
  }
}

const kinds: readonly KeyRequest[] = [
  { algorithm: "ed25519", size: 0n },
  ...[256n, 384n, 521n].map((size) => ({ algorithm: "ecdsa", size })),
  ...[2048n, 3072n, 4096n, 7680n, 8192n].map((size) => ({ algorithm: "rsa", size })),
];

/** What a request says to get a key such as this one; null if none does. */
export function keyOfSpki(spki: Uint8Array): Writable {
  const kind = kinds.find((each) => isOfKind(spki, each));
  if (!kind) return null;
  return kind.algorithm === "ed25519" ? { algo: "ed25519" } : { algo: kind.algorithm, size: Number(kind.size) };
}

/** The `ca` section of a root's request. */
export function caSectionFrom(certificate: Certificate): Writable {
  const { maxPathLen, maxPathLenZero } = certificate;
  return {
    expiry: lifetimeOf(certificate),
    pathlen: maxPathLen > 0n ? Number(maxPathLen) : undefined,
    pathlenzero: maxPathLen === 0n && maxPathLenZero ? true : undefined,
  };
}

/** The profile that a certificate was signed with. */
export function profileFrom(certificate: Certificate): Writable {
  const { isCa, maxPathLen, maxPathLenZero, ocspServer, crlDistributionPoints, issuingCertificateUrl } = certificate;
  const constraint = {
    is_ca: true,
    max_path_len: maxPathLen >= 0n ? Number(maxPathLen) : undefined,
    max_path_len_zero: maxPathLen === 0n && maxPathLenZero ? true : undefined,
  };
  return {
    expiry: lifetimeOf(certificate),
    usages: formatUsages(certificate),
    ca_constraint: isCa ? constraint : undefined,
    ocsp_url: ocspServer[0],
    crl_url: crlDistributionPoints[0],
    issuer_urls: issuingCertificateUrl.length > 0 ? issuingCertificateUrl : undefined,
  };
}

export function lifetimeOf({ notBefore, notAfter }: Certificate): string {
  const seconds = Math.max(notAfter.seconds - notBefore.seconds, 1);
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
