import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { get, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixturePath } from "../support/contents.js";
import { waitFor } from "../support/daemon.js";
import { areInstalled } from "../support/installed.js";
import { ourPrograms } from "../support/programs.js";
import { readAllTheTime } from "../support/read-all-the-time.js";
import { runShell } from "../support/shell.js";
import { type Cluster, startCluster } from "./cluster.js";

const hasEtcd = areInstalled(["etcd", "etcdctl"], "a cluster of etcd (Debian: etcd-server, etcd-client)");

/** The walk-through, and another CA with its own administrator certificate. */
const issue = `set -e
issue() { # authority, name
  cfssl gencert -loglevel 3 -ca=$1.pem -ca-key=$1-key.pem -config=ca-config.json -profile=kubernetes $2-csr.json
}
cfssl gencert -loglevel 3 -initca ca-csr.json | cfssljson -bare ca
for name in kubernetes admin; do issue ca $name | cfssljson -bare $name; done
cfssl gencert -loglevel 3 -initca ca-csr.json | cfssljson -bare other-ca
issue other-ca admin | cfssljson -bare other-admin`;

/** The walk-through as rows. */
const manifest = {
  config: "ca-config.json",
  cas: { ca: { request: "ca-csr.json" } },
  certificates: {
    kubernetes: { ca: "ca", profile: "kubernetes", request: "kubernetes-csr.json" },
    admin: { ca: "ca", profile: "kubernetes", request: "admin-csr.json" },
  },
};

