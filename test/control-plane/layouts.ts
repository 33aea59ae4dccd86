import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blocksOfSection, stepsOf } from "../docs/document.js";
import { follow } from "../docs/follow.js";
import { fixturePath } from "../support/contents.js";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";

const page = "docs/kubernetes.md";

/** A way to lay out the certificates of a cluster: what is made in its folder, and by whom it is used. */
export interface Layout {
  /** The nodes of etcd with their addresses. */
  readonly members: Readonly<Record<string, string>>;
  /** The networks of its nodes and services. */
  readonly networks: readonly string[];
  /** The address of worker-1. */
  readonly worker: string;
  /** The URL of the API server in kubeconfigs. */
  readonly server: string;
  /** The certificates of Kubernetes' CA, which kubeconfigs trust. */
  readonly ca: string;
  /** The CA that etcd trusts, and the name of a certificate that it lets in. */
  readonly etcd: { readonly ca: string; readonly client: string };
  /** Fills an empty folder: certificates, kubeconfigs, and a systemd unit for each component. */
  make(folder: string): Promise<void>;
}

/** The three CAs of docs/kubernetes.md, made by following it. */
export const threeCas: Layout = {
  members: { "cp-1": "192.168.1.11", "cp-2": "192.168.1.12", "cp-3": "192.168.1.13" },
  networks: ["192.168.1.0/24", "10.96.0.0/12"],
  worker: "192.168.1.21",
  server: "https://192.168.1.10:6443",
  ca: "kubernetes-ca.pem",
  etcd: { ca: "etcd-ca.pem", client: "etcd-client" },
  async make(folder) {
    await follow(stepsOf(blocksOfSection(page, "Make all of them")), folder);
    await cp(fixturePath("control-plane/three-cas"), folder, { recursive: true });
    const unit = await readFile(join(folder, "etcd-NODE.service"), "utf8");
    await rm(join(folder, "etcd-NODE.service"));
    for (const [node, address] of Object.entries(this.members)) {
      const text = unit.replaceAll("NODE", node).replaceAll("ADDRESS", address);
      await writeFile(join(folder, `etcd-${node}.service`), text);
    }
    await writeKubeconfigs(this, folder);
  },
};

/** The walk-through's one CA, and the certificates that it lacks. */
export const oneCa: Layout = {
  members: { "cp-1": "192.168.214.88" },
  networks: ["192.168.214.0/24", "10.254.0.0/16"],
  worker: "192.168.214.90",
  server: "https://192.168.214.88:6443",
  ca: "ca.pem",
  etcd: { ca: "ca.pem", client: "admin" },
  async make(folder) {
    for (const name of ["ca-csr", "ca-config", "kubernetes-csr", "admin-csr", "kube-proxy-csr"]) {
      await cp(fixturePath(`walkthrough/${name}.json`), join(folder, `${name}.json`));
    }
    await sh(
      `issue() { cfssl gencert -loglevel=3 -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json -profile=kubernetes "$@"; }
      cfssl gencert -loglevel=3 -initca ca-csr.json | cfssljson -bare ca
      for name in kubernetes admin kube-proxy; do issue $name-csr.json | cfssljson -bare $name; done
      for name in controller-manager scheduler; do
        echo "{ \\"CN\\": \\"system:kube-$name\\" }" | issue - | cfssljson -bare $name
      done
      echo '{ "CN": "system:node:worker-1", "names": [{ "O": "system:nodes" }] }' |
        issue -hostname=worker-1,${this.worker} - | cfssljson -bare kubelet-worker-1
      echo '{ "CN": "front-proxy-client" }' | issue - | cfssljson -bare front-proxy-client
      echo '{ "CN": "service-account", "key": { "algo": "rsa", "size": 2048 } }' |
        cfssl genkey -loglevel=3 - | cfssljson -bare service-account
      openssl pkey -in service-account-key.pem -pubout -out service-account.pub`,
      folder,
    );
    await cp(fixturePath("control-plane/one-ca"), folder, { recursive: true });
    await writeKubeconfigs(this, folder);
  },
};

/** The commands of docs/kubernetes.md that write a kubeconfig, for another user than admin. */
export function kubeconfigOf(user: string, { server, ca }: Pick<Layout, "server" | "ca">): string {
  const blocks = blocksOfSection(page, "Which flag takes which file");
  const commands = blocks.find(({ text }) => text.startsWith("kubectl config"))?.text ?? "";
  return commands.replaceAll("admin", user).replace(threeCas.server, server).replace(threeCas.ca, ca);
}

async function writeKubeconfigs(layout: Layout, folder: string): Promise<void> {
  const users = ["admin", "controller-manager", "scheduler", "kube-proxy", "kubelet-worker-1"];
  await sh(users.map((user) => kubeconfigOf(user, layout)).join("\n"), folder);
}

async function sh(script: string, cwd: string): Promise<void> {
  const { exitCode, stderr } = await runShell(`set -e\n${script}`, { cwd, programs: ourPrograms() });
  if (exitCode !== 0) throw new Error(`${script}\n${stderr}`);
}
