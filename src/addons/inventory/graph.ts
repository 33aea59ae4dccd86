import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { type VerifyRules, verifyRequestSignature } from "../../x509/verify/request-signature.js";
import type { CertificateEntry } from "./material.js";

/** Who signed whom: each certificate once, wherever it lies. */

export interface Holding {
  readonly certificate: Certificate;
  /** Where it lies; a file of its own comes before a kubeconfig, and a file's first certificate before others. */
  readonly places: readonly CertificateEntry[];
  /** Signed by its own key. */
  readonly isSelfSigned: boolean;
  /** Other certificates of the tree whose key signed it: several, where a CA was renewed with its key. */
  readonly issuers: readonly Holding[];
  /** Certificates with the name of its issuer and another key. */
  readonly namesakes: readonly Holding[];
}

/** All algorithms count: the question is only who signed. */
const anyAlgorithm: VerifyRules = {
  verifiedAlgorithms: [
    ...(["MD5-RSA", "SHA1-RSA", "SHA256-RSA", "SHA384-RSA", "SHA512-RSA"] as const),
    ...(["SHA256-RSAPSS", "SHA384-RSAPSS", "SHA512-RSAPSS"] as const),
    ...(["ECDSA-SHA1", "ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA512", "Ed25519"] as const),
  ],
  insecureAlgorithms: [],
  strictVerification: true,
};

type MutableHolding = { -readonly [Name in keyof Holding]: Holding[Name] };

/** Joins the certificates of a tree by their signatures. */
export async function joinCertificates(entries: readonly CertificateEntry[]): Promise<readonly Holding[]> {
  const holdings = groupByContents(entries);
  const bySubject = new Map<string, MutableHolding[]>();
  for (const holding of holdings) {
    const name = keyOf(holding.certificate.rawSubject);
    const same = bySubject.get(name);
    if (same) same.push(holding);
    else bySubject.set(name, [holding]);
  }
  for (const holding of holdings) {
    const { certificate } = holding;
    const issuers: Holding[] = [];
    const namesakes: Holding[] = [];
    for (const candidate of bySubject.get(keyOf(certificate.rawIssuer)) ?? []) {
      const isSigner = await hasSigned(candidate.certificate, certificate);
      if (candidate === holding || equalBytes(candidate.certificate.rawSpki, certificate.rawSpki)) {
        if (isSigner) holding.isSelfSigned = true;
      } else if (isSigner) issuers.push(candidate);
      else namesakes.push(candidate);
    }
    holding.issuers = issuers;
    holding.namesakes = namesakes;
  }
  return holdings;
}

function groupByContents(entries: readonly CertificateEntry[]): readonly MutableHolding[] {
  const groups = new Map<string, CertificateEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry.certificate.raw);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  const rank = ({ member, position }: CertificateEntry) => (member === "" ? 0 : 2) + (position === 0 ? 0 : 1);
  return [...groups.values()].flatMap((group) => {
    const places = [...group].sort((a, b) => rank(a) - rank(b));
    const [first] = places;
    if (!first) return [];
    return [{ certificate: first.certificate, places, isSelfSigned: false, issuers: [], namesakes: [] }];
  });
}

function keyOf(bytes: Uint8Array): string {
  let key = "";
  for (let at = 0; at < bytes.length; at += 4096) key += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return key;
}

async function hasSigned(issuer: Certificate, certificate: Certificate): Promise<boolean> {
  try {
    const { raw, rawTbs, signature, signatureAlgorithm } = certificate;
    await verifyRequestSignature(
      { raw, rawTbs, signature, signatureAlgorithm, publicKey: issuer.publicKey },
      anyAlgorithm,
    );
    return true;
  } catch (cause) {
    if (cause instanceof GoError) return false;
    throw cause;
  }
}
