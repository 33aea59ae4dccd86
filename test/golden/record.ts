import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { TestCase } from "../support/case.js";
import { type ReleaseName, realPrograms } from "../support/programs.js";
import { spawnedRunner } from "../support/spawned.js";
import { steadyClock } from "../support/transcript/clock.js";
import { transcript } from "../support/transcript/transcript.js";
import { allCases } from "./cases/index.js";
import { goldenPath } from "./golden-files.js";

/**
 * Runs the real programs on every case whose name starts with `only`, and writes their answers. A golden of 1.2.0 is
 * written only where it differs from that of 1.6.5.
 */
export async function record(only: string): Promise<void> {
  let written = 0;
  const cases = allCases.filter(({ name }) => name.startsWith(only));
  for (const testCase of cases) {
    const newer = await ask(testCase, "1.6.5");
    const older = await ask(testCase, "1.2.0");
    written += await write(goldenPath("1.6.5", testCase.name), newer);
    written += await write(goldenPath("1.2.0", testCase.name), older === newer ? undefined : older);
  }
  console.log(`${cases.length} cases asked, ${written} goldens changed`);
}

async function ask(testCase: TestCase, release: ReleaseName): Promise<string> {
  const programs = realPrograms(release);
  if (!programs) throw new Error(`the real programs of ${release} are not installed; fixtures/ORACLE.md tells how`);
  await steadyClock();
  return transcript(testCase, await spawnedRunner(programs)(testCase));
}

/** Returns 1 if the file had to change. */
async function write(path: string, text: string | undefined): Promise<number> {
  const before = await readFile(path, "utf8").catch(() => undefined);
  if (before === text) return 0;
  if (text === undefined) await rm(path);
  else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return 1;
}
