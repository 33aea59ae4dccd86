import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { cleanEnvironment } from "../support/spawned.js";
import type { Step } from "./document.js";
import { patternOf } from "./shown.js";

/** Milliseconds that one step of a document may take. */
export const stepTimeLimit = 240_000;

/** Does in a folder what a document has its reader do; each step must print what the document shows. */
export async function follow(steps: readonly Step[], folder: string): Promise<void> {
  for (const step of steps) {
    if (step.kind === "file") {
      await mkdir(dirname(join(folder, step.path)), { recursive: true });
      await writeFile(join(folder, step.path), step.text);
      continue;
    }
    const { commands, expected, line } = step;
    const { code, output } = await runShell(commands, expected === undefined, folder);
    const told = `line ${line}: ${commands}`;
    if (expected === undefined) expect([told, code, output]).toEqual([told, 0, output]);
    else expect(`${told}${output}`).toMatch(new RegExp(`^${literal(told)}${patternOf(expected).source.slice(1)}`));
  }
}

/** What a shell prints and how it ends; `set -e` holds where no output says what was expected. */
function runShell(commands: string, isStrict: boolean, folder: string): Promise<{ code: number; output: string }> {
  const script = `exec 2>&1\n${isStrict ? "set -e\n" : ""}${commands}`;
  const env = cleanEnvironment(ourPrograms());
  return new Promise((resolve) => {
    execFile("sh", ["-c", script], { cwd: folder, env, timeout: stepTimeLimit }, (error, output) => {
      // Upstream ends some lines without a line feed, which a document cannot show.
      resolve({ code: error ? Number(error.code) : 0, output: output.replace(/[^\n]$/, "$&\n") });
    });
  });
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
