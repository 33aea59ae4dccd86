import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Outcome, Runner, Step, StepOutcome, TestCase, WrittenFile } from "./case.js";
import { bytesOf, filesOf } from "./contents.js";

const timeLimit = 60_000;

/** Runs cases with the programs of a folder, each case in its own temporary folder. */
export function spawnedRunner(programs: string, env: Readonly<Record<string, string>> = {}): Runner {
  return (testCase) => withFolder((folder) => runCase(testCase, programs, env, folder));
}

/** Gives the action a new temporary folder, and always removes it afterwards. */
export async function withFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "cfssl-ts-"));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runCase(
  testCase: TestCase,
  programs: string,
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<Outcome> {
  const inputs = filesOf(testCase.files);
  for (const [path, bytes] of inputs) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
    await chmod(join(folder, path), 0o644);
  }
  const steps: StepOutcome[] = [];
  for (const step of testCase.steps) {
    const stdin = step.stdin === "previous" ? steps.at(-1)?.stdout : bytesOf(step.stdin);
    const environment = { ...cleanEnvironment(programs), ...env, ...testCase.env };
    steps.push(await runStep(step, { programs, folder, stdin, environment, umask: testCase.umask }));
  }
  return { steps, files: await writtenFiles(folder, inputs) };
}

interface Surroundings {
  readonly programs: string;
  readonly folder: string;
  readonly stdin: Uint8Array | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly umask: number;
}

/** The environment for programs under test. It has only what starting a program takes. */
export function cleanEnvironment(programs: string): Record<string, string> {
  return { PATH: `${programs}:${process.env["PATH"]}`, HOME: "/nonexistent", TZ: "UTC", LANG: "C.UTF-8" };
}

function runStep(step: Step, { programs, folder, stdin, environment, umask }: Surroundings): Promise<StepOutcome> {
  const began = Date.now();
  const setUmask = `umask ${umask.toString(8)}; exec "$0" "$@"`;
  const words = ["-c", setUmask, step.program === "bash" ? "bash" : join(programs, step.program), ...step.args];
  return new Promise((resolve, reject) => {
    const child = spawn("sh", words, { cwd: folder, env: environment, timeout: timeLimit });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", () => {
      // The program ended without reading all of its input.
    });
    child.stdin.end(stdin);
    child.on("error", reject);
    child.on("close", (exitCode, signal) => {
      if (exitCode === null) return reject(new Error(`${step.program} was ended by ${signal}`));
      resolve({ exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), began, ended: Date.now() });
    });
  });
}

/** Files that are new or changed. */
export async function writtenFiles(
  folder: string,
  inputs: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<WrittenFile[]> {
  const found: WrittenFile[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const whole of paths.sort()) {
    const path = whole.slice(folder.length + 1);
    const contents = await readFile(whole);
    const before = inputs.get(path);
    const mode = (await stat(whole)).mode & 0o7777;
    if (before === undefined || !contents.equals(before) || mode !== 0o644) found.push({ path, mode, contents });
  }
  return found;
}
