import type { SubjectAltNames } from "../../x509/encode/general-name.js";
import type { Extension, Name } from "../../x509/model/name.js";

/** What a request asks for, before the policy is applied. */
export interface RequestedCertificate extends SubjectAltNames {
  readonly subject: Name;
  /** DER SubjectPublicKeyInfo; null if the policy does not let the key through. */
  readonly publicKey: Uint8Array | null;
  readonly basicConstraintsValid: boolean;
  readonly isCa: boolean;
  /** -1 if basicConstraints sets no limit; 0 also if the request has no basicConstraints. */
  readonly maxPathLen: bigint;
  readonly maxPathLenZero: boolean;
  readonly extraExtensions: readonly Extension[];
}
