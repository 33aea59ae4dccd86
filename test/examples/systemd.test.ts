import { cpSync, mkdirSync } from "node:fs";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { areInstalled } from "../support/installed.js";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const example = join(projectFolder, "examples", "systemd");
const describeUnits = areInstalled(["systemd-analyze"], "the units of systemd") ? describe : describe.skip;
const describeScript = areInstalled(["jq"], "the script of the units") ? describe : describe.skip;

describeUnits("the units", () => {
  test("are what systemd reads, and name a program that is there", () =>
    withFolder(async (folder) => {
      cpSync(example, folder, { recursive: true });
      const service = join(folder, "cfssl-ensure.service");
      // The script is where this test put it.
      const text = await readFile(service, "utf8");
      await writeFile(service, text.replace("/usr/local/sbin", folder).replace(/^Documentation.*\n/m, ""));
      const verify = "systemd-analyze verify ./cfssl-ensure.service ./cfssl-ensure.timer";
      expect(await runShell(verify, { cwd: folder, programs: folder })).toEqual({
        exitCode: 0,
        stdout: "",
        stderr: "",
      });
    }));
});

const manifest = (host: string) => ({
  cas: { ca: { request: { CN: "ca" } } },
  certificates: {
    apiserver: { ca: "ca", request: { CN: "kube-apiserver" }, hosts: [host] },
    scheduler: { ca: "ca", request: { CN: "system:kube-scheduler" } },
  },
});

describeScript("the script of the units", () => {
  test("restarts what reads a renewed certificate, and tries again after a failure", () =>
    withFolder(async (folder) => {
      const [pki, state, bin] = ["pki", "state", "bin"].map((name) => join(folder, name)) as [string, string, string];
      for (const path of [pki, state, bin]) mkdirSync(path);
      cpSync(join(example, "ensure-and-restart"), join(bin, "ensure-and-restart"));
      const systemctl = join(bin, "systemctl");
      await writeFile(systemctl, `#!/bin/sh\necho "$*" >>${folder}/calls\n[ ! -e ${folder}/broken ]\n`);
      await chmod(systemctl, 0o755);
      const run = async (host: string) => {
        await writeFile(join(pki, "pki.json"), JSON.stringify(manifest(host)));
        await writeFile(join(folder, "calls"), "");
        const script = `PATH=${bin}:$PATH STATE_DIRECTORY=${state} ensure-and-restart ${pki}`;
        const { exitCode } = await runShell(script, { cwd: folder, programs: ourPrograms() });
        return { exitCode, calls: await readFile(join(folder, "calls"), "utf8") };
      };
      const restart = "try-restart kube-apiserver.service\n";
      expect(await run("a")).toEqual({ exitCode: 0, calls: "" });
      expect(await run("a")).toEqual({ exitCode: 0, calls: "" });
      await writeFile(join(folder, "broken"), "");
      expect(await run("b")).toEqual({ exitCode: 1, calls: restart });
      await runShell("rm broken", { cwd: folder, programs: bin });
      expect(await run("b")).toEqual({ exitCode: 0, calls: restart });
      expect(await run("b")).toEqual({ exitCode: 0, calls: "" });
    }));
});
