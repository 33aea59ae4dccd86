import { join } from "node:path";
import { waitFor } from "../support/daemon.js";
import { type ControlPlane, startControlPlane } from "./control-plane.js";
import { runCronJob } from "./cronjob.js";
import { findingsIn, isKnown } from "./findings.js";
import { kubeadmFlags, makeKubeadmFolder } from "./kubeadm.js";
import { askKubelet } from "./kubelet.js";
import { oneCa, threeCas } from "./layouts.js";
import { hasControlPlane } from "./programs.js";
import { rollOver } from "./roll-over.js";

const untested = "a cluster with our certificates";
const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
const describeCluster = hasControlPlane(untested, components) ? describe : describe.skip;

jest.setTimeout(180_000);

/** Makes certificates of an administrator that no cluster may let in. */
const strangers = (ca: string) => `set -e
printf '{ "signing": { "default": { "expiry": "1h" }, "profiles": {
  "client": { "expiry": "1h", "usages": ["client auth"] }, "server": { "expiry": "1h", "usages": ["server auth"] } } } }' > config.json
issue() { # name, CA, profile, organization
  printf '{ "CN": "visitor", "names": [{ "O": "%s" }] }' "$4" |
    cfssl gencert -loglevel=3 -ca="$2.pem" -ca-key="$2-key.pem" -config=config.json -profile="$3" - | cfssljson -bare "$1"
}
cfssl gencert -loglevel=3 -initca ca-csr.json | cfssljson -bare other-ca
issue of-another-ca other-ca client system:masters
issue without-masters ${ca} client visitors
issue without-client-auth ${ca} server system:masters`;

