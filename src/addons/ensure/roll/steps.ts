import { equalBytes } from "../../../go/bytes.js";
import { encodePem } from "../../../go/pem.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { sameKey } from "../../inventory/material.js";
import type { Manifest } from "../manifest/manifest.js";
import { rollFiles } from "../manifest/roll-files.js";
import { certificatePath, type KeyRow, keyPath, pathsOf, type Row } from "../manifest/row.js";
import { isNamesake } from "../plan/present.js";
import type { Store, StoredFile } from "../store/store.js";
import type { NewAuthority } from "./new-authority.js";
import { type RollState, rollError } from "./state.js";

/**
 * What a step writes, in an order in which it can be killed after each group: the next run finds by the files where to
 * go on. A certificate is never in one group with a key, because then it would be away for a moment, and all that trust
 * it read it.
 */
export type Groups = readonly (readonly StoredFile[])[];

/**
 * Step 1: the new CA comes beside the old one, which signs still.
 *
 * @throws EnsureError where a file of somebody else would be overwritten
 */
export function groupsOfBeginning(state: RollState, made: NewAuthority, manifest: Manifest): Groups {
  checkNames(state, manifest);
  const { row, certificate, present } = state;
  const files = rollFiles(row);
  return [
    [privateFile(files.newKey, made.keyText)],
    [publicFile(files.signing, [certificate])],
    [publicFile(certificatePath(row), [certificate, made.certificate, ...present.others])],
  ];
}

/**
 * Step 2, first half: the new CA signs from now on.
 *
 * @throws EnsureError where another old key would be overwritten
 */
export function groupsOfSwap(state: RollState): Groups {
  const { row, phase, certificate, other, present, newKeyText } = state;
  const files = rollFiles(row);
  const signing = phase === "both" && other ? other : certificate;
  const old = phase === "both" ? certificate : other;
  const rest = [certificate, ...present.others].filter((each) => each !== signing);
  const certificates = [[publicFile(files.signing, [signing])], [publicFile(certificatePath(row), [signing, ...rest])]];
  if (phase !== "both" || !newKeyText || !present.keyText) return certificates;
  if (state.listing.has(files.oldKey) && !(state.oldSpki && old && sameKey(state.oldSpki, old.rawSpki))) {
    throw oldKeyError(state);
  }
  return [[privateFile(files.oldKey, present.keyText)], [privateFile(keyPath(row), newKeyText)], ...certificates];
}

/** Step 3: nobody trusts the old CA any more. */
export function groupsOfEnd({ row, certificate, present }: RollState): Groups {
  const rest = present.others.filter((each) => !isNamesake(each, certificate));
  return [
    [publicFile(rollFiles(row).signing, [certificate])],
    [publicFile(certificatePath(row), [certificate, ...rest])],
  ];
}

/** Writes what is not there yet. Returns the paths of what it wrote. */
export async function writeGroups(groups: Groups, store: Store): Promise<readonly string[]> {
  const written: string[] = [];
  for (const group of groups) {
    const changed: StoredFile[] = [];
    for (const file of group) if (await isChanged(file, store)) changed.push(file);
    if (changed.length > 0) await store.replace(changed);
    for (const { path } of changed) written.push(path);
  }
  return written;
}

/** Whether any file would change. */
export async function wouldChange(groups: Groups, store: Store): Promise<boolean> {
  for (const file of groups.flat()) if (await isChanged(file, store)) return true;
  return false;
}

async function isChanged({ path, bytes }: StoredFile, store: Store): Promise<boolean> {
  const found = await store.read(path);
  return found === null || !equalBytes(found, bytes);
}

/** A store as it will be when these files are written. */
export function overlay(store: Store, groups: Groups): Store {
  const files = new Map(groups.flat().map(({ path, bytes }) => [path, bytes]));
  return {
    list: (folder) => store.list(folder),
    read: (path) => files.get(path) ?? store.read(path),
    replace: (list) => store.replace(list),
    lock: () => store.lock(),
  };
}

function checkNames(state: RollState, { authorities, certificates, keys }: Manifest): void {
  const { row, listing } = state;
  const files = Object.values(rollFiles(row));
  const rows = [...authorities, ...certificates, ...keys];
  const pathsFor = (each: Row | KeyRow) => [...pathsOf(each), ...each.outputs.map(({ path }) => path)];
  const other = rows.find((each) => pathsFor(each).some((path) => files.includes(path)));
  if (other) throw rollError(row, `the row ${other.name} has a file that the roll-over needs: rename that row`);
  if (listing.has(rollFiles(row).oldKey)) throw oldKeyError(state);
}

function oldKeyError({ row }: RollState): Error {
  const { oldKey } = rollFiles(row);
  return rollError(row, `${oldKey} of an earlier roll-over is here: move it away first, so that it is not lost`);
}

function privateFile(path: string, bytes: Uint8Array): StoredFile {
  return { path, bytes, mode: 0o600 };
}

function publicFile(path: string, certificates: readonly Certificate[]): StoredFile {
  const text = certificates.map(({ raw }) => encodePem("CERTIFICATE", raw)).join("");
  return { path, bytes: encodeUtf8(text), mode: 0o644 };
}
