import { GoError } from "../../go/errors.js";
import { formatRfc3339 } from "../../go/time.js";
import type { Certificate } from "../model/certificate.js";
import { anyExtendedKeyUsage } from "../model/oid.js";
import { InvalidCertificateError } from "./invalid-certificate.js";
import { type ConstraintRules, checkNameConstraints } from "./name-constraints.js";

export type PathRules = ConstraintRules;

/**
 * Checks that a certificate may have its role in a chain: critical extensions, validity, name constraints, basic
 * constraints (RFC 5280 §6.1.3, §6.1.4), in the order of Go's crypto/x509.
 *
 * @param chain the certificates below it, starting with the first one; empty for the first one itself
 * @param now milliseconds since 1970 (UTC)
 * @throws GoError in Go's words
 */
export function checkCertificate(
  certificate: Certificate,
  role: "leaf" | "intermediate" | "root",
  chain: readonly Certificate[],
  now: number,
  rules: PathRules,
): void {
  if (certificate.unhandledCriticalExtensions.length > 0) throw new GoError("x509: unhandled critical extension");
  checkValidity(certificate, now);
  if (role === "leaf") return;
  if (certificate.nameConstraints) checkNameConstraints(certificate.nameConstraints, chain, rules);
  const { basicConstraintsValid, isCa, maxPathLen } = certificate;
  if (role === "intermediate" && !(basicConstraintsValid && isCa)) {
    throw new InvalidCertificateError(
      "notAuthorizedToSign",
      "x509: certificate is not authorized to sign other certificates",
    );
  }
  if (basicConstraintsValid && maxPathLen >= 0n && BigInt(chain.length - 1) > maxPathLen) {
    throw new InvalidCertificateError(
      "tooManyIntermediates",
      "x509: too many intermediates for path length constraint",
    );
  }
}

function checkValidity({ notBefore, notAfter }: Certificate, now: number): void {
  const fail = (text: string) =>
    new InvalidCertificateError("expired", `x509: certificate has expired or is not yet valid: current time ${text}`);
  const shown = (seconds: number) => formatRfc3339({ seconds: Math.floor(seconds), nanos: 0 });
  const seconds = now / 1000;
  if (seconds < notBefore.seconds) throw fail(`${shown(seconds)} is before ${shown(notBefore.seconds)}`);
  if (seconds > notAfter.seconds) throw fail(`${shown(seconds)} is after ${shown(notAfter.seconds)}`);
}

/** Whether every certificate that limits its usages (RFC 5280 §4.2.1.12), CAs included, allows one of these (OIDs). */
export function isForUsages(chain: readonly Certificate[], usages: readonly string[]): boolean {
  return usages.some(
    (usage) => usage === anyExtendedKeyUsage || chain.every(({ extKeyUsage }) => allows(extKeyUsage, usage)),
  );
}

function allows(usages: readonly string[], usage: string): boolean {
  return usages.length === 0 || usages.includes(usage) || usages.includes(anyExtendedKeyUsage);
}
