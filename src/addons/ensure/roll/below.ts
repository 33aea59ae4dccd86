import type { Manifest } from "../manifest/manifest.js";
import { certificatePath, keyPath, type Row } from "../manifest/row.js";
import type { Listing } from "../plan/present.js";
import { keep, type Step } from "../plan/step.js";

/** The rows of a CA's certificates, and of those of the CAs below it. */
export function rowsBelow(top: Row, { authorities, certificates }: Manifest): readonly Row[] {
  const names = new Set([top.name]);
  const isBelow = ({ pattern }: Row) => pattern.ca !== null && names.has(pattern.ca);
  // Each CA comes after the one that signs it.
  const cas = authorities.filter((row) => {
    if (isBelow(row)) names.add(row.name);
    return isBelow(row);
  });
  return [...cas, ...certificates.filter(isBelow)];
}

/**
 * The rows whose outputs may hold the certificate of a CA: itself, and those below it. Their certificates stay.
 *
 * @param steps rows that have a step already
 */
export function standingSteps(top: Row, manifest: Manifest, listing: Listing, steps: readonly Step[]): readonly Step[] {
  const known = new Set(steps.map(({ row }) => row));
  const isThere = (row: Row) => listing.has(certificatePath(row)) && listing.has(keyPath(row));
  const rows = [top, ...rowsBelow(top, manifest)].filter((row) => !known.has(row) && row.outputs.length > 0);
  return rows.filter(isThere).map(keep);
}
