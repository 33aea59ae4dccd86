import { equalBytes } from "../../../go/bytes.js";
import { GoError } from "../../../go/errors.js";
import { encodeName, nameToRdns } from "../../../x509/encode/name.js";
import { computeKeyIdentifier } from "../../../x509/keys/key-identifier.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { checkSignedBy } from "../../../x509/verify/certificate-signature.js";
import { nameText } from "../../check/scene/words.js";
import { sameKey } from "../../inventory/material.js";
import { manifestError } from "../manifest/errors.js";
import { certificatePath, keyPath, type Row } from "../manifest/row.js";
import { ageReasons, checkRenewBefore } from "./age.js";
import { checkLimits, type Limit, limitsOf } from "./constraints.js";
import type { Workshop } from "./context.js";
import { differencesOf, keyDifference, keyText, subjectDifference } from "./differences.js";
import { isNamesake, type Present } from "./present.js";
import { keep, type Step } from "./step.js";
import type { Wanted } from "./wanted.js";

/** A CA as it is in the store, and what is to be done for it. */
export interface Authority {
  readonly row: Row;
  readonly wanted: Wanted;
  readonly present: Present;
  readonly step: Step;
  /** Its name as issuer, in DER. */
  readonly rawSubject: Uint8Array;
  /** What it may sign, and the CAs above it. */
  readonly limits: readonly Limit[];
}

/**
 * Decides about a CA. It is made only if nothing of it is left; it never gets another key or name, because all
 * certificates that it has signed would then be worthless.
 *
 * @param parent the CA that signs it; null for a root
 * @param findLeaf finds the file of a certificate that it has signed; null if there is none
 * @throws EnsureError where only a person can decide
 */
export async function planAuthority(
  row: Row,
  wanted: Wanted,
  present: Present,
  parent: Authority | null,
  findLeaf: (rawSubject: Uint8Array) => Promise<string | null>,
  { context }: Pick<Workshop, "context">,
): Promise<Authority> {
  const wantedSubject = wanted.template.subject;
  const rawWanted = wantedSubject instanceof Uint8Array ? wantedSubject : encodeName(nameToRdns(wantedSubject));
  const rawSubject = present.certificate?.rawSubject ?? rawWanted;
  const above = parent?.limits ?? [];
  const isForeign = present.certificate !== null && parent === null && !isSelfIssued(present.certificate);
  const authority = (step: Step): Authority => {
    return { row, wanted, present, step, rawSubject, limits: limitsOf(row, present, above, isForeign) };
  };
  checkRenewBefore(row, wanted.template, context.now());
  checkLimits(row, wanted.template, above);
  if (!present.hasCertificate && !present.hasKey) {
    const leaf = await findLeaf(rawWanted);
    if (leaf !== null) throw lostError(row, leaf);
    return authority({ row, action: "made", why: ["missing"], hasNewKey: true });
  }
  checkKey(row, wanted, present);
  const { certificate } = present;
  if (!certificate) {
    const why = present.hasCertificate
      ? "its certificate cannot be read"
      : "its certificate is missing; the key is here";
    return authority({ row, action: "renewed", why: [why], hasNewKey: false });
  }
  // In a roll-over the other CA takes its place.
  const isRolling = present.others.some((other) => isNamesake(other, certificate));
  const age = isRolling ? [] : ageReasons(certificate, row, context.now());
  if (isForeign) {
    if (age.length === 0) return authority(keep(row));
    const text = `it was signed by ${nameText(certificate.issuer)}, which is not in cas, and ${age[0]}: renew it there`;
    throw manifestError(row.pattern.place, text);
  }
  const [renamed] = subjectDifference(certificate, wanted.template);
  if (renamed !== undefined) {
    throw manifestError(
      row.pattern.place,
      `${renamed}: a CA of another name is another CA, and what ${certificatePath(row)} has signed would be worthless. ${waysOut(row, "put the old name back")}`,
    );
  }
  const why = [
    ...(parent && !(await isSignedBy(certificate, parent)) ? [`not signed by the present ${parent.row.name}`] : []),
    ...differencesOf(certificate, wanted.template, row.pattern.nodes),
    ...age,
  ];
  return authority(why.length === 0 ? keep(row) : { row, action: "renewed", why, hasNewKey: false });
}

function isSelfIssued({ rawIssuer, rawSubject }: Certificate): boolean {
  return equalBytes(rawIssuer, rawSubject);
}

/** Checks what is known of the key of a CA that exists. */
function checkKey(row: Row, wanted: Wanted, { certificate, hasKey, spki, isKeyEncrypted }: Present): void {
  const { place } = row.pattern;
  if (!hasKey) {
    if (certificate) return;
    throw manifestError(
      place,
      `${certificatePath(row)} cannot be read, and ${keyPath(row)} is missing. ${waysOut(row, "put both back from a backup")}`,
    );
  }
  if (!spki && !isKeyEncrypted) {
    throw manifestError(
      place,
      `${keyPath(row)} cannot be read as a private key. ${waysOut(row, "put it back from a backup")}`,
    );
  }
  if (!certificate) return;
  if (spki && !sameKey(certificate.rawSpki, spki)) {
    throw manifestError(
      place,
      `${keyPath(row)} is not the key of ${certificatePath(row)}. ${waysOut(row, "put the right one back from a backup")}`,
    );
  }
  const other = keyDifference(certificate.publicKey, wanted.key);
  if (other !== null) {
    const text = `${other}: a CA with another key is another CA, and what ${certificatePath(row)} has signed would be worthless`;
    throw manifestError(place, `${text}. ${waysOut(row, `ask for ${keyText(certificate.publicKey)} in its request`)}`);
  }
}

function lostError(row: Row, leaf: string): Error {
  const text = `${certificatePath(row)} and ${keyPath(row)} are missing, but ${leaf}, which it signed, is here`;
  return manifestError(row.pattern.place, `${text}. ${waysOut(row, "put both back from a backup")}`);
}

/** The error for a CA without its key that has to sign. */
export function keylessError(row: Row, purpose: string): Error {
  const text = `${keyPath(row)} is missing, and ${purpose}`;
  return manifestError(row.pattern.place, `${text}. ${waysOut(row, "put it back from a backup")}`);
}

/** Both ways out of what only a person can decide. */
function waysOut(row: Row, mend: string): string {
  return `Either ${mend}, or, to begin a new CA, move away ${certificatePath(row)}, ${keyPath(row)} and all certificates that it signed`;
}

/** Whether a certificate was signed by the key that a CA has, whichever of its certificates it was then. */
export async function isSignedBy(certificate: Certificate, { present, rawSubject }: Authority): Promise<boolean> {
  if (!equalBytes(certificate.rawIssuer, rawSubject)) return false;
  if (present.certificate) {
    try {
      await checkSignedBy(certificate, present.certificate, { sha1Advice: "" });
      return true;
    } catch (cause) {
      if (cause instanceof GoError) return false;
      throw cause;
    }
  }
  const { authorityKeyId } = certificate;
  if (!present.spki) return false;
  return authorityKeyId.length === 0 || equalBytes(authorityKeyId, await computeKeyIdentifier(present.spki));
}