(hasEtcd ? describe : describe.skip)("an etcd cluster of three members with the walk-through's certificates", () => {
  let folder = "";
  let cluster: Cluster;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cfssl-ts-etcd-"));
    await cp(fixturePath("walkthrough"), folder, { recursive: true });
    const made = await runShell(issue, { cwd: folder, programs: ourPrograms(), shell: "bash" });
    expect(made).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    cluster = await startCluster({ folder, ca: "ca.pem", certificate: "kubernetes.pem", key: "kubernetes-key.pem" });
    await untilHealthy();
  });

  afterAll(async () => {
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const endpoints = (ports: readonly number[]) => ports.map((port) => `https://127.0.0.1:${port}`).join(",");
  const admin = "--cacert ca.pem --cert admin.pem --key admin-key.pem";

  function etcdctl(words: string, ports = cluster.clientPorts) {
    const limits = "--dial-timeout=2s --command-timeout=2s";
    return runShell(`etcdctl ${limits} --endpoints ${endpoints(ports)} ${words}`, {
      cwd: folder,
      programs: ourPrograms(),
      env: { ETCDCTL_API: "3" },
    });
  }

  function untilHealthy(): Promise<true> {
    const isHealthy = async () => (await etcdctl(`${admin} endpoint health`)).exitCode === 0 || null;
    return waitFor(isHealthy, cluster.log);
  }

  /** What a member answers over HTTPS, or why the connection fails. */
  async function ask(port: number, files: { cert?: string; key?: string }, path = "/health"): Promise<string> {
    // The walk-through's server has the same subject as its CA, so OpenSSL takes it for self-signed. Go, and so
    // etcdctl, does not.
    const options: RequestOptions = { host: "127.0.0.1", port, path, rejectUnauthorized: false };
    if (files.cert) options.cert = await readFile(join(folder, files.cert));
    if (files.key) options.key = await readFile(join(folder, files.key));
    return new Promise((resolve) => {
      get({ ...options, agent: false }, async (response) => {
        let body = "";
        for await (const chunk of response) body += chunk;
        resolve(`${response.statusCode} ${body}`);
      }).on("error", (error: NodeJS.ErrnoException) => resolve(`refused: ${error.code}`));
    });
  }

  test("has three members that have found each other", async () => {
    const { stdout, exitCode } = await etcdctl(`${admin} member list`);
    expect(exitCode).toBe(0);
    expect(stdout.match(/started, (one|two|three),/g)?.sort()).toEqual([
      "started, one,",
      "started, three,",
      "started, two,",
    ]);
  });

  test("lets the administrator write to one member and read from another", async () => {
    const [first = 0, , third = 0] = cluster.clientPorts;
    expect(await etcdctl(`${admin} put greeting hello`, [first])).toMatchObject({ exitCode: 0, stdout: "OK\n" });
    expect(await etcdctl(`${admin} get greeting`, [third])).toMatchObject({
      exitCode: 0,
      stdout: "greeting\nhello\n",
    });
  });

  test.each([
    ["no certificate", "--cacert ca.pem"],
    ["a certificate of another authority", "--cacert ca.pem --cert other-admin.pem --key other-admin-key.pem"],
    ["trust in another authority", "--cacert other-ca.pem --cert admin.pem --key admin-key.pem"],
  ])("refuses a client with %s", async (_, words) => {
    const { exitCode, stdout } = await etcdctl(`${words} get greeting`);
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe("");
  });

  test("answers over HTTPS only to the administrator, on client ports and on peer ports", async () => {
    const own = { cert: "admin.pem", key: "admin-key.pem" };
    const foreign = { cert: "other-admin.pem", key: "other-admin-key.pem" };
    for (const port of cluster.clientPorts) {
      expect(await ask(port, own)).toBe('200 {"health":"true"}');
      expect(await ask(port, {})).toMatch(/^refused: ERR_SSL_/);
      expect(await ask(port, foreign)).toMatch(/^refused: ERR_SSL_/);
    }
    for (const port of cluster.peerPorts) {
      expect(await ask(port, own, "/version")).toMatch(/^200 /);
      expect(await ask(port, {}, "/version")).toMatch(/^refused: ERR_SSL_/);
      expect(await ask(port, foreign, "/version")).toMatch(/^refused: ERR_SSL_/);
    }
  });

  test("answers every read while its CA is rolled over and one member after the other is restarted", async () => {
    const keep = "for name in ca admin admin-key; do cp $name.pem old-$name.pem; done";
    await writeFile(join(folder, "pki.json"), JSON.stringify(manifest));
    expect(await ours(`${keep}; cfssl ensure -n`)).toMatchObject({ exitCode: 0 });
    const found = await findings();
    const own = { cert: "admin.pem", key: "admin-key.pem" };
    const reads = readAllTheTime(() => etcdctl(`${admin} get greeting`));
    try {
      for (const step of [1, 2, 3]) {
        expect(await ours(`cfssl ensure -roll ca -step ${step}`)).toMatchObject({ exitCode: 0, stderr: "" });
        expect(await findings()).toEqual(found);
        for (const [member, port] of cluster.clientPorts.entries()) {
          await cluster.restart(member);
          const isHealthy = async () => (await ask(port, own)) === '200 {"health":"true"}' || null;
          await waitFor(isHealthy, cluster.log);
        }
        expect(await ours("cfssl ensure -n")).toMatchObject({ exitCode: 0 });
      }
    } finally {
      await reads.stop();
    }
    expect(reads.failures).toEqual([]);
    const old = { cert: "old-admin.pem", key: "old-admin-key.pem" };
    for (const port of cluster.clientPorts) {
      expect(await ask(port, own)).toBe('200 {"health":"true"}');
      expect(await ask(port, old)).toMatch(/^refused: ERR_SSL_/);
    }
    const { exitCode } = await etcdctl("--cacert old-ca.pem --cert admin.pem --key admin-key.pem get greeting");
    expect(exitCode).not.toBe(0);
  }, 180_000);

  const ours = (script: string) => runShell(script, { cwd: folder, programs: ourPrograms(), shell: "bash" });

  /** What check finds in the walk-through's files, which have faults of their own. */
  async function findings(): Promise<readonly unknown[]> {
    const { stdout } = await ours("cfssl check -json -fail never *.pem");
    return JSON.parse(stdout).findings.map(({ rule, files: [file] }: { rule: string; files: string[] }) => [
      rule,
      file,
    ]);
  }
});
