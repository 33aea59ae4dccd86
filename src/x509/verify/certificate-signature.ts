import { GoError } from "../../go/errors.js";
import type { Certificate } from "../model/certificate.js";
import type { SignatureAlgorithmName } from "../model/signature-algorithm.js";
import { type VerifyRules, verifyRequestSignature } from "./request-signature.js";

export interface SignatureRules {
  /** The text after the refusal of SHA-1; may be empty. */
  readonly sha1Advice: string;
}

const keyCertSign = 1 << 5;

const knownAlgorithms: readonly SignatureAlgorithmName[] = [
  ...(["SHA1-RSA", "SHA256-RSA", "SHA384-RSA", "SHA512-RSA", "SHA256-RSAPSS", "SHA384-RSAPSS"] as const),
  ...(["SHA512-RSAPSS", "DSA-SHA1", "DSA-SHA256"] as const),
  ...(["ECDSA-SHA1", "ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA512", "Ed25519"] as const),
];

/** How crypto/x509 checks a certificate's signature on other data than certificates. */
const dataRules: VerifyRules = {
  verifiedAlgorithms: knownAlgorithms,
  insecureAlgorithms: ["MD5-RSA"],
  strictVerification: true,
};

/** crypto/x509 is stricter with certificates than with requests: it also refuses SHA-1. */
const certificateRules: VerifyRules = {
  verifiedAlgorithms: knownAlgorithms.filter((name) => !name.includes("SHA1")),
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
    await verifyRequestSignature(signed, certificateRules);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    const isSha1 = /insecure algorithm .*SHA1/.test(cause.message);
    throw isSha1 ? new GoError(cause.message + rules.sha1Advice, { cause }) : cause;
  }
}

/** Data and its signature. */
export interface SignedData {
  readonly rawTbs: Uint8Array;
  /** Null for an unknown algorithm. */
  readonly signatureAlgorithm: SignatureAlgorithmName | null;
  readonly signature: Uint8Array;
}

/**
 * Checks that the certificate's key signed the data, as Go's Certificate.CheckSignature does.
 *
 * @throws GoError in Go's words
 */
export async function checkDataSignature(data: SignedData, { publicKey }: Certificate): Promise<void> {
  const { rawTbs, signatureAlgorithm, signature } = data;
  await verifyRequestSignature({ raw: rawTbs, rawTbs, signatureAlgorithm, signature, publicKey }, dataRules);
}
