import { cpSync, existsSync } from "node:fs";
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { areInstalled } from "../support/installed.js";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const describeRole = areInstalled(["ansible-playbook"], "the role for Ansible") ? describe : describe.skip;

jest.setTimeout(300_000);

interface Outcome {
  /** How many tasks changed something, by host. */
  readonly changed: Readonly<Record<string, number>>;
  readonly failed: readonly string[];
  /** The services that were restarted, in order, each on a host. */
  readonly restarted: readonly string[];
  readonly output: string;
}

/** All hosts are this machine. Each has a folder of its own in place of /etc/kubernetes/pki. */
const settings = {
  ansible_connection: "local",
  pki_target: "{{ playbook_dir }}/hosts/{{ inventory_hostname }}",
  pki_restart: "{{ playbook_dir }}/restart {{ inventory_hostname }}",
};

async function playIn(folder: string, ...flags: string[]): Promise<Outcome> {
  const log = join(folder, "restarted");
  await writeFile(log, "");
  const command = [
    "ansible-playbook",
    "-i",
    "inventory.yml",
    "playbook.yml",
    "-e",
    `'${JSON.stringify(settings)}'`,
    ...flags,
  ];
  const env = { HOME: folder, LC_ALL: "C.UTF-8", ANSIBLE_NOCOLOR: "1" };
  const { stdout, stderr } = await runShell(command.join(" "), { cwd: folder, programs: ourPrograms(), env });
  const recap = [...stdout.matchAll(/^(\S+)\s+: ok=\d+\s+changed=(\d+)\s+unreachable=0\s+failed=(\d+)/gm)];
  return {
    changed: Object.fromEntries(recap.map(([, host, count]) => [host, Number(count)])),
    failed: recap.filter(([, , , count]) => count !== "0").map(([, host = ""]) => host),
    restarted: (await readFile(log, "utf8")).split("\n").filter(Boolean).sort(),
    output: stdout + stderr,
  };
}

describeRole("the role for Ansible", () => {
  test("makes all once, then nothing, then what a new host and a new address need", () =>
    withFolder(async (folder) => {
      cpSync(join(projectFolder, "examples", "ansible"), folder, { recursive: true });
      await writeFile(join(folder, "restart"), `#!/bin/sh\necho "$*" >>${folder}/restarted\n`);
      await chmod(join(folder, "restart"), 0o755);

      const first = await playIn(folder);
      expect(first).toMatchObject({
        changed: { "cp-1": 8, "cp-2": 4, "worker-1": 4 },
        failed: [],
        restarted: ["cp-1 kube-apiserver", "cp-1 kubelet", "cp-2 kube-apiserver", "cp-2 kubelet", "worker-1 kubelet"],
      });
      const key = await stat(join(folder, "hosts", "worker-1", "kubelet-worker-1-key.pem"));
      expect(key.mode & 0o777).toBe(0o600);
      expect(existsSync(join(folder, "hosts", "cp-1", "ca-key.pem"))).toBe(false);

      const second = await playIn(folder);
      expect(second).toMatchObject({ changed: { "cp-1": 0, "cp-2": 0, "worker-1": 0 }, failed: [], restarted: [] });

      const inventory = join(folder, "inventory.yml");
      const joined = (await readFile(inventory, "utf8")).replace(
        /( +)worker-1: .*/,
        "$&\n$1worker-2: { ip: 192.168.1.22 }",
      );
      await writeFile(inventory, joined.replace("192.168.1.12", "192.168.1.13"));
      const foreseen = await playIn(folder, "--check");
      expect(foreseen).toMatchObject({ failed: [], restarted: [] });

      const third = await playIn(folder);
      expect(third).toMatchObject({
        failed: [],
        restarted: ["cp-1 kube-apiserver", "cp-2 kube-apiserver", "cp-2 kubelet", "worker-2 kubelet"],
      });
    }));
});
