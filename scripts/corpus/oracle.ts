import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { Flag } from "../../test/support/corpus/cases.js";
import type { Answer } from "../../test/support/corpus/ours.js";

/** The releases to ask, newest first. */
export const versions = ["1.6.5", "1.2.0"] as const;

export type Version = (typeof versions)[number];

/** The real program of a release. */
export function programOf(version: Version): string {
  return join(process.env["CFSSL_ORACLE_DIR"] ?? join(homedir(), ".cache", "cfssl-oracle"), version, "cfssl");
}

/** How many programs run at once. */
const lanes = 2;

/** Runs the task for every item, a few at a time. The answers are in the order of the items. */
export async function inLanes<T, R>(items: readonly T[], task: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const entries = items.entries();
  const lane = async () => {
    for (const [index, item] of entries) answers[index] = await task(item, index);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return answers;
}

/** What the real program prints for each file, with the parser's own words. */
export async function askProgram(program: string, flag: Flag, files: readonly Uint8Array[]): Promise<Answer[]> {
  const folder = mkdtempSync(join(tmpdir(), "corpus-"));
  try {
    return await inLanes(files, async (file, index) => {
      const path = join(folder, `${index}.pem`);
      writeFileSync(path, file);
      return normalize(await run(program, ["certinfo", "-loglevel=0", `-${flag}`, path]));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function run(program: string, args: readonly string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { encoding: "utf8", maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ stdout, stderr, code });
      else reject(error);
    });
  });
}

/** All crashes are alike: the addresses in their output differ on every run. */
function normalize({ stdout, stderr, code }: Answer): Answer {
  if (code === 2) return { stdout: "", stderr: "crash\n", code };
  const text = stderr.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, "").replace(/0xc[0-9a-f]{9}/g, "0xc000000000");
  return { stdout, stderr: text, code };
}
