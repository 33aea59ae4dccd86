import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";

/** A rule, and the file to blame. */
export interface Blame {
  readonly rule: string;
  readonly file: string | undefined;
}

/** What `cfssl check` finds in a folder. */
export async function findingsIn(folder: string): Promise<readonly Blame[]> {
  return blamesOf("findings", "cfssl check -json -fail=never", folder);
}

/** The causes that `cfssl explain` finds in a folder for what a component has logged, the likeliest first. */
export function causesOf(log: string, folder: string): Promise<readonly Blame[]> {
  return blamesOf("causes", "cfssl explain -json - .", folder, log);
}

/** Whether `cfssl explain` knows a message in a text. */
export async function isKnown(text: string, folder: string): Promise<boolean> {
  const { exitCode } = await runShell("cfssl explain -", { cwd: folder, programs: ourPrograms(), stdin: text });
  return exitCode === 0;
}

type Report = Readonly<Record<string, readonly { rule: string; files: readonly string[] }[] | undefined>>;

async function blamesOf(member: string, command: string, cwd: string, stdin = ""): Promise<readonly Blame[]> {
  const { stdout, stderr } = await runShell(command, { cwd, programs: ourPrograms(), stdin });
  if (stdout === "") throw new Error(stderr);
  const report = JSON.parse(stdout) as Report;
  return (report[member] ?? []).map(({ rule, files: [file] }) => ({ rule, file }));
}
