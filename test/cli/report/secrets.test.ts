import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import type { FileToCheck } from "../../../src/index.js";
import { file, files, issue, kubeconfig, makeCa, manifest, openssl, secret } from "../../addons/support/folders.js";
import { createFakeHost } from "../../support/fake-host.js";

/** Everything that must never be printed has this in it, unless it is a key. */
const mark = "hunter2";
const url = (host: string) => `https://root:${mark}@${host}`;
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A folder in which every kind of file holds a secret, and has something wrong with it, so that it is talked about. */
async function secrets(): Promise<readonly FileToCheck[]> {
  const ca = await makeCa("test-ca");
  const other = await makeCa("other-ca");
  const web = await issue(ca, { cn: "web", hosts: ["10.0.0.0/24"], profile: "server" });
  const admin = await issue(other, { cn: "kubernetes-admin", o: "system:masters", profile: "server" });
  const encrypted = openssl(`ec -in key.pem -aes256 -passout pass:${mark} -out encrypted.pem`, { "key.pem": web.key });
  const config = kubeconfig(url("192.168.1.10:6443"), ca.cert, admin);
  const flags = {
    "etcd-servers": url("127.0.0.1:2379"),
    "tls-cert-file": "/pki/web.crt",
    "tls-private-key-file": "/pki/other.key",
    "client-ca-file": "/pki/ca.crt",
    "token-auth-file": `/pki/tokens-${mark}.csv`,
    "service-cluster-ip-range": "10.96.0.0/12",
    password: mark,
  };
  const named = await issue(ca, { cn: "url", hosts: [url("web")], profile: "server" });
  return [
    ...files("pki/named", named),
    file("pki/ca.crt", ca.cert),
    file("pki/other.crt", other.cert),
    file("pki/other.key", other.key, 0o644),
    ...files("pki/web", { cert: web.cert, key: other.key }),
    file("pki/encrypted.key", encrypted("encrypted.pem"), 0o644),
    file("pki/both.pem", web.key + web.cert, 0o644),
    file("pki/swapped.crt", web.key, 0o644),
    file("pki/cut.key", web.key.slice(0, 120), 0o644),
    file("pki/label.key", web.key.replaceAll("EC PRIVATE", "Ed25519 PRIVATE"), 0o644),
    file("admin.conf", config, 0o644),
    file(
      "password.conf",
      config.replace(
        /client-certificate-data: .*\n/,
        `username: admin\n    password: ${mark}\n    token: abc.${mark}\n`,
      ),
    ),
    file("exec.conf", config.replace("client-key-data:", `exec: { args: ["--token=${mark}"] }\n    client-key-data:`)),
    file("broken.conf", `${config}  password: ${mark}\n : {`),
    file("bootstrap.conf", config.replace(/client-(?:certificate|key)-data: .*\n/g, `token: 07401b.${mark}\n`)),
    file("bootstrap-token.yaml", `kind: Secret\nmetadata: { name: t }\nstringData: { token-secret: ${mark} }\n`),
    file("secret.yaml", secret("web", { cert: web.cert, key: other.key })),
    file(
      "opaque.yaml",
      `kind: Secret\nmetadata: { name: x }\ndata: { tls.crt: ${base64(mark)}, tls.key: ${base64(mark)} }\n`,
    ),
    file("manifests/kube-apiserver.yaml", manifest("kube-apiserver", flags)),
    file(
      "etcd.service",
      `[Service]\nExecStart=/usr/bin/etcd --cert-file=/pki/web.crt --key-file=/pki/other.key --password=${mark} --advertise-client-urls=${url("10.1.1.1:2379")} --initial-cluster=a=${url("10.1.1.2:2380")}\n`,
    ),
    file(
      "etcd.env",
      `ETCD_CERT_FILE=/pki/web.crt\nETCD_KEY_FILE=/pki/other.key\nETCD_PASSWORD=${mark}\nETCD_ADVERTISE_CLIENT_URLS=${url("etcd:2379")}\n`,
    ),
    file(
      "etcd.conf.yml",
      `name: a\nadvertise-client-urls: ${url("10.1.1.3:2379")}\nclient-transport-security: { cert-file: /pki/web.crt, key-file: /pki/other.key }\nroot-password: ${mark}\n`,
    ),
    file(
      "nginx.conf",
      `ssl_certificate pki/web.crt;\nssl_certificate_key pki/other.key;\nproxy_pass ${url("up")};\nserver_name ${url("web")};\n`,
    ),
    file("app.ini", `cert = pki/web.crt\nkey = pki/other.key\npassword = ${mark}\nkeyfile-password = pki/${mark}\n`),
    file("web-csr.json", JSON.stringify({ CN: "web", hosts: [url("web")], key: { algo: "ecdsa", size: 256 } })),
    file("broken-csr.json", `{ "CN": "web", "password": "${mark}", `),
    file(
      "ca-config.json",
      JSON.stringify({
        signing: { default: { usages: ["signing", "no"], auth_key: "k" } },
        auth_keys: { k: { type: "standard", key: mark } },
      }),
    ),
    file(
      "make.sh",
      `cfssl gencert -ca=ca.pem -config=ca-config.json -profile=none -remote=${url("ca")} web-csr.json | cfssljson -bare web # ${mark}\n`,
    ),
    file("users.csv", `${mark},admin,1\n`),
  ];
}

const forms = [[], ["-list"], ["-json"], ["-within", "999999h"], ["-fail", "warning", "-node", "web=10.0.0.1"]];

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  for (const { path, bytes, mode } of await secrets()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    chmodSync(join(folder, path), mode ?? 0o600);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(forms.map((flags) => [flags]))("with %j no password, token or key is printed", async (flags) => {
  const now = new Date(Date.now() + 60_000).toISOString();
  const host = createFakeHost({ args: ["check", "-at", now, ...flags, folder] });
  await cfssl(host);
  const { stdout, stderr } = host.printed();
  // Lines may be broken anywhere.
  const shown = `${Buffer.from(stdout)}${Buffer.from(stderr)}`.replace(/[\s…\\]+/g, "");
  expect(shown.length).toBeGreaterThan(300);
  expect([...shown.matchAll(new RegExp(`.{0,60}${mark}.{0,20}`, "g"))].map(([each]) => each)).toEqual([]);
  expect(shown).not.toContain(base64(mark));
  for (const { bytes } of await keys()) expect(shown).not.toContain(bytes);
});

/** Lines of the keys that lie in the folder. */
async function keys(): Promise<readonly { readonly bytes: string }[]> {
  const { readFileSync, readdirSync } = await import("node:fs");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      const pem = [...text.matchAll(/PRIVATE KEY-----\n([\s\S]*?)(?:-----END|$)/g)].flatMap(([, body = ""]) =>
        body.split("\n"),
      );
      const data = [...text.matchAll(/(?:client-key-data|tls\.key): (\S{40})/g)].map(([, start = ""]) => start);
      return [...pem, ...data].filter((line) => line.length >= 24).map((line) => ({ bytes: line.slice(0, 40) }));
    });
}
