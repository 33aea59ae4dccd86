import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { certinfo, describeCertificate } from "../../src/index.js";
import { fixturePath } from "../support/contents.js";
import { ourPrograms, realPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const real = realPrograms("1.6.5");
if (!real)
  console.warn("Real cfssl 1.6.5 is not installed. Skipped: that it makes the same by the lines of ensure -print.");

const usages = ["signing", "key encipherment", "server auth", "client auth"];
const manifest = {
  config: "ca-config.json",
  nodes: { masters: { "cp-1": "192.168.1.11", "cp-2": "192.168.1.12" }, etcd: { "e-1": "192.168.1.31" } },
  cas: {
    ca: { request: "ca-csr.json" },
    renamed: { request: "ca-csr.json", cn: "another name" },
    "with hosts": { request: { CN: "it's", hosts: ["10.0.0.1", "ca.example"], ca: { pathlen: 1 } } },
    middle: { ca: "ca", profile: "authority", request: { CN: "middle", names: [{ O: "Example", OU: "CA" }] } },
    limited: { ca: "ca", profile: "authority", request: { CN: "limited", ca: { expiry: "1h" } }, cn: "other" },
  },
  certificates: {
    admin: { ca: "ca", profile: "kubernetes", request: "admin-csr.json" },
    "kube-proxy": { ca: "ca", profile: "kubernetes", request: "kube-proxy-csr.json", cn: "x y" },
    kubernetes: { ca: "ca", profile: "kubernetes", request: "kubernetes-csr.json" },
    apiserver: {
      ...{ ca: "middle", profile: "kubernetes", request: { CN: "kube-apiserver", key: { algo: "ecdsa", size: 384 } } },
      hosts: [
        "10.96.0.1",
        "{masters.ip}",
        "{masters.name}",
        "https://a.example/x",
        "a@b.example",
        "kubernetes.default.svc",
      ],
    },
    "etcd-{name}": {
      ...{ each: ["etcd", "masters"], ca: "ca", profile: "kubernetes" },
      request: {
        CN: "{name}",
        names: [{ O: "etcd", OID: { "1.2.3.4": "{name}" } }],
        hosts: ["{ip}", "{etcd.ip}", "localhost"],
      },
    },
    plain: { ca: "ca", request: { hosts: ["only.example"] } },
  },
  keys: { "service-account": { key: { algo: "rsa", size: 2048 } } },
};

const config = {
  signing: {
    default: { expiry: "100h", usages: ["signing"] },
    profiles: {
      kubernetes: { expiry: "8760h", usages, crl_url: "http://a.example/crl", ocsp_url: "http://a.example/ocsp" },
      authority: {
        expiry: "43800h",
        usages: ["cert sign"],
        ca_constraint: { is_ca: true, max_path_len: 0, max_path_len_zero: true },
      },
    },
  },
};

/** What a certificate says, without its keys, serial number and times; and how long it is valid. */
function sayings(path: string) {
  const pem = readFileSync(path, "utf8");
  const { notBefore, notAfter, serialNumber, subjectKeyId, authorityKeyId, extensions, key, ...rest } =
    describeCertificate(pem);
  const ofKeys = ["subjectKeyIdentifier", "authorityKeyIdentifier"];
  return {
    ...{ ...rest, key, sans: certinfo(pem).sans, hasSerial: serialNumber !== "" },
    hours: Math.round((Date.parse(notAfter) - Date.parse(notBefore)) / 3_600_000),
    identifiers: [subjectKeyId !== undefined, authorityKeyId !== undefined],
    extensions: extensions.map(({ name = "", ...each }) => (ofKeys.includes(name) ? { name } : { name, ...each })),
  };
}

function prepare(folder: string): void {
  cpSync(fixturePath("walkthrough"), folder, { recursive: true });
  writeFileSync(join(folder, "ca-config.json"), JSON.stringify(config));
  writeFileSync(join(folder, "pki.json"), JSON.stringify(manifest));
}

const certificates = [
  "ca",
  "renamed",
  "with hosts",
  "middle",
  "limited",
  "admin",
  "kube-proxy",
  "kubernetes",
  "apiserver",
]
  .concat("etcd-e-1", "etcd-cp-1", "etcd-cp-2", "plain")
  .map((name) => `${name}.pem`);

(real ? test : test.skip)(
  "real cfssl makes the same certificates by the lines of ensure -print",
  async () => {
    await withFolder(async (ours) => {
      await withFolder(async (theirs) => {
        for (const folder of [ours, theirs]) prepare(folder);
        const printed = await runShell("cfssl ensure -print pki.json", { cwd: ours, programs: ourPrograms() });
        expect(printed.stderr).toBe("");
        await runShell(printed.stdout, { cwd: theirs, programs: real ?? "" });
        await runShell("cfssl ensure", { cwd: ours, programs: ourPrograms() });
        const made = (folder: string) =>
          readdirSync(folder).filter((name) => /(?<!published-kubernetes)\.(?:pem|pub)$/.test(name));
        expect(made(theirs)).toEqual(made(ours));
        for (const name of certificates)
          expect([name, sayings(join(ours, name))]).toEqual([name, sayings(join(theirs, name))]);
        // What real cfssl has made needs nothing.
        const again = await runShell("cfssl ensure -n -json", { cwd: theirs, programs: ourPrograms() });
        expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, made: [], renewed: [] });
      });
    });
  },
  60_000,
);

