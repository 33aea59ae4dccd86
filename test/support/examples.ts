import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./contents.js";

/** Copies the contents of an example into a folder, where cfssl-ts and jest are installed. */
export function layOutExample(name: string, folder: string): void {
  cpSync(join(projectFolder, "examples", name), folder, { recursive: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(projectFolder, join(folder, "node_modules", "cfssl-ts"));
  symlinkSync(join(projectFolder, "node_modules", "jest"), join(folder, "node_modules", "jest"));
}

export interface ProgramOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node in a folder to its end. */
export function runNode(args: readonly string[], folder: string): Promise<ProgramOutcome> {
  return outcomeOf(startNode(args, folder));
}

/** Starts Node in a folder. Jest's own variables do not reach it. */
export function startNode(args: readonly string[], folder: string, env: Readonly<Record<string, string>> = {}) {
  const environment = { PATH: process.env["PATH"], HOME: folder, TZ: "UTC", ...env };
  return spawn(process.execPath, args, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
}

export function outcomeOf(child: ChildProcess): Promise<ProgramOutcome> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (part: string) => {
      stdout += part;
    });
    child.stderr?.setEncoding("utf8").on("data", (part: string) => {
      stderr += part;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
