import { spawn } from "node:child_process";
import { cleanEnvironment } from "./spawned.js";

export interface ShellOptions {
  readonly cwd: string;
  /** The folder where the script finds programs first. */
  readonly programs: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly shell?: "sh" | "bash";
}

export interface ShellOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const timeLimit = 120_000;

/** Runs a script as a person would, with the programs in PATH and almost nothing else in the environment. */
export function runShell(script: string, options: ShellOptions): Promise<ShellOutcome> {
  const { cwd, programs, env = {}, stdin = "", shell = "sh" } = options;
  const environment = { ...cleanEnvironment(programs), ...env };
  return new Promise((resolve, reject) => {
    const child = spawn(shell, ["-c", script], { cwd, env: environment, timeout: timeLimit });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", () => {
      // The script ended without reading all of its input.
    });
    child.stdin.end(stdin);
    child.on("error", reject);
    child.on("close", (exitCode) => {
      resolve({ exitCode, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}
