import { carryOut, type Ensured, type EnsureResult, resultOf, withLock } from "../ensure.js";
import { EnsureError } from "../manifest/errors.js";
import type { Manifest } from "../manifest/manifest.js";
import { didYouMean } from "../manifest/nearest.js";
import { rollFiles } from "../manifest/roll-files.js";
import { certificatePath, type Row } from "../manifest/row.js";
import { createPasswords } from "../outputs/passwords.js";
import { type OutputsKnown, planOutputs } from "../outputs/plan.js";
import type { Workshop } from "../plan/context.js";
import { type Plan, planPki } from "../plan/plan.js";
import type { Step } from "../plan/step.js";
import { restartOf } from "../restart.js";
import { rowsBelow, standingSteps } from "./below.js";
import { makeNewAuthority } from "./new-authority.js";
import { type RollState, readRollState, rollError } from "./state.js";
import {
  type Groups,
  groupsOfBeginning,
  groupsOfEnd,
  groupsOfSwap,
  overlay,
  wouldChange,
  writeGroups,
} from "./steps.js";

/** The steps of a roll-over: both CAs are trusted; the new one signs, and has signed all; the old one is out. */
export type RollStep = 1 | 2 | 3;

/** A roll-over that is asked for. */
export interface RollOrder {
  /** The name of a row of cas. */
  readonly ca: string;
  /** Null for the one that was begun and not finished, or the first. */
  readonly step: RollStep | null;
}

/** How far a roll-over is: plain data, which `cfssl ensure -roll CA -json` prints. */
export interface RollReport {
  readonly ca: string;
  /** The last step that is done, or would be with a dry run; 0 if no roll-over is under way. */
  readonly done: 0 | RollStep;
  /** The next one; null if there is none. */
  readonly next: RollStep | null;
  /** Programs that must be restarted before the next step, one after the other, if they are known. */
  readonly restart: readonly string[];
  /** The file of those who trust the CA. */
  readonly trust: string;
  /** The CA's certificate for those who sign. */
  readonly signing: string;
  /** The key of the old CA, which is of no use any more after the last step. */
  readonly oldKey: string;
}

export interface Rolled extends Ensured {
  readonly roll: RollReport;
}

/**
 * Takes one step of the roll-over of a CA, or does nothing if it is taken already. Between two steps, all programs that
 * trust the CA must be restarted, which nobody can know from the files: so each step is asked for.
 *
 * @throws EnsureError for a step whose turn has not come, and where only a person can decide, before anything is written
 */
export function rollPki(workshop: Workshop, order: RollOrder): Promise<Rolled> {
  const row = findAuthority(workshop.manifest, order.ca);
  const known = { passwords: createPasswords(workshop), rolled: row };
  return withLock(workshop, async (beginToWrite) => {
    const state = await readRollState(row, workshop);
    return take(await dueStep(state, order, workshop, known), state, workshop, known, beginToWrite);
  });
}

function findAuthority({ authorities }: Manifest, name: string): Row {
  const found = authorities.find((row) => row.name === name);
  if (found) return found;
  const names = authorities.map((row) => row.name);
  throw new EnsureError(
    `-roll: there is no CA ${JSON.stringify(name)} in cas${didYouMean(name, names) || `; there are ${names.join(", ") || "none"}`}`,
  );
}

const nextStep: Readonly<Record<RollReport["done"], RollStep | null>> = { 0: 1, 1: 2, 2: 3, 3: null };

interface Due {
  /** The step to take; null if there is nothing to do. */
  readonly due: RollStep | null;
  /** The last step that is done already. */
  readonly done: 0 | RollStep;
}

/**
 * Which step to take now.
 *
 * @throws EnsureError if the one that is asked for cannot be taken yet
 */
async function dueStep(
  state: RollState,
  { ca, step }: RollOrder,
  workshop: Workshop,
  known: OutputsKnown,
): Promise<Due> {
  const { row, phase } = state;
  const early = (text: string, command: string) =>
    rollError(row, `step ${step} cannot be taken: ${text}. First run cfssl ensure -roll ${ca}${command}`);
  switch (phase) {
    case "idle":
      // Whoever repeats the last step has come to the end.
      if (step === 3 && state.listing.has(rollFiles(row).signing)) return { due: null, done: 3 };
      if (step !== null && step !== 1) throw early("no roll-over is under way", "");
      return { due: 1, done: 0 };
    case "begun":
      if (step === 2 || step === 3) throw early("step 1 was interrupted", "");
      return { due: 1, done: 0 };
    case "both": {
      if (step === 3) throw early("step 2 is not done", " -step 2, and restart what it names");
      if (step !== 2) return { due: null, done: 1 };
      const left = await staleOutput(row, await planFor(row, workshop), workshop, known);
      if (left !== null) throw early(`step 1 is not complete (${left})`, "");
      return { due: 2, done: 1 };
    }
    case "signing": {
      const left = await unfinished(state, workshop, known);
      if (left === null) return step === 3 ? { due: 3, done: 2 } : { due: null, done: 2 };
      if (step === 3) throw early(left, " -step 2, and restart what it names");
      return step === 1 ? { due: null, done: 1 } : { due: 2, done: 1 };
    }
  }
}

