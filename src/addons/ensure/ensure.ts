import { type Made, makeStep } from "./make/make.js";
import { createSigners } from "./make/signers.js";
import type { Workshop } from "./plan/context.js";
import { type Plan, planPki } from "./plan/plan.js";
import type { Step } from "./plan/step.js";
import { restartOf } from "./restart.js";
import type { Awaitable, Store } from "./store/store.js";

/** What a run has done, or would do: plain data, which `cfssl ensure -json` prints. */
export interface EnsureResult {
  readonly changed: boolean;
  /** Names of rows. */
  readonly made: readonly string[];
  readonly renewed: readonly RenewedRow[];
  readonly kept: readonly string[];
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
    const result = resultOf(plan.steps);
    if (workshop.options.isDryRun || !result.changed) return { result, written: [] };
    beginToWrite();
    return { result, written: await carryOut(plan, workshop) };
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
export async function carryOut({ authorities, steps, listing }: Plan, workshop: Workshop): Promise<readonly string[]> {
  const { options, store } = workshop;
  const signers = createSigners(authorities, workshop);
  const due = steps.filter(isChange);
  const written: string[] = [];
  for (let at = 0; at < due.length; at += atOnce) {
    options.throwIfAborted();
    const some = due.slice(at, at + atOnce);
    const making = some.map((step) => makeStep(step, authorities, signers, workshop, listing));
    for (const path of await writeAll(await allOf(making), store)) written.push(path);
    options.onProgress(Math.min(at + atOnce, due.length), due.length);
  }
  return written;
}

/** Promise.all, but waits for the others before it throws: nothing goes on behind the caller's back. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/**
 * Writes what was made. Where a key is replaced, its old certificate is away for a moment; so those are written one by
 * one, and certificates whose key stays are never among them.
 */
async function writeAll(made: readonly Made[], store: Store): Promise<readonly string[]> {
  const filesOf = (isIn: (one: Made) => boolean) => made.filter(isIn).flatMap(({ files }) => files);
  const kept = ({ replacesKey }: Made) => !replacesKey;
  const groups = [
    filesOf((one) => kept(one) && one.step.hasNewKey),
    filesOf((one) => kept(one) && !one.step.hasNewKey),
    ...made.filter(({ replacesKey }) => replacesKey).map(({ files }) => files),
  ];
  for (const group of groups) if (group.length > 0) await store.replace(group);
  return made.flatMap(({ files }) => files.map(({ path }) => path));
}

/** What these steps are for the caller. */
export function resultOf(steps: readonly Step[]): EnsureResult {
  const of = (wanted: Step["action"]) => steps.filter(({ action }) => action === wanted);
  const renewed = of("renewed").map(({ row, why }) => ({ name: row.name, why, restart: restartOf(row) }));
  const names = (list: readonly Step[]) => list.map(({ row }) => row.name);
  return { changed: steps.some(isChange), made: names(of("made")), renewed, kept: names(of("kept")) };
}
