import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import type { Certificate } from "../model/certificate.js";
import { checkSignedBy, type SignatureRules } from "./certificate-signature.js";

/** Finds for each certificate the one that signed it. A certificate that signed itself has no other issuer. */
export async function findIssuers(
  certificates: readonly Certificate[],
  isSignedBy: (child: Certificate, parent: Certificate) => Promise<boolean>,
): Promise<ReadonlyMap<Certificate, Certificate>> {
  const issuers = new Map<Certificate, Certificate>();
  for (const child of certificates) {
    if (isSelfIssued(child) && (await isSignedBy(child, child))) continue;
    for (const parent of certificates) {
      if (parent === child || issuers.has(child) || !equalBytes(parent.rawSubject, child.rawIssuer)) continue;
      if (await isSignedBy(child, parent)) issuers.set(child, parent);
    }
  }
  return issuers;
}

/** A certificate, the one that signed it, and so on, as far as they are known. */
export function followIssuers(
  first: Certificate,
  issuers: ReadonlyMap<Certificate, Certificate>,
): readonly Certificate[] {
  const chain: Certificate[] = [];
  for (let next: Certificate | undefined = first; next && !chain.includes(next); next = issuers.get(next)) {
    chain.push(next);
  }
  return chain;
}

/** Whether subject and issuer have one name (RFC 5280 §3.2), as they have in a root. */
export function isSelfIssued({ rawSubject, rawIssuer }: Certificate): boolean {
  return equalBytes(rawSubject, rawIssuer);
}

/** The certificates without those that are there already. */
export function withoutDuplicates(certificates: readonly Certificate[]): readonly Certificate[] {
  return certificates.filter((each, at) => certificates.findIndex((other) => equalBytes(each.raw, other.raw)) === at);
}

/** Whether the parent signed the child, and was allowed to. */
export async function isSignedBy(child: Certificate, parent: Certificate, rules: SignatureRules): Promise<boolean> {
  try {
    await checkSignedBy(child, parent, rules);
    return true;
  } catch (cause) {
    if (cause instanceof GoError) return false;
    throw cause;
  }
}
