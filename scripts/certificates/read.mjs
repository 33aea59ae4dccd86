import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** RFC 5280 §4.2.1.3, in the order of the bits and the words of a signing profile. */
const usages = [
  "digital signature",
  "content commitment",
  "key encipherment",
  "data encipherment",
  "key agreement",
  "cert sign",
  "crl sign",
  "encipher only",
  "decipher only",
];

/** RFC 5280 §4.2.1.12. */
const extendedUsages = { "1.3.6.1.5.5.7.3.1": "server auth", "1.3.6.1.5.5.7.3.2": "client auth" };

/** The certificates in a folder, the first of each file, with what signed them there; and the names of broken files. */
export function readCertificates(folder) {
  const broken = [];
  const found = readdirSync(folder)
    .filter((file) => file.endsWith(".pem"))
    .sort()
    .flatMap((file) => {
      const pem = readFileSync(join(folder, file));
      if (!pem.includes("-----BEGIN CERTIFICATE-----")) return [];
      try {
        return [{ file, certificate: new X509Certificate(pem) }];
      } catch {
        broken.push(file);
        return [];
      }
    });
  const facts = found.map(({ file, certificate }) => ({
    file,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: parseNames(certificate.subjectAltName ?? ""),
    usages: [...keyUsages(certificate.raw), ...(certificate.keyUsage ?? []).map((id) => extendedUsages[id] ?? id)],
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    isSelfSigned: certificate.verify(certificate.publicKey),
  }));
  for (const [index, each] of facts.entries())
    each.ca = each.isSelfSigned ? null : signerOf(found[index], found, facts);
  return { certificates: facts, broken };
}

/** A name with the common name first, as people look for it. */
function nameOf(name) {
  return (name ?? "").split("\n").reverse().join(", ");
}

/** The facts of the certificate whose key signed this one; null if it is not there. */
function signerOf({ certificate }, found, facts) {
  const at = found.findIndex(
    (other) => other.certificate.subject === certificate.issuer && certificate.verify(other.certificate.publicKey),
  );
  return facts[at] ?? null;
}

/** Node's text `DNS:a, IP Address:::1, DNS:"a, b"` as a list; what could be mistaken is in quotes there. */
export function parseNames(text) {
  return [...text.matchAll(/([^:,"]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].map(([, kind, value]) => ({
    kind: kind === "IP Address" ? "IP" : kind,
    value: value.startsWith('"') ? JSON.parse(value) : value,
  }));
}

/** node:crypto does not show the extension keyUsage (2.5.29.15): its BIT STRING is looked up in the DER. */
function keyUsages(der) {
  const at = der.indexOf(Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x0f]));
  if (at < 0) return [];
  const bitString = der.indexOf(0x03, at + 5);
  const bits = der.subarray(bitString + 3, bitString + 2 + der[bitString + 1]);
  return usages.filter((_, bit) => (bits[bit >> 3] & (0x80 >> (bit & 7))) !== 0);
}
