import { emailAddressType } from "../../../cfssl/csr/subject.js";
import type { CertificateTemplate } from "../../../x509/encode/certificate.js";
import { subjectAltName } from "../../../x509/encode/extensions.js";
import { isSubjectAltNamesEmpty, type SubjectAltNames } from "../../../x509/encode/general-name.js";
import type { NameConstraints } from "../../../x509/model/certificate.js";
import { barredName } from "../../../x509/verify/name-constraints.js";
import { formatConstraints } from "../../constraints/constraint-text.js";
import { manifestError } from "../manifest/errors.js";
import { constraintMember } from "../manifest/name-constraints.js";
import { certificatePath, type Row } from "../manifest/row.js";
import type { Present } from "./present.js";

/** A CA that limits what is below it. */
export interface Limit {
  readonly name: string;
  readonly constraints: NameConstraints;
}

/**
 * The limits below a CA: its own, and those of the CAs above it. A CA never gets other constraints silently, because
 * whoever has its old certificate would not know of them.
 *
 * @throws EnsureError if the CA that is there has other constraints than its row
 */
export function limitsOf(
  row: Row,
  { certificate }: Present,
  above: readonly Limit[],
  isForeign: boolean,
): readonly Limit[] {
  const { nameConstraints: wanted, place } = row.pattern;
  const have = certificate?.nameConstraints ?? null;
  if (certificate && textOf(have) !== textOf(wanted) && !(isForeign && wanted === null)) {
    const path = certificatePath(row);
    const words = have ? `${path} has the constraints ${textOf(have)}` : `${path} has no constraints`;
    const mend = have ? `write those into the row` : "delete them here";
    throw manifestError(
      `${place}.${constraintMember}`,
      `${words}, and whoever trusts it would not know of others. Either ${mend}, or move ${path} away: the next run makes it again with its key, for you to give to all who trust it`,
    );
  }
  const constraints = certificate ? have : wanted;
  return constraints ? [...above, { name: row.name, constraints }] : above;
}

/** The constraints as JSON, in one order. */
function textOf(constraints: NameConstraints | null): string {
  if (!constraints) return "{}";
  const { permitted, excluded } = formatConstraints(constraints);
  return JSON.stringify({
    ...(permitted.length > 0 ? { permitted: [...new Set(permitted)].sort() } : {}),
    ...(excluded.length > 0 ? { excluded: [...new Set(excluded)].sort() } : {}),
  });
}

/**
 * Checks that the CAs above permit all names of a certificate.
 *
 * @throws EnsureError for the first name that one of them bars
 */
export function checkLimits(row: Row, template: CertificateTemplate, limits: readonly Limit[]): void {
  if (limits.length === 0) return;
  for (const [what, names] of constrainedNames(template)) {
    if (isSubjectAltNamesEmpty(names)) continue;
    const { value } = subjectAltName(names, false);
    for (const { name, constraints } of limits) {
      const barred = barredName(constraints, value, { readsZones: true });
      if (barred === null) continue;
      const which = row.pattern.name === row.name ? "" : ` (${row.name})`;
      const text = `the CA ${name} may not sign it: ${barred} of ${name}`;
      throw manifestError(`${row.pattern.place}${which}`, `${text}. Change the ${what}, or choose another CA`);
    }
  }
}

const noNames: SubjectAltNames = { dnsNames: [], emailAddresses: [], ipAddresses: [], uris: [] };
const domain = /^[a-z0-9_*-]+(?:\.[a-z0-9_-]+)+$/i;

/**
 * The names of a certificate that constraints are about, and where they come from. A mail address in the subject is one
 * if there is no other (RFC 5280 §4.2.1.10). Without a DNS name, OpenSSL takes a common name that looks like one.
 */
function constrainedNames(template: CertificateTemplate): readonly (readonly [what: string, names: SubjectAltNames])[] {
  const { subject, dnsNames, emailAddresses, isCa } = template;
  const found: (readonly [string, SubjectAltNames])[] = [["hosts", template]];
  if (subject instanceof Uint8Array || isCa) return found;
  if (dnsNames.length === 0 && domain.test(subject.commonName)) {
    found.push(["common name", { ...noNames, dnsNames: [subject.commonName] }]);
  }
  const addresses = subject.extraNames.flatMap(({ type, value }) => {
    return type === emailAddressType && typeof value === "string" ? [value] : [];
  });
  if (emailAddresses.length === 0) found.push(["mail address", { ...noNames, emailAddresses: addresses }]);
  return found;
}
