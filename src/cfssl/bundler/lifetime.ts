import type { Certificate } from "../../x509/model/certificate.js";

/** The longest lifetimes that the CA/Browser Forum allowed, in months, by the first day of issue (UTC). */
const limits: readonly (readonly [firstDay: number, months: number])[] = [
  [Date.UTC(2015, 3, 1), 39],
  [Date.UTC(2012, 6, 1), 60],
];
const oldLimit = 120;

/** Whether a certificate is valid for no longer than was allowed when it was issued. */
export function hasAcceptableLifetime({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">): boolean {
  const issued = new Date(notBefore.seconds * 1000);
  const expires = new Date(notAfter.seconds * 1000);
  const years = expires.getUTCFullYear() - issued.getUTCFullYear();
  const months = years * 12 + expires.getUTCMonth() - issued.getUTCMonth();
  const started = expires.getUTCDate() > issued.getUTCDate() ? months + 1 : months;
  const [, limit = oldLimit] = limits.find(([firstDay]) => issued.getTime() >= firstDay) ?? [];
  return started <= limit;
}
