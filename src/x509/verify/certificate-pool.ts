import { equalBytes } from "../../go/bytes.js";
import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import type { Certificate } from "../model/certificate.js";
import { parseCertificate } from "../parse/index.js";
import type { ParserRules } from "../parse/rules.js";

/** Certificates in which to search for issuers. Duplicates are ignored. */
export interface CertificatePool {
  /** Whether the pool contains this certificate, byte for byte. */
  has(certificate: Certificate): boolean;
  /**
   * The certificates whose subject is the certificate's issuer. First those with the key identifier that the
   * certificate names, then those where either identifier is absent, then those with another identifier.
   */
  issuersOf(certificate: Certificate): readonly Certificate[];
}

/** Makes a pool of certificates in DER. It parses a certificate on first use: a system trusts more than 100 CAs. */
export function createPool(ders: readonly Uint8Array[], rules: ParserRules): CertificatePool {
  const read = new Map<Uint8Array, Certificate | null>();
  const open = (der: Uint8Array) => {
    if (!read.has(der)) read.set(der, tryParseCertificate(der, rules));
    return read.get(der) ?? null;
  };
  return {
    has: ({ raw }) => ders.some((der) => equalBytes(der, raw) && open(der) !== null),
    issuersOf(certificate) {
      const ranks: [Certificate[], Certificate[], Certificate[]] = [[], [], []];
      const seen: Uint8Array[] = [];
      for (const der of ders) {
        const subject = subjectOf(der);
        if (subject === null || !equalBytes(subject, certificate.rawIssuer)) continue;
        if (seen.some((other) => equalBytes(other, der))) continue;
        seen.push(der);
        const candidate = open(der);
        if (candidate) ranks[rankOf(candidate.subjectKeyId, certificate.authorityKeyId)].push(candidate);
      }
      return ranks.flat();
    },
  };
}

function rankOf(subjectKeyId: Uint8Array, authorityKeyId: Uint8Array): 0 | 1 | 2 {
  if (equalBytes(subjectKeyId, authorityKeyId)) return 0;
  return subjectKeyId.length === 0 || authorityKeyId.length === 0 ? 1 : 2;
}

function tryParseCertificate(der: Uint8Array, rules: ParserRules): Certificate | null {
  try {
    return parseCertificate(der, rules);
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

/** Finds the subject in DER without parsing the rest; null if there is none. */
function subjectOf(der: Uint8Array): Uint8Array | null {
  const tbs = new DerReader(der).enter(tags.sequence)?.enter(tags.sequence) ?? null;
  if (tbs === null) return null;
  // version [0], serialNumber, signature, issuer, validity
  const isVersioned = tbs.hasTag(0xa0);
  for (let skipped = isVersioned ? 0 : 1; skipped < 5; skipped++) if (tbs.readAny() === null) return null;
  return tbs.readElement(tags.sequence);
}
