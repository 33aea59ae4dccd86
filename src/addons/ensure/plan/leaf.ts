import { sameKey } from "../../inventory/material.js";
import { manifestError } from "../manifest/errors.js";
import { type KeyRow, keyPath, publicKeyPath, type Row } from "../manifest/row.js";
import { ageReasons, checkRenewBefore } from "./age.js";
import { type Authority, isSignedBy } from "./authority.js";
import { checkLimits } from "./constraints.js";
import type { Workshop } from "./context.js";
import { differencesOf, keyDifference } from "./differences.js";
import { type Listing, openTexts, type PresentTexts, readKey, readPresent, readTexts } from "./present.js";
import { isKeyStated, isOfKind, readAsWanted } from "./quick.js";
import { keep, type Step } from "./step.js";
import { type Wanted, wantedOf } from "./wanted.js";

/** Decides about a certificate that is no CA's. */
export async function planCertificate(
  row: Row,
  authority: Authority,
  workshop: Workshop,
  listing: Listing,
): Promise<Step> {
  const { context, options } = workshop;
  const wanted = wantedOf(row, workshop);
  checkRenewBefore(row, wanted.template, context.now());
  checkLimits(row, wanted.template, authority.limits);
  const texts = await readTexts(row, workshop, listing);
  if (await isPlainlyKept(row, texts, wanted, authority, workshop)) return keep(row);
  const present = await openTexts(texts, workshop);
  const { certificate, spki } = present;
  if (present.isKeyEncrypted) {
    throw manifestError(
      row.pattern.place,
      `${keyPath(row)} is encrypted; decrypt it, or move it away to get a new key`,
    );
  }
  if (!certificate) {
    const otherKey = spki !== null && options.newKeys;
    const why = present.hasCertificate ? "its certificate cannot be read" : "missing";
    return { row, action: present.hasCertificate ? "renewed" : "made", why: [why], hasNewKey: !spki || otherKey };
  }
  const newKind = spki ? keyDifference(certificate.publicKey, wanted.key) : null;
  const keyReason = newKind ?? keyFault(present.hasKey, spki, certificate.rawSpki);
  const why = [
    ...(keyReason === null ? [] : [keyReason]),
    ...((await isSignedBy(certificate, authority)) ? [] : [`not signed by the present ${authority.row.name}`]),
    ...differencesOf(certificate, wanted.template, row.pattern.nodes),
    ...ageReasons(certificate, row, context.now()),
    ...(options.newKeys ? ["new key"] : []),
  ];
  if (why.length === 0) return keep(row);
  return { row, action: "renewed", why, hasNewKey: !spki || newKind !== null || options.newKeys };
}

/** The fast path: whether a certificate is as wanted to the byte, its key is there, and its end is far. */
async function isPlainlyKept(
  row: Row,
  { certificateText, keyText }: PresentTexts,
  wanted: Wanted,
  authority: Authority,
  workshop: Workshop,
): Promise<boolean> {
  const { context, options } = workshop;
  if (!certificateText || !keyText || options.newKeys) return false;
  const found = await readAsWanted(row, certificateText, wanted, authority, workshop);
  if (!found || ageReasons(found, row, context.now()).length > 0) return false;
  if (!isOfKind(found.spki, wanted.key)) return false;
  if (await isKeyStated(keyText, found.spki, context.rules)) return true;
  return sameKey(found.spki, (await readKey(keyText, workshop)).spki);
}

function keyFault(hasKey: boolean, spki: Uint8Array | null, certified: Uint8Array): string | null {
  if (!hasKey) return "its key is missing";
  if (!spki) return "its key cannot be read";
  return sameKey(certified, spki) ? null : "its key is another one";
}

/** Decides about a key pair. It is never replaced: what it has signed, such as tokens, would become worthless. */
export async function planKey(row: KeyRow, workshop: Workshop, listing: Listing): Promise<Step> {
  const { spki, hasKey, isKeyEncrypted } = await readPresent(row, workshop, listing);
  if (!hasKey && listing.has(publicKeyPath(row))) {
    const text = `${keyPath(row)} is missing, but ${publicKeyPath(row)} is here`;
    throw manifestError(
      row.place,
      `${text}. Either put the key back from a backup, or move ${publicKeyPath(row)} away to begin a new pair`,
    );
  }
  if (!hasKey) return { row, action: "made", why: ["missing"], hasNewKey: true };
  if (!spki && !isKeyEncrypted) {
    throw manifestError(
      row.place,
      `${keyPath(row)} cannot be read as a private key: put it back from a backup, or move it away`,
    );
  }
  if (!spki || listing.has(publicKeyPath(row))) return keep(row);
  return { row, action: "renewed", why: [`${publicKeyPath(row)} is missing`], hasNewKey: false };
}
