import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import { encodeHex } from "../../go/hex.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { type VerifyRules, verifyRequestSignature } from "../../x509/verify/request-signature.js";

/** Whether the key of one certificate signed another. */

/** All algorithms that the runtime knows count, old ones too: the question is only who signed. */
const anyAlgorithm: VerifyRules = {
  verifiedAlgorithms: [
    ...(["SHA1-RSA", "SHA256-RSA", "SHA384-RSA", "SHA512-RSA"] as const),
    ...(["SHA256-RSAPSS", "SHA384-RSAPSS", "SHA512-RSAPSS"] as const),
    ...(["ECDSA-SHA1", "ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA512", "Ed25519"] as const),
  ],
  insecureAlgorithms: [],
  strictVerification: true,
};

const begun = new WeakMap<Certificate, { readonly issuer: Certificate; readonly answer: Promise<boolean> }>();

/** Whether the key of `issuer` signed the certificate; never rejects. */
export function hasSigned(issuer: Certificate, certificate: Certificate): Promise<boolean> {
  const known = begun.get(certificate);
  return known?.issuer === issuer ? known.answer : verify(issuer, certificate);
}

/**
 * Begins to verify certificates as they are read. The runtime verifies on other threads, so that most answers are there
 * when the last file is: ten thousand certificates take half a second less. Answers a function to call for each one.
 */
export function createEarlyVerifier(): (certificate: Certificate) => void {
  const authorities = new Map<string, Certificate>();
  const waiting = new Map<string, Certificate[]>();
  const begin = (issuer: Certificate, certificate: Certificate) =>
    begun.set(certificate, { issuer, answer: verify(issuer, certificate) });
  return (certificate) => {
    const { isCa, rawIssuer, rawSubject } = certificate;
    if (isCa) {
      const name = encodeHex(rawSubject);
      if (!authorities.has(name)) authorities.set(name, certificate);
      for (const early of waiting.get(name) ?? []) begin(certificate, early);
      waiting.delete(name);
    } else {
      const name = encodeHex(rawIssuer);
      const issuer = authorities.get(name);
      const early = waiting.get(name);
      if (issuer) begin(issuer, certificate);
      else if (early) early.push(certificate);
      else waiting.set(name, [certificate]);
    }
  };
}

/** A key of 16384 bits is verified in a moment; one of some millions of bits would take hours. */
const mostSignatureBytes = 2048;

async function verify(issuer: Certificate, certificate: Certificate): Promise<boolean> {
  const { raw, rawTbs, signature, signatureAlgorithm } = certificate;
  const { publicKey } = issuer;
  if (
    signatureAlgorithm === null ||
    publicKey === null ||
    signature.length > mostSignatureBytes ||
    !anyAlgorithm.verifiedAlgorithms.includes(signatureAlgorithm)
  ) {
    return hasKeyIdOf(issuer, certificate);
  }
  try {
    await verifyRequestSignature({ raw, rawTbs, signature, signatureAlgorithm, publicKey }, anyAlgorithm);
    return true;
  } catch (cause) {
    // Anything else is a runtime that cannot use the key, such as a browser with P-224.
    return !(cause instanceof GoError) && hasKeyIdOf(issuer, certificate);
  }
}

/** For algorithms that nothing here can verify (MD5, Ed448, DSA): the identifiers tell, or else the name alone. */
function hasKeyIdOf({ subjectKeyId }: Certificate, { authorityKeyId }: Certificate): boolean {
  return authorityKeyId.length === 0 || subjectKeyId.length === 0 || equalBytes(authorityKeyId, subjectKeyId);
}
