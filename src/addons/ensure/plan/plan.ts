import { equalBytes } from "../../../go/bytes.js";
import { EnsureError } from "../manifest/errors.js";
import type { Manifest } from "../manifest/manifest.js";
import { didYouMean } from "../manifest/nearest.js";
import { certificatePath, type KeyRow, pathsOf, type Row } from "../manifest/row.js";
import { type Authority, keylessError, planAuthority } from "./authority.js";
import type { Workshop } from "./context.js";
import { planCertificate, planKey } from "./leaf.js";
import { type Listing, listStore, readPresent } from "./present.js";
import { keep, type Step } from "./step.js";
import { wantedOf } from "./wanted.js";

/** What is to be done for a PKI. */
export interface Plan {
  readonly authorities: ReadonlyMap<string, Authority>;
  /** A step for each row that was asked for, CAs first; CAs that such a row needs are among them. */
  readonly steps: readonly Step[];
  /** What the store had. */
  readonly listing: Listing;
}

/** How many certificates are examined at once: the runtime verifies several signatures at the same time. */
const atOnce = 64;

/**
 * Compares a store with its manifest. Changes nothing.
 *
 * @throws EnsureError for what cannot be signed, or where only a person can decide
 */
export async function planPki(workshop: Workshop): Promise<Plan> {
  const { manifest } = workshop;
  const isWanted = chooser(manifest, workshop.options.only);
  const listing = await listStore(workshop, filesIn(manifest));
  const authorities = new Map<string, Authority>();
  for (const row of manifest.authorities) {
    const parent = row.pattern.ca === null ? null : (authorities.get(row.pattern.ca) ?? null);
    const present = await readPresent(row, workshop, listing);
    const findLeaf = (rawSubject: Uint8Array) => findLeafOf(row, rawSubject, authorities, workshop, listing);
    const authority = await planAuthority(row, wantedOf(row, workshop), present, parent, findLeaf, workshop);
    authorities.set(row.name, authority);
  }
  const certificates = manifest.certificates.filter(isWanted);
  const steps: Step[] = [];
  for (let at = 0; at < certificates.length; at += atOnce) {
    workshop.options.throwIfAborted();
    const some = certificates.slice(at, at + atOnce);
    const planned = await Promise.all(
      some.map((row) => planCertificate(row, authorityOf(row, authorities), workshop, listing)),
    );
    for (const step of planned) steps.push(step);
  }
  const keySteps: Step[] = [];
  for (const row of manifest.keys.filter(isWanted)) keySteps.push(await planKey(row, workshop, listing));
  const caSteps = planSigners(authorities, steps, isWanted);
  return { authorities, steps: caSteps.concat(keySteps, steps), listing };
}

function* filesIn({ authorities, certificates, keys }: Manifest): Generator<string> {
  for (const rows of [authorities, certificates, keys]) {
    for (const row of rows) {
      yield* pathsOf(row);
      for (const { path } of row.outputs) yield path;
    }
  }
}

function authorityOf({ pattern }: Row, authorities: ReadonlyMap<string, Authority>): Authority {
  const found = authorities.get(pattern.ca ?? "");
  if (!found) throw new EnsureError(`${pattern.place}: there is no CA ${pattern.ca}`);
  return found;
}

/**
 * Tells which rows are asked for: all, or those of these names, as in the manifest or expanded.
 *
 * @throws EnsureError for a name that no row has
 */
export function chooser(manifest: Manifest, only: readonly string[]): (row: Row | KeyRow) => boolean {
  if (only.length === 0) return () => true;
  const namesFor = (row: Row | KeyRow) => (row.kind === "key" ? [row.name] : [row.name, row.pattern.name]);
  const known = new Set([...manifest.authorities, ...manifest.certificates, ...manifest.keys].flatMap(namesFor));
  for (const name of only) {
    if (known.has(name)) continue;
    throw new EnsureError(`there is no row ${JSON.stringify(name)} in the manifest${didYouMean(name, known)}`);
  }
  return (row) => namesFor(row).some((name) => only.includes(name));
}

/** The steps of the CAs that were asked for, and of those that must be made for others to be signed. */
function planSigners(
  authorities: ReadonlyMap<string, Authority>,
  steps: readonly Step[],
  isWanted: (row: Row) => boolean,
): readonly Step[] {
  const signing = new Map<string, Row>();
  const sign = ({ row, action }: Step) => {
    if (row.kind === "key" || action === "kept" || row.pattern.ca === null) return;
    if (!signing.has(row.pattern.ca)) signing.set(row.pattern.ca, row);
  };
  steps.forEach(sign);
  const planned: Step[] = [];
  // From the lowest CA up, because a CA that is made must be signed too.
  for (const { row, step, present } of [...authorities.values()].reverse()) {
    const signed = signing.get(row.name);
    // A CA that is not asked for is made if others need it; it is not renewed.
    const isDue = isWanted(row) || (signed !== undefined && !present.certificate);
    const own = isDue ? step : keep(row);
    if (own.action !== "kept" && !present.hasKey && present.certificate) {
      throw keylessError(row, `the CA is due: ${own.why.join(", ")}`);
    }
    if (signed && own.action !== "made" && !present.hasKey) throw keylessError(row, `${signed.name} must be signed`);
    if (isWanted(row) || own.action !== "kept") planned.unshift(own);
    sign(own);
  }
  return planned;
}

/**
 * The file of a certificate that a CA has signed of which nothing is left. A certificate counts unless another CA that
 * is still there has its issuer's name.
 */
async function findLeafOf(
  ca: Row,
  rawSubject: Uint8Array,
  authorities: ReadonlyMap<string, Authority>,
  workshop: Workshop,
  listing: Listing,
): Promise<string | null> {
  const { manifest } = workshop;
  for (const row of [...manifest.authorities, ...manifest.certificates]) {
    if (row.pattern.ca !== ca.name || !listing.has(certificatePath(row))) continue;
    const { certificate } = await readPresent(row, workshop, listing);
    if (!certificate) continue;
    const isOfOther = [...authorities.values()].some(
      ({ present, rawSubject: other }) => present.certificate !== null && equalBytes(other, certificate.rawIssuer),
    );
    if (!isOfOther || equalBytes(certificate.rawIssuer, rawSubject)) return certificatePath(row);
  }
  return null;
}
