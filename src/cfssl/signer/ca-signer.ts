import { encodePem } from "../../go/pem.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { SigningPolicy } from "../config/policy.js";
import type { Context } from "../context.js";
import { type CertificateAuthority, createLocalSigner, type SignRules } from "./local.js";
import type { CertificateStore } from "./record.js";
import type { CaSigner } from "./signer.js";

/**
 * Makes the signer of a CA whose key this process has.
 *
 * @param store where each certificate is recorded before it is given away; null for nowhere
 * @throws CfsslError 5200 if the policy is invalid
 */
export function createCaSigner(
  key: PrivateKey,
  ca: CertificateAuthority,
  policy: SigningPolicy,
  context: Context<SignRules>,
  store: CertificateStore | null = null,
): CaSigner {
  const { sign, signMade } = createLocalSigner(key, ca, policy, context, store);
  const certificate = encodePem("CERTIFICATE", ca.raw).trimEnd();
  return {
    sign,
    signMade,
    policy,
    async info({ profile }) {
      const { usages, expiryText } = policy.profiles.get(profile) ?? policy.default;
      return { certificate, usages, expiry: expiryText };
    },
  };
}
