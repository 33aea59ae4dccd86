import type { SubjectAltNames } from "../../x509/encode/general-name.js";
import type { Extension, Name } from "../../x509/model/name.js";

/** What a request asks for, before policy. */
export interface RequestedCertificate extends SubjectAltNames {
  readonly subject: Name;
  /** DER SubjectPublicKeyInfo; null when policy has taken it away. */
  readonly publicKey: Uint8Array | null;
  readonly basicConstraintsValid: boolean;
  readonly isCa: boolean;
  /** -1 when the request sets no limit; 0 also when it says nothing at all. */
  readonly maxPathLen: bigint;
  readonly maxPathLenZero: boolean;
  readonly extraExtensions: readonly Extension[];
}
