import { equalBytes } from "../../go/bytes.js";
import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import type { Certificate } from "../model/certificate.js";
import { parseCertificate } from "../parse/index.js";
import type { ParserRules } from "../parse/rules.js";

/** Certificates among which issuers are looked for. Of one that is there twice, the second counts for nothing. */
export interface CertificatePool {
  /** Whether this very certificate is one of them. */
  has(certificate: Certificate): boolean;
  /**
   * Those whose subject is the certificate's issuer, the likely ones first: those with the key identifier that the
   * certificate names, those where one of the two says nothing, those with another one.
   */
  issuersOf(certificate: Certificate): readonly Certificate[];
}

/** A pool of certificates in DER, which are read when they are looked at: a system trusts more than a hundred CAs. */
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

/** The subject in DER, found without reading the rest; null where none is found. */
function subjectOf(der: Uint8Array): Uint8Array | null {
  const tbs = new DerReader(der).enter(tags.sequence)?.enter(tags.sequence) ?? null;
  if (tbs === null) return null;
  // version [0], serialNumber, signature, issuer, validity
  const isVersioned = tbs.hasTag(0xa0);
  for (let skipped = isVersioned ? 0 : 1; skipped < 5; skipped++) if (tbs.readAny() === null) return null;
  return tbs.readElement(tags.sequence);
}
