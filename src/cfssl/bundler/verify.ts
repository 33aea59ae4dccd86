import { GoError } from "../../go/errors.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { type CertificateRules, verifyCertificate } from "../../x509/verify/certificate.js";
import type { Chain } from "../../x509/verify/chain.js";
import { InvalidCertificateError, UnknownAuthorityError } from "../../x509/verify/invalid-certificate.js";
import { CfsslError } from "../errors.js";
import type { BundleRules } from "./rules.js";
import type { Stores } from "./stores.js";

/** How releases differ in verifying what they bundle. */
export interface VerifyRules {
  readonly tls: CertificateRules;
  readonly bundle: Pick<BundleRules, "usages">;
}

/** All chains from a certificate to a root of the stores. Throws GoError in the words of Go's crypto/x509. */
export function findBundles(
  certificate: Certificate,
  { roots, intermediates }: Stores,
  now: number,
  { tls, bundle }: VerifyRules,
): Promise<readonly Chain[]> {
  const terms = { trusted: roots, others: intermediates(), host: null, usages: bundle.usages, now };
  return verifyCertificate(certificate, terms, tls);
}

/** The coded error for one of findBundles. Any other error is passed on. */
export function codeVerifyError(cause: unknown): unknown {
  if (!(cause instanceof GoError)) return cause;
  return new CfsslError(`certificate.${reasonOf(cause)}`, cause.message, { cause });
}

function reasonOf(cause: GoError) {
  if (cause instanceof UnknownAuthorityError) return "unknownAuthority";
  return cause instanceof InvalidCertificateError ? cause.reason : "verifyFailed";
}