const named = {
  config: "ca-config.json",
  files: "kubeadm",
  cas: {
    "kubernetes-ca": { request: "ca-csr.json", outputs: [{ form: "truststore", "password-file": "pass word.txt" }] },
    middle: { ca: "kubernetes-ca", profile: "authority", request: { CN: "middle", ca: { expiry: "1h" } } },
    "etcd-ca": { request: "ca-csr.json", cn: "etcd-ca", files: "pem" },
  },
  certificates: {
    apiserver: {
      ...{ ca: "middle", profile: "kubernetes", request: "kubernetes-csr.json" },
      outputs: [
        "fullchain",
        "combined",
        { form: "secret", namespace: "shop" },
        { form: "cert", root: true, der: true },
      ],
    },
    "etcd-server": { ca: "etcd-ca", profile: "kubernetes", request: { CN: "it's" }, outputs: ["sec1", "pkcs8"] },
    admin: { ca: "kubernetes-ca", profile: "kubernetes", request: "admin-csr.json" },
    "a b": {
      ...{ ca: "middle", profile: "kubernetes", request: { CN: "a b" } },
      files: { certificate: "x/certs/{row}.pem", key: "x/private/{row}.pem" },
      outputs: ["fullchain", { form: "pkcs12-old", name: "an entry", "password-file": "pass word.txt", out: "a.p12" }],
    },
    plain: { ca: "etcd-ca", profile: "kubernetes", request: { CN: "plain" }, files: "pem", outputs: ["combined"] },
  },
  keys: { "service-account": { outputs: ["public-key", "pkcs8"].map((form) => ({ form, out: `${form}.pem` })) } },
  kubeconfigs: {
    admin: { server: "https://192.168.1.11:6443" },
    "a/b": { certificate: "a b", server: "https://192.168.1.11:6443", embed: false, cluster: "other", user: "me" },
  },
};

test("the lines of ensure -print rename files and make outputs, so that nothing is left to do", async () => {
  await withFolder(async (folder) => {
    prepare(folder);
    writeFileSync(join(folder, "pki.json"), JSON.stringify(named));
    writeFileSync(join(folder, "pass word.txt"), "correct horse");
    const printed = await runShell("cfssl ensure -print", { cwd: folder, programs: ourPrograms() });
    expect(printed.stderr).toBe("");
    const ran = await runShell(`set -e\n${printed.stdout}`, { cwd: folder, programs: ourPrograms() });
    expect([ran.exitCode, ran.stderr.match(/(?:error|fail|mv:).*/i)]).toEqual([0, null]);
    const again = await runShell("cfssl ensure -n -json", { cwd: folder, programs: ourPrograms() });
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, made: [], renewed: [], outputs: [] });
  });
}, 60_000);
