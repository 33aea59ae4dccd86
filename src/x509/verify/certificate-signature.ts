import { GoError } from "../../go/errors.js";
import type { Certificate } from "../model/certificate.js";
import { type VerifyRules, verifyRequestSignature } from "./request-signature.js";

export interface SignatureRules {
  /** The text after the refusal of SHA-1; may be empty. */
  readonly sha1Advice: string;
}

const keyCertSign = 1 << 5;

/** crypto/x509 is stricter with certificates than with requests: it also refuses SHA-1. */
const verifyRules: VerifyRules = {
  verifiedAlgorithms: [
    ...(["SHA256-RSA", "SHA384-RSA", "SHA512-RSA", "SHA256-RSAPSS", "SHA384-RSAPSS", "SHA512-RSAPSS"] as const),
    ...(["DSA-SHA256", "ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA512", "Ed25519"] as const),
  ],
  insecureAlgorithms: ["MD5-RSA", "SHA1-RSA", "DSA-SHA1", "ECDSA-SHA1"],
  strictVerification: true,
};

/**
 * Checks that the parent signed the child, and was allowed to (RFC 5280 §4.2.1.3, §4.2.1.9).
 *
 * @throws GoError in Go's words
 */
export async function checkSignedBy(child: Certificate, parent: Certificate, rules: SignatureRules): Promise<void> {
  const mayBeCa = parent.basicConstraintsValid ? parent.isCa : parent.version !== 3;
  if (!mayBeCa || (parent.keyUsage !== 0 && (parent.keyUsage & keyCertSign) === 0)) {
    throw new GoError("x509: invalid signature: parent certificate cannot sign this kind of certificate");
  }
  const { signatureAlgorithm, rawTbs, signature, raw } = child;
  const signed = { raw, rawTbs, signature, signatureAlgorithm, publicKey: parent.publicKey };
  try {
    await verifyRequestSignature(signed, verifyRules);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    const isSha1 = /insecure algorithm .*SHA1/.test(cause.message);
    throw isSha1 ? new GoError(cause.message + rules.sha1Advice, { cause }) : cause;
  }
}
