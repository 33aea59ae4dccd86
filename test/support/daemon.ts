import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A program that runs until it is stopped, and writes a log. */
export interface Daemon {
  /** What it has written so far, on both streams. */
  log(): string;
  isRunning(): boolean;
  /** Ends the process, by SIGTERM unless told otherwise, and waits until it has gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface DaemonOptions {
  readonly cwd: string;
  /** The file for its log; one that exists is continued. */
  readonly logFile: string;
}

/** Starts a program. It ends with the tests at the latest, whether they stop it or not. */
export function startDaemon(program: string, args: readonly string[], { cwd, logFile }: DaemonOptions): Daemon {
  const log = openSync(logFile, "a");
  const child = spawn(program, args, { cwd, env: { PATH: process.env["PATH"] }, stdio: ["ignore", log, log] });
  closeSync(log);
  let failed = "";
  child.on("error", ({ message }) => {
    failed = message;
  });
  const kill = () => {
    if (isRunning(child)) child.kill("SIGKILL");
  };
  process.on("exit", kill);
  return {
    log: () => readFileSync(logFile, "utf8") + failed,
    isRunning: () => isRunning(child),
    async stop(signal = "SIGTERM") {
      await end(child, signal);
      process.off("exit", kill);
    },
  };
}

/** Asks again until there is an answer. `describe` says for the error what was there in its stead. */
export async function waitFor<T>(ask: () => T | null | Promise<T | null>, describe: () => string): Promise<T> {
  const limit = Date.now() + 120_000;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > limit) throw new Error(`it does not happen:\n${describe().slice(-60_000)}`);
    await pause(200);
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return;
  const gone = once(child, "exit");
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(timer);
}