/** What is left to do of step 2; null if nothing is. */
async function unfinished(state: RollState, workshop: Workshop, known: OutputsKnown): Promise<string | null> {
  const plan = await planFor(state.row, workshop);
  const steps = stepsOf(plan, state.row).filter(isOfOldCa);
  const [first, ...others] = steps;
  if (first) {
    const more = others.length > 0 ? ` and ${others.length} more are` : " is";
    return `${first.row.name}${more} still of the old CA`;
  }
  const isBetween = state.hasLeftover || (await wouldChange(groupsOfSwap(state), workshop.store));
  if (isBetween) return "step 2 was interrupted";
  const left = await staleOutput(state.row, plan, workshop, known);
  return left === null ? null : `step 2 is not complete (${left})`;
}

/** The first output of a CA's, or of what is below it, that is not up to date, and why; null if all are. */
async function staleOutput(row: Row, plan: Plan, workshop: Workshop, known: OutputsKnown): Promise<string | null> {
  const steps = standingSteps(row, workshop.manifest, plan.listing, []);
  const due = await planOutputs(steps, plan.authorities, workshop, plan.listing, known);
  const [first] = [...due.values()].flat();
  return first ? `${first.output.path}: ${first.why}` : null;
}

/** Takes a step, and makes the outputs again that hold what it changes; without a step, those that are not up to date. */
async function take(
  { due, done }: Due,
  state: RollState,
  workshop: Workshop,
  known: OutputsKnown,
  beginToWrite: () => void,
): Promise<Rolled> {
  const { row } = state;
  const { store, manifest, options } = workshop;
  const groups = await groupsOf(due, state, workshop);
  const then = { ...workshop, store: overlay(store, groups) };
  const planned = await planFor(row, then);
  const signing = due === 2 ? stepsOf(planned, row) : [];
  const standing = standingSteps(row, manifest, planned.listing, signing);
  const all = [...signing, ...standing];
  const outputs = await planOutputs(all, planned.authorities, then, planned.listing, known);
  const plan = { ...planned, steps: [...signing, ...standing.filter((step) => outputs.has(step.row))] };
  const isChanged = due !== null || outputs.size > 0;
  // Rows that only have outputs made again are not what the step is about.
  const { kept } = resultOf(signing, outputs);
  const finish = (written: readonly string[]) =>
    rolled(written, { ...resultOf(plan.steps, outputs), kept, changed: isChanged }, row, due ?? done, workshop);
  if (!isChanged || options.isDryRun) return finish([]);
  beginToWrite();
  const swapped = await writeGroups(groups, store);
  if (due === 2 || due === 3) await store.remove?.([rollFiles(row).newKey]);
  return finish(swapped.concat(await carryOut(plan, outputs, workshop)));
}

/** What a step writes before anything is signed. */
async function groupsOf(step: RollStep | null, state: RollState, workshop: Workshop): Promise<Groups> {
  switch (step) {
    case null:
      return [];
    case 1: {
      const { authorities } = await planFor(state.row, workshop);
      const made = await makeNewAuthority(state.row, state.newKeyText, authorities, workshop);
      return groupsOfBeginning(state, made, workshop.manifest);
    }
    case 2:
      return groupsOfSwap(state);
    case 3:
      return groupsOfEnd(state);
  }
}

/** A plan for a CA and what it has signed, and nothing else. */
function planFor(row: Row, workshop: Workshop): Promise<Plan> {
  const { authorities, certificates } = workshop.manifest;
  const signed = [...authorities, ...certificates].filter(({ pattern }) => pattern.ca === row.name);
  const only = [...new Set([row, ...signed].map(({ pattern }) => pattern.name))];
  return planPki({ ...workshop, options: { ...workshop.options, only } });
}

/** The steps for what a CA has signed. It is not renewed itself while it is rolled over. */
function stepsOf({ steps }: Plan, { name }: Row): readonly Step[] {
  return steps.filter(({ row }) => row.kind !== "key" && row.pattern.ca === name);
}

function isOfOldCa({ why }: Step): boolean {
  return why.some((reason) => reason.startsWith("not signed"));
}

function rolled(
  written: readonly string[],
  result: EnsureResult,
  row: Row,
  done: RollReport["done"],
  { manifest }: Workshop,
): Rolled {
  const { signing, oldKey } = rollFiles(row);
  const files = { trust: certificatePath(row), signing, oldKey };
  const roll = { ca: row.name, done, next: nextStep[done], restart: programsOf(row, manifest), ...files };
  return { result, written, roll };
}

/** The programs that have a certificate of a CA, or of one below it: they trust it, and are trusted by it. */
function programsOf(top: Row, manifest: Manifest): readonly string[] {
  return [...new Set(rowsBelow(top, manifest).flatMap(restartOf))];
}
