import { type Made, makeStep } from "./make/make.js";
import { createSigners } from "./make/signers.js";
import { makeOutputs } from "./outputs/make.js";
import { type DueOutputs, planOutputs } from "./outputs/plan.js";
import type { Workshop } from "./plan/context.js";
import { type Plan, planPki } from "./plan/plan.js";
import type { Step } from "./plan/step.js";
import { restartOf } from "./restart.js";
import type { Awaitable, Store, StoredFile } from "./store/store.js";

/** What a run has done, or would do: plain data, which `cfssl ensure -json` prints. */
export interface EnsureResult {
  readonly changed: boolean;
  /** Names of rows. */
  readonly made: readonly string[];
  readonly renewed: readonly RenewedRow[];
  readonly kept: readonly string[];
  readonly outputs: readonly WrittenOutput[];
}

/** A file in another form that was made of a certificate and key. */
export interface WrittenOutput {
  readonly file: string;
  /** The name of the row. */
  readonly row: string;
  /** Why it was made: `missing`. */
  readonly why: string;
  /** Programs that still have the old file; none if its row was renewed, which names them. */
  readonly restart: readonly string[];
}

export interface RenewedRow {
  readonly name: string;
  /** What was wrong: `hosts: +10.0.0.4 (cp-4)`. */
  readonly why: readonly string[];
  /** Programs that still have the old file. */
  readonly restart: readonly string[];
}

/** A run: what it did, and the files that it wrote. */
export interface Ensured {
  readonly result: EnsureResult;
  readonly written: readonly string[];
}

/** How many rows are made at once, and then written at once. */
const atOnce = 128;

/**
 * Makes what is missing in a store or does not fit its manifest, and touches nothing else. What is written so far stays
 * if it is interrupted, and the next run makes the rest.
 *
 * @throws EnsureError where only a person can decide, before anything is written; what the store throws
 */
export function ensurePki(workshop: Workshop): Promise<Ensured> {
  return withLock(workshop, async (beginToWrite) => {
    const plan = await planPki(workshop);
    const outputs = await planOutputs(plan.steps, plan.authorities, workshop, plan.listing);
    const result = resultOf(plan.steps, outputs);
    if (workshop.options.isDryRun || !result.changed) return { result, written: [] };
    beginToWrite();
    return { result, written: await carryOut(plan, outputs, workshop) };
  });
}

/**
 * Works on a store that nobody else changes meanwhile. The work calls `beginToWrite` before it writes, which throws if
 * the store could not be locked.
 */
export async function withLock<T>(
  { store, options }: Pick<Workshop, "store" | "options">,
  work: (beginToWrite: () => void) => Promise<T>,
): Promise<T> {
  const lock = options.isDryRun ? null : await lockOf(store);
  try {
    return await work(() => {
      if (lock && "failure" in lock) throw lock.failure;
    });
  } finally {
    if (lock && "release" in lock) await lock.release();
  }
}

type Lock = { readonly release: () => Awaitable<void> } | { readonly failure: unknown };

/** A store that cannot be locked may be one that cannot be written: that matters only if there is something to write. */
async function lockOf(store: Store): Promise<Lock> {
  try {
    return { release: await store.lock() };
  } catch (failure) {
    return { failure };
  }
}

function isChange({ action }: Step): boolean {
  return action !== "kept";
}

/** Makes and writes what a plan says. Returns the paths of what it wrote. */
export async function carryOut(plan: Plan, outputs: DueOutputs, workshop: Workshop): Promise<readonly string[]> {
  const { options, store } = workshop;
  const signers = createSigners(plan.authorities, workshop);
  const due = plan.steps.filter((step) => isChange(step) || outputs.has(step.row));
  const written: string[] = [];
  for (let at = 0; at < due.length; at += atOnce) {
    options.throwIfAborted();
    const making = due.slice(at, at + atOnce).map(async (step): Promise<MadeRow> => {
      const { row } = step;
      const made = isChange(step)
        ? await makeStep(step, plan.authorities, signers, workshop, plan.listing)
        : { step, files: [], replacesKey: false };
      return { ...made, outputs: await makeOutputs(row, outputs.get(row) ?? [], made.files, plan, signers, workshop) };
    });
    for (const path of await writeAll(await allOf(making), store)) written.push(path);
    options.onProgress(Math.min(at + atOnce, due.length), due.length);
  }
  return written;
}

/** The files of a row, and its outputs. */
interface MadeRow extends Made {
  readonly outputs: readonly StoredFile[];
}

/** Promise.all, but waits for the others before it throws: nothing goes on behind the caller's back. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/**
 * Writes what was made. Where a key is replaced, its old certificate and outputs are away for a moment; so those are
 * written one by one. Certificates and outputs of keys that stay are never among them, nor with files of keys.
 */
async function writeAll(made: readonly MadeRow[], store: Store): Promise<readonly string[]> {
  const replacing = made.filter(({ replacesKey }) => replacesKey);
  const others = made.filter(({ replacesKey }) => !replacesKey);
  const fresh = others.filter(({ step }) => step.hasNewKey);
  const staying = others.filter(({ step }) => !step.hasNewKey);
  const isSecret = ({ mode }: StoredFile) => (mode & 0o077) === 0;
  const outputs = staying.flatMap((one) => one.outputs);
  const groups = [
    fresh.flatMap(allFiles),
    [...staying.flatMap(({ files }) => files), ...outputs.filter((file) => !isSecret(file))],
    ...replacing.map(allFiles),
    outputs.filter(isSecret),
  ];
  for (const group of groups) if (group.length > 0) await store.replace(group);
  return made.flatMap((one) => allFiles(one).map(({ path }) => path));
}

function allFiles({ files, outputs }: MadeRow): readonly StoredFile[] {
  return [...files, ...outputs];
}

/** What these steps are for the caller. */
export function resultOf(steps: readonly Step[], due: DueOutputs): EnsureResult {
  const of = (wanted: Step["action"]) => steps.filter(({ action }) => action === wanted);
  const renewed = of("renewed").map(({ row, why }) => ({ name: row.name, why, restart: restartOf(row) }));
  const names = (list: readonly Step[]) => list.map(({ row }) => row.name);
  const outputs = steps.flatMap(({ row, action }) =>
    (due.get(row) ?? []).map(({ output, why }) => {
      return { file: output.path, row: row.name, why, restart: action === "kept" ? restartOf(row) : [] };
    }),
  );
  const changed = steps.some(isChange) || outputs.length > 0;
  return { changed, made: names(of("made")), renewed, kept: names(of("kept")), outputs };
}
