import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ourPrograms } from "../support/programs.js";
import { cleanEnvironment } from "../support/spawned.js";
import type { Step } from "./document.js";
import { patternOf } from "./shown.js";

/** Milliseconds that one step of a document may take. */
export const stepTimeLimit = 240_000;

/** What runs a script, which is its last word, and what it finds first in PATH. */
export interface Surroundings {
  readonly shell: readonly [program: string, ...words: string[]];
  readonly programs: string;
  /** Starts a script that does not end. */
  start?(script: string): void;
}

/** Does in a folder what a document has its reader do; each step must print what the document shows. */
export async function follow(
  steps: readonly Step[],
  folder: string,
  surroundings: Surroundings = { shell: ["sh", "-c"], programs: ourPrograms() },
): Promise<void> {
  for (const step of steps) {
    if (step.kind === "file") {
      await mkdir(dirname(join(folder, step.path)), { recursive: true });
      await writeFile(join(folder, step.path), step.text);
      continue;
    }
    if (step.manner === "background") {
      surroundings.start?.(step.commands);
      continue;
    }
    const once = () => runStep(step, folder, surroundings);
    const told = `line ${step.line}: ${step.commands}`;
    const { isAsShown, expected, code, output } = await (step.manner === "eventually" ? repeat(once) : once());
    // Whole texts make a failure readable.
    if (!isAsShown) expect([told, code, output]).toEqual([told, 0, expected ?? output]);
  }
}

interface StepOutcome {
  readonly code: number;
  readonly output: string;
  readonly expected: string | undefined;
  readonly isAsShown: boolean;
}

async function runStep(
  { commands, expected }: Extract<Step, { kind: "run" }>,
  folder: string,
  surroundings: Surroundings,
): Promise<StepOutcome> {
  const { code, output } = await runShell(commands, expected === undefined, folder, surroundings);
  return { code, output, expected, isAsShown: expected === undefined ? code === 0 : patternOf(expected).test(output) };
}

/** Does it again until it is as shown. */
async function repeat(once: () => Promise<StepOutcome>): Promise<StepOutcome> {
  const limit = Date.now() + 120_000;
  for (;;) {
    const outcome = await once();
    if (outcome.isAsShown || Date.now() > limit) return outcome;
    await pause(500);
  }
}

/** What a shell prints and how it ends; `set -e` holds where no output says what was expected. */
function runShell(
  commands: string,
  isStrict: boolean,
  folder: string,
  { shell: [program, ...words], programs }: Surroundings,
): Promise<{ code: number; output: string }> {
  const script = `exec 2>&1\n${isStrict ? "set -e\n" : ""}${commands}`;
  const env = cleanEnvironment(programs);
  return new Promise((resolve) => {
    execFile(program, [...words, script], { cwd: folder, env, timeout: stepTimeLimit }, (error, output) => {
      // Upstream ends some lines without a line feed, which a document cannot show.
      resolve({ code: error ? Number(error.code) : 0, output: output.replace(/[^\n]$/, "$&\n") });
    });
  });
}
