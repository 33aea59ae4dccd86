import type { Certificate } from "../../../x509/model/certificate.js";
import type { ExportMaterial } from "../../export/material.js";
import { manifestError } from "../manifest/errors.js";
import type { Output } from "../manifest/output.js";
import type { KeyRow, Row } from "../manifest/row.js";
import { certificatePath, placeOfRow } from "../manifest/row.js";
import type { Authority } from "../plan/authority.js";
import type { Workshop } from "../plan/context.js";
import { type Listing, readTexts } from "../plan/present.js";
import type { Step } from "../plan/step.js";
import { isCurrent } from "./current.js";
import { holdsOf } from "./holds.js";
import { readMaterial } from "./material.js";
import { createPasswords, type Passwords } from "./passwords.js";

/** An output that is to be written. */
export interface DueOutput {
  readonly output: Output;
  readonly why: string;
  /** Null if the form has none, or if nothing is to be written. */
  readonly password: string | null;
}

/** The outputs that are due, by rows. */
export type DueOutputs = ReadonlyMap<Row | KeyRow, readonly DueOutput[]>;

/** What a caller knows beforehand. */
export interface OutputsKnown {
  readonly passwords: Passwords;
  /** A CA that is rolled over; null if none is. */
  readonly rolled: Row | null;
}

/**
 * Finds the outputs that are missing, or that are not of the certificates and keys as they will be after these steps.
 *
 * @throws EnsureError for one that cannot be made, and for a password that is missing
 */
export async function planOutputs(
  steps: readonly Step[],
  authorities: ReadonlyMap<string, Authority>,
  workshop: Workshop,
  listing: Listing,
  { passwords, rolled }: OutputsKnown = { passwords: createPasswords(workshop), rolled: null },
): Promise<DueOutputs> {
  const due = new Map<Row | KeyRow, readonly DueOutput[]>();
  const withOutputs = steps.filter(({ row }) => row.outputs.length > 0);
  if (withOutputs.length === 0) return due;
  const cas = new Map([...authorities].map(([name, { row }]) => [name, row]));
  const changed = new Map<Row | KeyRow, Step>();
  for (const step of steps) if (step.action !== "kept") changed.set(step.row, step);
  const reasonOf = (output: Output, row: Row | KeyRow) => {
    if (!listing.has(output.path)) return "missing";
    const { certificates, hasKey } = holdsOf(output, row, cas);
    if (hasKey && changed.get(row)?.hasNewKey) return "its key is new";
    const other = certificates.find((each) => changed.has(each));
    if (!other) return null;
    return other === row ? "its certificate is new" : `the certificate of ${other.name} is new`;
  };
  const staleReason = (output: Output, row: Row | KeyRow) => {
    const isRolled = rolled !== null && holdsOf(output, row, cas).certificates.includes(rolled);
    return isRolled ? `${certificatePath(rolled)} has changed` : "it is not what its row asks for";
  };
  for (const { row } of withOutputs) {
    workshop.options.throwIfAborted();
    const reasons = row.outputs.map((output) => [output, reasonOf(output, row)] as const);
    const unsure = reasons.filter(([, reason]) => reason === null).map(([output]) => output);
    const stale = await staleOf(unsure, row);
    const found: DueOutput[] = [];
    for (const [output, reason] of reasons) {
      const why = reason ?? (stale.has(output) ? staleReason(output, row) : null);
      if (why === null) continue;
      if (output.password && workshop.context.isReproducible) throw neverTheSame(output);
      // A dry run asks nobody, but says if there is none.
      const isAsked = workshop.options.isDryRun && output.password?.kind === "asked";
      const password = isAsked ? null : await passwords.of(output, true);
      found.push({ output, why, password });
    }
    if (found.length > 0) due.set(row, found);
  }
  return due;

  /** Outputs whose files differ, of certificates and a key that stay. */
  async function staleOf(outputs: readonly Output[], row: Row | KeyRow): Promise<ReadonlySet<Output>> {
    if (outputs.length === 0) return new Set();
    const material = await presentMaterial(row, outputs);
    const context = { cas, random: workshop.context.random };
    const compared = outputs.map(async (output) => {
      const [bytes, password] = [await workshop.store.read(output.path), await passwords.of(output, false)];
      return bytes !== null && (await isCurrent(output, bytes, row, material, password, context));
    });
    const current = await Promise.all(compared);
    return new Set(outputs.filter((_, at) => !current[at]));
  }

  async function presentMaterial(row: Row | KeyRow, outputs: readonly Output[]): Promise<ExportMaterial> {
    const texts = await readTexts(row, workshop, listing);
    const linkOf = async (ca: Row) => {
      const present = authorities.get(ca.name)?.present;
      return { certificate: certificateOf(ca, present?.certificate ?? null), others: present?.others ?? [] };
    };
    return readMaterial(row, outputs, texts, linkOf, cas, workshop);
  }
}

function certificateOf(ca: Row, certificate: Certificate | null): Certificate {
  if (certificate) return certificate;
  throw manifestError(placeOfRow(ca), "it has no certificate");
}

/** A salt from the contents would let people try passwords without the rounds that make that slow. */
function neverTheSame({ form, path, place }: Output): Error {
  const text = `${path} is due, and the form ${form} has a random salt, so it is never the same twice`;
  return manifestError(place, `${text}, as SOURCE_DATE_EPOCH asks: unset that variable to make it`);
}
