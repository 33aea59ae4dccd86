import { equalBytes } from "../../go/bytes.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { SignatureRules } from "../../x509/verify/certificate-signature.js";
import { isSignedBy } from "../../x509/verify/issuers.js";

/** One certificate or more. */
export type Certificates = readonly [Certificate, ...Certificate[]];

/** The certificates from the leaf up. They are turned around only if each then is signed by the next one. */
export async function orderFromLeaf(certificates: Certificates, rules: SignatureRules): Promise<Certificates> {
  if (await isInOrder(certificates, rules)) return certificates;
  const [last, ...others] = certificates;
  const [first = last, ...rest] = [...others.toReversed(), last];
  const turned: Certificates = [first, ...rest];
  return (await isInOrder(turned, rules)) ? turned : certificates;
}

/** Whether each certificate is signed by the next one. */
export async function isInOrder(certificates: Certificates, rules: SignatureRules): Promise<boolean> {
  for (const [at, parent] of certificates.slice(1).entries()) {
    if (!(await isSignedBy(certificates[at] ?? parent, parent, rules))) return false;
  }
  return true;
}

/** Whether two lists have the same certificates, told apart by their signatures as upstream does. */
export function isSameList(a: readonly Certificate[], b: readonly Certificate[]): boolean {
  const differs = (certificate: Certificate, at: number) =>
    !equalBytes(certificate.signature, b[at]?.signature ?? new Uint8Array());
  return a.length === b.length && !a.some(differs);
}
