import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../support/contents.js";
import { ourPrograms } from "../support/programs.js";
import { runShell, type ShellOutcome } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>
  >;
}

async function readWorkflow(): Promise<Workflow> {
  return parse(await readFile(join(projectFolder, "examples", "github", "pki.yml"), "utf8")) as Workflow;
}

/** Runs the commands of a job until one fails, as a runner does. Our programs are installed already. */
async function runJob(name: string, cwd: string): Promise<readonly ShellOutcome[]> {
  const { jobs } = await readWorkflow();
  const commands = (jobs[name]?.steps ?? []).flatMap(({ run }) => run ?? []);
  const outcomes: ShellOutcome[] = [];
  for (const command of commands.filter((command) => !command.startsWith("npm install --global"))) {
    const outcome = await runShell(`set -e\n${command}`, { cwd, programs: ourPrograms() });
    outcomes.push(outcome);
    if (outcome.exitCode !== 0) break;
  }
  return outcomes;
}

const manifest = {
  cas: { ca: { request: { CN: "Test CA" } } },
  certificates: { server: { ca: "ca", request: { CN: "server" }, hosts: ["localhost"] } },
};

describe("the workflow", () => {
  test("gives the tests of a repository their certificates", () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, "tests"));
      await writeFile(join(folder, "tests", "pki.json"), JSON.stringify(manifest));
      await writeFile(
        join(folder, "tests", "run"),
        "#!/bin/sh\nopenssl verify -CAfile tests/ca.pem tests/server.pem\n",
      );
      await chmod(join(folder, "tests", "run"), 0o755);
      expect((await runJob("test", folder)).at(-1)).toEqual({
        exitCode: 0,
        stdout: "tests/server.pem: OK\n",
        stderr: "",
      });
    }));

  test.each([
    ["passes over certificates that last", "1h", 0],
    ["fails a month before one ends", "8400h", 1],
  ])("%s", (_, backdate, exitCode) =>
    withFolder(async (folder) => {
      const config = { signing: { default: { expiry: "8760h", backdate, usages: ["server auth"] } } };
      await mkdir(join(folder, "certificates"));
      await writeFile(join(folder, "pki.json"), JSON.stringify({ ...manifest, config }));
      const make = "cfssl ensure && cp ca.pem server.pem certificates";
      expect(await runShell(make, { cwd: folder, programs: ourPrograms() })).toMatchObject({ exitCode: 0 });
      const outcomes = await runJob("check", folder);
      expect(outcomes.at(-1)).toMatchObject({ exitCode });
      expect(outcomes).toHaveLength(2);
    }),
  );
});
