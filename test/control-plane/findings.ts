import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";

/** What `cfssl check` finds in a folder: rules, and the file to blame for each. */
export async function findingsIn(folder: string): Promise<readonly { rule: string; file: string | undefined }[]> {
  const { stdout, stderr } = await runShell("cfssl check -json -fail=never", { cwd: folder, programs: ourPrograms() });
  if (stdout === "") throw new Error(stderr);
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; files: readonly string[] }[] };
  return findings.map(({ rule, files: [file] }) => ({ rule, file }));
}
