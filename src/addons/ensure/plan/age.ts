import type { CertificateTemplate } from "../../../x509/encode/certificate.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { dateOf } from "../../check/scene/words.js";
import { manifestError } from "../manifest/errors.js";
import type { Row } from "../manifest/row.js";

const day = 86_400_000;

/** Why a certificate is due for renewal by its age; none if it is not. */
export function ageReasons(
  certificate: Pick<Certificate, "notBefore" | "notAfter">,
  { pattern }: Row,
  now: number,
): readonly string[] {
  const [start, end] = [certificate.notBefore.seconds * 1000, certificate.notAfter.seconds * 1000];
  if (now >= end) return [`expired ${dateOf(certificate.notAfter).slice(0, 10)}`];
  if (end - now >= (pattern.renewBefore ?? (end - start) / 3)) return [];
  const days = Math.floor((end - now) / day);
  const left =
    days === 1
      ? "in 1 day"
      : days > 1
        ? `in ${days} days`
        : `in ${Math.max(1, Math.round((end - now) / 60_000))} minutes`;
  return [`expires ${left}`];
}

/**
 * Checks that a new certificate would not be due at once.
 *
 * @throws EnsureError if it would
 */
export function checkRenewBefore({ pattern }: Row, { notAfter }: CertificateTemplate, now: number): void {
  const { renewBefore, place } = pattern;
  const lifetime = notAfter * 1000 - now;
  if (renewBefore === null || renewBefore < lifetime) return;
  const hours = (milliseconds: number) => `${Math.floor(milliseconds / 3_600_000)}h`;
  const text = `a new certificate would last ${hours(lifetime)}, and "renew-before" is ${hours(renewBefore)}`;
  throw manifestError(place, `${text}: each run would renew it; give the row a shorter "renew-before"`);
}
