import { normalPath } from "../../export/path-from.js";
import { type EnsureError, manifestError } from "./errors.js";
import { type KeyRow, pathsOf, placeOfRow, type Row } from "./row.js";

/** Folders, from where the command runs; "" for that one. */
export interface Folders {
  /** The manifest's, from which inputs are named. */
  readonly manifest: string;
  /** The store's. */
  readonly store: string;
}

/** A file that is read, from the manifest's folder. */
export interface InputFile {
  readonly path: string;
  readonly what: string;
}

/** Who writes a file. */
interface Claim {
  readonly place: string;
  /** The row; null for an output. */
  readonly row: Row | KeyRow | null;
  readonly path: string;
}

type Rows = readonly (Row | KeyRow)[];

/**
 * Checks that each file is written once, and that no input is.
 *
 * @throws EnsureError with a remedy
 */
export function checkFiles(
  { authorities, certificates, keys }: { readonly authorities: Rows; readonly certificates: Rows; readonly keys: Rows },
  inputs: readonly InputFile[],
  folders: Folders | undefined,
): void {
  const names = new Map<string, Row | KeyRow>();
  const claims = new Map<string, Claim>();
  const claim = (own: Claim) => {
    const other = claims.get(own.path);
    if (other) throw sameFile(own, other);
    claims.set(own.path, own);
  };
  for (const rows of [authorities, certificates, keys]) {
    for (const row of rows) {
      const other = names.get(row.name);
      if (other) throw sameName(row, other);
      names.set(row.name, row);
      for (const path of pathsOf(row)) claim({ place: placeOfRow(row), row, path });
    }
  }
  for (const rows of [authorities, certificates, keys]) {
    for (const { outputs } of rows) for (const { place, path } of outputs) claim({ place, row: null, path });
  }
  if (folders) checkInputs(claims, inputs, folders);
}

function checkInputs(claims: ReadonlyMap<string, Claim>, inputs: readonly InputFile[], folders: Folders): void {
  const read = new Map(inputs.map((input) => [normalPath(inFolder(folders.manifest, input.path)), input]));
  for (const own of claims.values()) {
    const input = read.get(normalPath(inFolder(folders.store, own.path)));
    if (input) throw manifestError(own.place, `it would overwrite ${input.path}, ${input.what}: ${renaming(own)}`);
  }
}

function inFolder(folder: string, path: string): string {
  return folder === "" || path.startsWith("/") ? path : `${folder}/${path}`;
}

function renaming({ row }: Claim): string {
  return row ? `rename the row, or name its files with "files"` : `name another file with "out"`;
}

function sameName(row: Row | KeyRow, other: Row | KeyRow): EnsureError {
  const [place, otherPlace] = [placeOfRow(row), placeOfRow(other)];
  const remedy = place === otherPlace ? "put {name} into the row's name" : "rename one of them";
  const path = pathsOf(row).at(row.kind === "key" ? 0 : -1);
  const text = `two rows have the name ${JSON.stringify(row.name)}, and would write ${path}: ${remedy}`;
  return manifestError(place, `${text}; the other is ${otherPlace}`);
}

function sameFile(own: Claim, other: Claim): EnsureError {
  const isOne = own.place === other.place;
  const remedy = isOne ? `put {row} or {name} into its files' names` : renaming(own);
  const who = isOne ? " twice" : `, as ${other.place} does`;
  return manifestError(own.place, `it would write ${own.path}${who}: ${remedy}`);
}
