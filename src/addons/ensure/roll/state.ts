import { equalBytes } from "../../../go/bytes.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { sameKey } from "../../inventory/material.js";
import { manifestError } from "../manifest/errors.js";
import { rollFiles } from "../manifest/roll-files.js";
import { certificatePath, keyPath, pathsOf, type Row } from "../manifest/row.js";
import type { Workshop } from "../plan/context.js";
import { isNamesake, type Listing, listStore, type Present, readKey, readPresent } from "../plan/present.js";

/**
 * How far a roll-over is, as the files say it:
 * - idle: there is one CA.
 * - begun: there is a key for the new CA, and no certificate that anybody trusts.
 * - both: the old CA signs, and the new one is trusted too.
 * - signing: the new CA signs, and the old one is trusted still.
 */
export type Phase = "idle" | "begun" | "both" | "signing";

export interface RollState {
  readonly row: Row;
  readonly phase: Phase;
  readonly listing: Listing;
  readonly present: Present;
  /** The certificate of NAME-key.pem. */
  readonly certificate: Certificate;
  /** The other CA of NAME.pem: the new one or the old one; null if there is none. */
  readonly other: Certificate | null;
  /** The text of NAME-new-key.pem; null if there is none, or if it is NAME-key.pem by now. */
  readonly newKeyText: Uint8Array | null;
  /** Whether NAME-new-key.pem is only a copy of NAME-key.pem. */
  readonly hasLeftover: boolean;
  /** The public key of NAME-old-key.pem; null if there is none, or it cannot be read. */
  readonly oldSpki: Uint8Array | null;
}

/**
 * Finds out how far the roll-over of a CA is.
 *
 * @throws EnsureError for files that no roll-over can go on with
 */
export async function readRollState(row: Row, workshop: Pick<Workshop, "store" | "context">): Promise<RollState> {
  const { store } = workshop;
  const files = rollFiles(row);
  const listing = await listStore(workshop, pathsOf(row));
  const present = await readPresent(row, workshop, listing);
  const certificate = checkedCertificate(row, present);
  const readIf = async (path: string) => (listing.has(path) ? await store.read(path) : null);
  const newKeyText = await readIf(files.newKey);
  const { spki: newSpki } = await readKey(newKeyText, workshop);
  const { spki: oldSpki } = await readKey(await readIf(files.oldKey), workshop);
  const hasLeftover = newSpki !== null && sameKey(newSpki, present.spki);
  const other = otherCa(row, certificate, present);
  const isPending = newKeyText !== null && !hasLeftover;
  const known = { row, listing, present, certificate, other, hasLeftover, oldSpki };
  const found = { ...known, newKeyText: hasLeftover ? null : newKeyText };
  if (isPending && newSpki === null) {
    throw rollError(row, `${files.newKey} cannot be read as a private key: move it away`);
  }
  if (!other) return { ...found, phase: isPending ? "begun" : "idle" };
  if (isPending && !sameKey(newSpki, other.rawSpki)) {
    const text = `${files.newKey} is not the key of the other CA in ${certificatePath(row)}`;
    throw rollError(row, `${text}: put the right one there, or move it away`);
  }
  if (!isPending && other.notBefore.seconds > certificate.notBefore.seconds) {
    const text = `${certificatePath(row)} holds a newer CA, whose key is not here`;
    throw rollError(row, `${text}: put it back as ${files.newKey}, or take that CA out of ${certificatePath(row)}`);
  }
  return { ...found, phase: isPending ? "both" : "signing" };
}

/** The certificate of a CA that can be rolled over: with its key, and signed by what is in the manifest. */
function checkedCertificate(row: Row, { certificate, hasKey, isKeyEncrypted, spki }: Present): Certificate {
  if (!certificate) throw rollError(row, `${certificatePath(row)} is missing: run cfssl ensure first`);
  if (!hasKey) throw rollError(row, `${keyPath(row)} is missing: put it back for the roll-over`);
  if (isKeyEncrypted) {
    throw rollError(row, `${keyPath(row)} is encrypted, and the new key would not be: decrypt it for the roll-over`);
  }
  if (!spki || !sameKey(certificate.rawSpki, spki)) {
    throw rollError(row, `${keyPath(row)} is not the key of a certificate in ${certificatePath(row)}`);
  }
  if (row.pattern.ca === null && !equalBytes(certificate.rawIssuer, certificate.rawSubject)) {
    throw rollError(row, `another CA signed ${certificatePath(row)}, and is not in cas: make the new CA there`);
  }
  return certificate;
}

function otherCa(row: Row, certificate: Certificate, { others }: Present): Certificate | null {
  const [other = null, ...more] = others.filter((each) => isNamesake(each, certificate));
  if (!other || more.every(({ rawSpki }) => sameKey(rawSpki, other.rawSpki))) return other;
  throw rollError(
    row,
    `${certificatePath(row)} holds more than two CAs of this name: take out those that are not used`,
  );
}

export function rollError({ pattern }: Row, text: string): Error {
  return manifestError(pattern.place, text);
}