describeCluster.each([
  { name: "three CAs", layout: threeCas, findings: [], isOneCa: false },
  {
    name: "the one CA of the walk-through",
    layout: oneCa,
    // The page says why: its server has the subject of its CA, and a range of addresses in its hosts.
    findings: [
      { rule: "san-is-cidr", file: "kubernetes.pem" },
      { rule: "subject-equals-ca", file: "kubernetes.pem" },
    ],
    isOneCa: true,
  },
])("a cluster with $name", ({ layout, findings, isOneCa }) => {
  let cluster: ControlPlane;

  beforeAll(async () => {
    cluster = await startControlPlane(layout);
    await cluster.start("kube-controller-manager");
    await cluster.start("kube-scheduler");
  });

  afterAll(() => cluster?.stop());

  const dial = `--server=${layout.server} --certificate-authority=${layout.ca}`;
  const run = (command: string) => cluster.machine.run(command, cluster.folder, { ETCDCTL_API: "3" });

  test("has certificates of which check says what the page says", async () => {
    expect(await findingsIn(cluster.folder)).toEqual(findings);
  });

  test("lets the administrator write and read", async () => {
    expect(await cluster.kubectl("create configmap greeting --from-literal=text=hello")).toMatchObject({ exitCode: 0 });
    expect(await cluster.kubectl("get configmap greeting -o jsonpath={.data.text}")).toMatchObject({ stdout: "hello" });
  });

  test("lets the controller manager make pods, and the scheduler look for nodes", async () => {
    expect(await cluster.kubectl("create deployment web --image=web")).toMatchObject({ exitCode: 0 });
    const message = "get pods -l app=web -o 'jsonpath={.items[*].status.conditions[*].message}'";
    await waitFor(async () => {
      const { stdout } = await cluster.kubectl(message);
      return /nodes are available|no nodes available/.test(stdout) || null;
    }, cluster.logs);
  });

  test("lets service accounts in by their tokens, whoever signed them", async () => {
    await cluster.kubectl("create serviceaccount robot");
    await cluster.kubectl("create rolebinding robot --clusterrole=view --serviceaccount=default:robot");
    const read = `kubectl ${dial} get configmap greeting -o jsonpath={.data.text} --token`;
    const signedByServer = "$(kubectl --kubeconfig=admin.conf create token robot)";
    expect(await run(`${read}="${signedByServer}"`)).toMatchObject({ stdout: "hello" });
    const secret = await waitFor(async () => {
      const { stdout } = await cluster.kubectl("get serviceaccount robot -o 'jsonpath={.secrets[0].name}'");
      return stdout === "" ? null : stdout;
    }, cluster.logs);
    const signedByManager = `$(kubectl --kubeconfig=admin.conf get secret ${secret} -o jsonpath={.data.token} | base64 -d)`;
    expect(await run(`${read}="${signedByManager}"`)).toMatchObject({ stdout: "hello" });
  });

  test("lets kube-proxy see the endpoints of all services, and no secrets", async () => {
    expect(await cluster.kubectl("auth can-i list endpoints -A", "kube-proxy")).toMatchObject({ stdout: "yes\n" });
    expect(await cluster.kubectl("auth can-i list secrets -A", "kube-proxy")).toMatchObject({ stdout: "no\n" });
  });

  test("lets the CronJob of the examples make its Secret, more than once", async () => {
    expect(await runCronJob(cluster)).toBe("kubernetes.io/tls");
    expect(await runCronJob(cluster)).toBe("kubernetes.io/tls");
    const robot = "auth can-i list secrets --as=system:serviceaccount:default:pki";
    expect(await cluster.kubectl(robot)).toMatchObject({ stdout: "no\n" });
  });

  test("dials a kubelet by its address, and shows it its certificate", async () => {
    // OpenSSL would take the walk-through's client for self-signed.
    const command = askKubelet(layout.worker, isOneCa ? null : layout.ca);
    const ask = async () => {
      const { stdout } = await run(command);
      return /Subject:.*CN ?= ?(?:kube-apiserver-kubelet-client|kubernetes)$/m.test(stdout) || null;
    };
    await waitFor(ask, cluster.logs);
  });

  test("lets the front proxy speak for users", async () => {
    // One CA for all: OpenSSL takes the walk-through's server for self-signed.
    const certificates = "--insecure --cert front-proxy-client.pem --key front-proxy-client-key.pem";
    const alice = "-H 'X-Remote-User: alice' -H 'X-Remote-Group: visitors'";
    const { stdout } = await run(`curl -sS ${certificates} ${alice} ${layout.server}/api/v1/nodes`);
    expect(JSON.parse(stdout)).toMatchObject({ message: expect.stringContaining('User "alice" cannot list') });
  });

  if (!isOneCa) {
    test("takes a second API server with kubeadm's files, and kubeconfigs, that ensure has made", async () => {
      const folder = join(cluster.folder, "..", "kubeadm");
      expect(await makeKubeadmFolder(folder, cluster.folder)).toBe(`kept     kubernetes-ca  etcd-ca
renewed  service-account  pki/sa.pub is missing; restart kube-apiserver
                          and kube-controller-manager
made     front-proxy-ca  apiserver  apiserver-kubelet-client
         apiserver-etcd-client  front-proxy-client  admin  scheduler
written  admin.conf  users/admin.conf  scheduler.conf
`);
      await cluster.startFrom(folder, "kube-apiserver", kubeadmFlags(folder));
      const ask = (words: string, config = "admin.conf") =>
        cluster.machine.run(`kubectl --kubeconfig=${config} ${words}`, folder);
      await waitFor(async () => (await ask("get --raw /readyz")).stdout === "ok" || null, cluster.logs);
      const who = "get configmap greeting -o jsonpath={.data.text}";
      expect(await ask(who)).toMatchObject({ stdout: "hello" });
      // By path, from another folder than that of the file.
      expect(await ask(who, "users/admin.conf")).toMatchObject({ stdout: "hello" });
      expect(await ask("auth can-i create pods --subresource=binding", "scheduler.conf")).toMatchObject({
        stdout: "yes\n",
      });
      expect(await ask("auth can-i delete nodes", "scheduler.conf")).toMatchObject({ stdout: "no\n" });
      expect(await ask(`--token="$(kubectl --kubeconfig=admin.conf create token robot)" ${who}`)).toMatchObject({
        stdout: "hello",
      });
    });
  }

  describe("lets nobody in", () => {
    beforeAll(async () => {
      expect(await run(strangers(layout.ca.replace(".pem", "")))).toMatchObject({ stderr: "" });
    });

    // check would find them later.
    afterAll(async () => {
      expect(await run("rm other-ca* of-another-ca* without-*")).toMatchObject({ exitCode: 0 });
    });

    test.each([
      {
        who: "of-another-ca",
        client: "You must be logged in to the server",
        server: "failed: x509: certificate signed by unknown authority",
      },
      {
        who: "without-client-auth",
        client: "You must be logged in to the server",
        server: "failed: x509: certificate specifies an incompatible key usage",
      },
      { who: "without-masters", client: 'nodes is forbidden: User "visitor" cannot list resource "nodes"', server: "" },
    ])("with a certificate $who", async ({ who, client, server }) => {
      const apiServer = cluster.daemon("kube-apiserver");
      const before = apiServer.log().length;
      const said = await run(`kubectl ${dial} --client-certificate=${who}.pem --client-key=${who}-key.pem get nodes`);
      expect(said).toMatchObject({ exitCode: 1, stdout: "" });
      expect(said.stderr).toContain(client);
      const logged = apiServer.log().slice(before);
      expect(logged).toContain(server);
      expect(await isKnown(said.stderr, cluster.folder)).toBe(true);
      if (server !== "") expect(await isKnown(logged, cluster.folder)).toBe(true);
    });
  });

  test(`${isOneCa ? "opens" : "does not open"} etcd to everybody who has a certificate of Kubernetes' CA`, async () => {
    const address = Object.values(layout.members)[0];
    const get = `etcdctl --dial-timeout=2s --command-timeout=2s --endpoints=https://${address}:2379 --cacert=${layout.etcd.ca}`;
    const greeting = "get --keys-only /registry/configmaps/default/greeting";
    const asUser = (user: string) => run(`${get} --cert=${user}.pem --key=${user}-key.pem ${greeting}`);
    expect((await asUser(layout.etcd.client)).stdout).toContain("greeting");
    expect((await asUser("kube-proxy")).stdout.includes("greeting")).toBe(isOneCa);
  });

  if (isOneCa) return;

  test("answers every read while Kubernetes' CA is rolled over and one component after the other is restarted", async () => {
    // In the folder, check would find them.
    expect(await run("cp admin.pem admin-key.pem ..")).toMatchObject({ exitCode: 0 });
    expect(await rollOver(cluster, layout)).toEqual([]);
    const old = `kubectl ${dial} --client-certificate=../admin.pem --client-key=../admin-key.pem get nodes`;
    expect((await run(old)).stderr).toContain("You must be logged in to the server");
    expect(cluster.daemon("kube-controller-manager").isRunning()).toBe(true);
  }, 400_000);
});
