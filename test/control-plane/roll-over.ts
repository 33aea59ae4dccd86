import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { blocksOfSection, stepsOf } from "../docs/document.js";
import { follow } from "../docs/follow.js";
import { waitFor } from "../support/daemon.js";
import { ourPrograms } from "../support/programs.js";
import { readAllTheTime } from "../support/read-all-the-time.js";
import type { ShellOutcome } from "../support/shell.js";
import type { ControlPlane } from "./control-plane.js";
import { findingsIn } from "./findings.js";
import { kubeconfigOf, type Layout } from "./layouts.js";

const users = ["admin", "controller-manager", "scheduler", "kube-proxy", "kubelet-worker-1"];
/** The second API server, to which clients turn while the first is restarted; on 192.168.1.12 is one of kubeadm.ts. */
const second = { unit: "kube-apiserver-2", address: "192.168.1.13" };

/**
 * Does what docs/roll-over.md says for a running cluster, step by step, with a restart of one program after the other.
 * Answers the reads that failed meanwhile.
 */
export async function rollOver(cluster: ControlPlane, layout: Layout): Promise<readonly ShellOutcome[]> {
  const { machine, folder, kubectl } = cluster;
  const flags = [`--bind-address=${second.address}`, `--advertise-address=${second.address}`];
  const servers = [
    { unit: "kube-apiserver", url: layout.server, flags: [`--bind-address=${new URL(layout.server).hostname}`] },
    { unit: second.unit, url: `https://${second.address}:6443`, flags },
  ];
  const read = "get configmap greeting -o jsonpath={.data.text}";
  const either = servers.map(({ url }) => `kubectl --kubeconfig=admin.conf --server=${url} ${read}`).join(" || ");

  async function start({ unit, url, flags: own }: (typeof servers)[number]): Promise<void> {
    await cluster.start(unit, own);
    const isReady = async () => (await kubectl(`--server=${url} get --raw /readyz`)).stdout === "ok" || null;
    await waitFor(isReady, cluster.logs);
  }

  async function restartAll(): Promise<void> {
    for (const server of servers) await start(server);
    const signing = join(folder, layout.ca.replace(/\.pem$/, "-signing.pem"));
    await cluster.start("kube-controller-manager", [`--cluster-signing-cert-file=${signing}`]);
    await cluster.start("kube-scheduler");
  }

  await copyFile(join(folder, "kube-apiserver.service"), join(folder, `${second.unit}.service`));
  for (const server of servers.slice(1)) await start(server);
  const [enter = "", ...words] = machine.enter;
  const reads = readAllTheTime(() => machine.run(either, folder));
  try {
    for (const step of stepsOf(blocksOfSection("docs/roll-over.md", "On a running cluster"), "on-cluster")) {
      await follow([step], folder, { shell: [enter, ...words, "sh", "-c"], programs: ourPrograms() });
      if (step.kind !== "run" || !step.commands.includes("-roll")) continue;
      // A kubeconfig that is half written would be a failure of its own.
      const renewed = users.map((user) => kubeconfigOf(user, layout).replaceAll(`${user}.conf`, `${user}.new`));
      const moves = users.map((user) => `mv ${user}.new ${user}.conf`);
      expect(await machine.run(["set -e", ...renewed, ...moves].join("\n"), folder)).toMatchObject({ exitCode: 0 });
      expect(await findingsIn(folder)).toEqual([]);
      await restartAll();
    }
  } finally {
    await reads.stop();
  }
  return reads.failures;
}
