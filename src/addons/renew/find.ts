import { equalBytes } from "../../go/bytes.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { keyNamesFor } from "../check/scene/pairs.js";
import { nameText } from "../check/scene/words.js";
import type { Holding } from "../inventory/graph.js";
import type { Inventory } from "../inventory/inventory.js";
import { type KeyEntry, sameKey } from "../inventory/material.js";
import { RenewError } from "./renew-error.js";

/** A certificate to renew, where it lies. */
export interface Target {
  readonly path: string;
  readonly holding: Holding;
}

/** A CA, and the file of its key, which may be encrypted. */
export interface FoundCa {
  /** Null if the certificate signs itself. */
  readonly certificate: Certificate | null;
  readonly path: string;
  readonly key: KeyEntry;
}

/**
 * The certificate of a file: its first. Null for a file with keys alone.
 *
 * @throws RenewError for any other file
 */
export function findTarget(
  path: string,
  inventory: Inventory,
  holdings: readonly Holding[],
  nameOf: (path: string) => string,
): Target | null {
  const name = nameOf(path);
  const isIn = (place: { readonly path: string; readonly member: string }) =>
    place.path === path && place.member === "";
  const first = (holding: Holding) => holding.places.some((place) => isIn(place) && place.position === 0);
  const holding = holdings.find(first);
  if (holding) return { path, holding };
  if (inventory.keys.some(isIn)) return null;
  if (inventory.requests.some(isIn)) {
    throw new RenewError(`${name} is a certificate request: cfssl sign makes a certificate of it`);
  }
  if (inventory.kubeconfigs.some((each) => each.path === path)) {
    throw new RenewError(
      `${name} is a kubeconfig: renew the certificate that is in it, and write it anew with cfssl export -form kubeconfig`,
    );
  }
  const isStore = inventory.certificates.some((each) => each.path === path);
  throw new RenewError(
    isStore
      ? `${name} is no PEM file: renew its certificate, and write it anew with cfssl export`
      : `${name} holds no certificate`,
  );
}

/**
 * Finds the CA of a certificate by who signed it, and its key.
 *
 * @throws RenewError if it or its key is not there
 */
export function findCa({ path, holding }: Target, inventory: Inventory, nameOf: (path: string) => string): FoundCa {
  const name = nameOf(path);
  const { certificate, isSelfSigned, issuers, namesakes } = holding;
  const candidates = isSelfSigned ? [holding] : [...issuers].sort((a, b) => endOf(b) - endOf(a));
  for (const each of candidates) {
    const key = keyOf(each, inventory);
    const from = each.places[0]?.path ?? path;
    if (key) return { certificate: isSelfSigned ? null : each.certificate, path: from, key };
  }
  const [first] = candidates;
  if (isSelfSigned) throw new RenewError(`${name} signed itself, and its key is not here: name it with -ca-key`);
  if (first) {
    const from = nameOf(first.places[0]?.path ?? "");
    throw new RenewError(`${name} was signed by ${from}, whose key is not here: name it with -ca-key`);
  }
  const [namesake] = namesakes;
  const other = namesake ? `; ${nameOf(namesake.places[0]?.path ?? "")} has its name and another key` : "";
  throw new RenewError(
    `the CA that signed ${name}, ${nameText(certificate.issuer)}, is not here${other}: name it with -ca, and its key with -ca-key`,
  );
}

/** The file of a certificate's own key; null if it is not there. */
export function keyOf({ certificate, places }: Holding, { keys }: Inventory): KeyEntry | null {
  const own = keys.filter(({ kind, member }) => kind === "private" && member === "");
  const found = own.find(({ spki }) => sameKey(spki, certificate.rawSpki));
  if (found) return found;
  // Only its name tells of an encrypted key whose it is.
  const names = new Set(places.flatMap(({ path, member }) => (member === "" ? [path, ...keyNamesFor(path)] : [])));
  return own.find(({ path, isEncrypted }) => isEncrypted && names.has(path)) ?? null;
}

/** Other places of a certificate, which keep the old one: kubeconfigs, chains, copies. */
export function otherPlaces({ path, holding }: Target): readonly string[] {
  return [...new Set(holding.places.map((place) => place.path))].filter((each) => each !== path);
}

/** The programs that a folder's files say use a file, if any do. */
export function usersOf(path: string, { uses }: Inventory): readonly string[] {
  const own = uses.filter((use) => use.path === path && use.component !== "-role");
  return [...new Set(own.map(({ component, by }) => (component === "a program" ? `what reads ${by}` : component)))];
}

function endOf({ certificate }: Holding): number {
  return certificate.notAfter.seconds;
}

/** Whether a certificate names this one as its issuer. */
export function isNamedBy(certificate: Certificate, ca: Certificate): boolean {
  return equalBytes(certificate.rawIssuer, ca.rawSubject);
}
