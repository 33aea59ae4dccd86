import { createPrivateKey, createPublicKey } from "node:crypto";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { createLocalSigner, genkey, initca, selfsign } from "../../../src/index.js";
import { createFakeHost } from "../../support/fake-host.js";
import { createMemoryFiles } from "../../support/memory-files.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (contents: Uint8Array) => new TextDecoder().decode(contents);
const pemFiles = new Map<string, string>();

beforeAll(async () => {
  const root = await initca({ CN: "Root", key: { algo: "ecdsa", size: 256 } });
  const signer = await createLocalSigner({
    ...{ ca: root.cert, caKey: root.key },
    config: {
      signing: {
        default: { usages: ["server auth"], expiry: "1h" },
        profiles: { ca: { usages: ["cert sign"], expiry: "1h", ca_constraint: { is_ca: true } } },
      },
    },
  });
  const middle = await signer.gencert({ CN: "Middle", key: { algo: "ecdsa", size: 256 } }, { profile: "ca" });
  const under = await createLocalSigner({ ca: middle.cert, caKey: middle.key });
  const web = await under.gencert({ CN: "web", hosts: ["web.example"], key: { algo: "ecdsa", size: 256 } });
  const rsa = await signer.gencert({ CN: "rsa", key: { algo: "rsa", size: 2048 } });
  const ed = await signer.gencert({ CN: "ed", key: { algo: "ed25519" } });
  const anew = await initca({ CN: "Middle" });
  const other = await selfsign({ CN: "other" });
  const [key] = [createPrivateKey(web.key)];
  const locked = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "old" } as const;
  const old = { type: "sec1", format: "pem", cipher: "aes-128-cbc", passphrase: "old" } as const;
  for (const [name, contents] of [
    ...[
      ["root.pem", root.cert] as const,
      ["middle.pem", middle.cert] as const,
      ["both.pem", root.cert + middle.cert] as const,
    ],
    ...[
      ["web.pem", web.cert] as const,
      ["web-key.pem", web.key] as const,
      ["served.crt", web.cert + middle.cert] as const,
    ],
    ...[["rsa.pem", rsa.cert] as const, ["rsa-key.pem", rsa.key] as const],
    ...[["ed.pem", ed.cert] as const, ["ed-key.pem", ed.key] as const],
    ...[["anew.pem", anew.cert] as const, ["other.pem", other.cert] as const, ["other-key.pem", other.key] as const],
    ["locked.pem", String(key?.export(locked))] as const,
    ["old.pem", String(key?.export(old))] as const,
    ["served.key", web.key] as const,
    ["web.csr", (await genkey({ CN: "x" })).csr] as const,
    ["pw.txt", "hunter2\r\nsecond line\n"] as const,
    ["old.txt", "old\n"] as const,
    ["empty.txt", "\n"] as const,
    ["notes.txt", "no PEM at all\n"] as const,
    ["sa-key.pem", rsa.key] as const,
  ])
    pemFiles.set(name, contents);
});

/** Runs a command line on the files above, and what the test adds. */
async function run(line: string, options: { typed?: string[]; env?: Record<string, string> } = {}) {
  const files = createMemoryFiles(new Map([...pemFiles].map(([name, contents]) => [name, bytes(contents)])), 0o022);
  const host = createFakeHost({ args: ["export", ...line.split(" ")], files, ...options });
  const exitCode = await cfssl(host);
  const { stdout, stderr } = host.printed();
  return { exitCode, stdout: text(stdout), stderr: text(stderr), files: files.written() };
}

const certificates = (output: string) =>
  output.split(/(?=-----BEGIN )/).map((block) => [...pemFiles].find(([, contents]) => contents === block)?.[0] ?? "?");

describe("a chain", () => {
  test.each([
    ["-form fullchain -ca middle.pem,root.pem web", ["web.pem", "middle.pem"]],
    ["-form fullchain -ca root.pem,middle.pem web.pem", ["web.pem", "middle.pem"]],
    ["-form fullchain -ca both.pem web", ["web.pem", "middle.pem"]],
    ["-form fullchain -root -ca both.pem web", ["web.pem", "middle.pem", "root.pem"]],
    ["-form fullchain -ca both.pem,other.pem,anew.pem web", ["web.pem", "middle.pem"]],
    ["-form fullchain served.crt", ["web.pem", "middle.pem"]],
    ["-form fullchain -root -ca root.pem served.crt", ["web.pem", "middle.pem", "root.pem"]],
    ["-form fullchain -ca middle.pem web", ["web.pem", "middle.pem"]],
    ["-form fullchain -ca root.pem rsa", ["rsa.pem"]],
    ["-form fullchain other.pem", ["other.pem"]],
    ["-form cert served.crt", ["web.pem"]],
  ])("%s begins with the leaf and goes up", async (line, expected) => {
    const { stdout, stderr, exitCode } = await run(line);
    expect([stderr, exitCode]).toEqual(["", 0]);
    expect(certificates(stdout)).toEqual(expected);
  });
});

describe("a key", () => {
  test.each([
    ["-form pkcs1 rsa", "RSA PRIVATE KEY", "rsa-key.pem"],
    ["-form pkcs8 rsa-key.pem", "PRIVATE KEY", "rsa-key.pem"],
    ["-form sec1 web", "EC PRIVATE KEY", "web-key.pem"],
    ["-form pkcs8 web", "PRIVATE KEY", "web-key.pem"],
    ["-form pkcs8 web.pem", "PRIVATE KEY", "web-key.pem"],
    ["-form pkcs8 served.crt", "PRIVATE KEY", "web-key.pem"],
    ["-form pkcs8 -key-password-file old.txt locked.pem", "PRIVATE KEY", "web-key.pem"],
    ["-form pkcs8 -password-file old.txt old.pem", "PRIVATE KEY", "web-key.pem"],
    ["-form pkcs8 web.pem -key-password-env X locked.pem", "PRIVATE KEY", "web-key.pem"],
  ])("%s is that key, labeled %s", async (line, label, original) => {
    const words = line.split(" ");
    const flags = words.includes("X") ? "-form pkcs8 -key-password-env X web.pem locked.pem" : line;
    const { stdout, stderr } = await run(flags, { env: { X: "old" } });
    expect(stderr).toBe("");
    expect(stdout).toMatch(new RegExp(`^-----BEGIN ${label}-----\n`));
    const spki = (pem: string) => createPublicKey(pem).export({ type: "spki", format: "pem" });
    expect(spki(stdout)).toBe(spki(pemFiles.get(original) ?? ""));
  });

  test("is readable by others as PKCS #8, where upstream's label of Ed25519 is not", async () => {
    const { stdout } = await run("-form pkcs8 ed");
    expect(createPrivateKey(stdout).asymmetricKeyType).toBe("ed25519");
  });

  test("is written as DER to a file", async () => {
    const { files } = await run("-form pkcs8 -der -out web.der web");
    expect(files.map(({ path, mode }) => [path, mode])).toEqual([["web.der", 0o600]]);
    const der = Buffer.from(files[0]?.contents ?? []);
    expect(createPrivateKey({ key: der, format: "der", type: "pkcs8" }).asymmetricKeyType).toBe("ec");
  });

  test.each([
    ["", { typed: ["new", "new"] }, "new"],
    ["-password-env P ", { env: { P: "pässword" } }, "pässword"],
    ["-password-file pw.txt ", {}, "hunter2"],
    ["-password-file pw.txt -scrypt ", {}, "hunter2"],
  ])("with the flags %j is encrypted with the password from there", async (flags, options, passphrase) => {
    const { stdout, stderr } = await run(`-form pkcs8-encrypted ${flags}web`, options);
    expect(stdout).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    expect(createPrivateKey({ key: stdout, passphrase }).asymmetricKeyType).toBe("ec");
    expect(stderr).toBe("typed" in options ? "Password for the new file: The same again: " : "");
  });

  test("can have another password than the new file", async () => {
    const line = "-form pkcs8-encrypted -key-password-file old.txt -password-file pw.txt locked.pem";
    const { stdout } = await run(line);
    expect(createPrivateKey({ key: stdout, passphrase: "hunter2" }).asymmetricKeyType).toBe("ec");
  });
});

test.each([
  ["pem", "x.pem x-key.pem", "web"],
  ["crt", "x.crt x.key", "web"],
  ["kubeadm", "pki/etcd/server.crt pki/etcd/server.key", "web"],
  ["kubeadm", "pki/sa.key pki/sa.pub", "sa"],
])("the layout %s writes %s, and only the key is secret", async (form, expected, name) => {
  pemFiles.set("pki/etcd/keep", "");
  const named = name === "sa" ? "service-account" : form === "kubeadm" ? "etcd-server" : "x";
  const { files, stderr } = await run(
    `-form ${form} -ca both.pem -name ${named} -out ${form === "kubeadm" ? "pki" : "."} ${name}`,
  );
  pemFiles.delete("pki/etcd/keep");
  expect(stderr).toBe("");
  expect(files.map(({ path }) => path)).toEqual(expected.split(" ").sort());
  for (const { path, mode } of files) expect([path, mode]).toEqual([path, /key/.test(path) ? 0o600 : 0o644]);
});

describe("refused in one line, with nothing written:", () => {
  test.each<[string, string, number]>([
    ["web", "-form is missing; it is one of cert, fullchain,", 2],
    ["-form pkcs13 web", 'There is no form "pkcs13"; it is one of', 2],
    ["-form pkcs8", "export takes a certificate and its key, or the NAME of both", 2],
    ["-form pkcs12 web", "-form pkcs12 makes no text: name a file with -out", 2],
    ["-form cert -der web", "-form cert makes no text: name a file with -out", 2],
    ["-form combined -der -out x web", "-der: the form combined has no DER", 2],
    ["-form pkcs8 -scrypt web", "-scrypt is for -form pkcs8-encrypted", 2],
    ["-form crt web", "-form crt makes several files: name a folder with -out", 2],
    ["-form pkcs12 -out x -password-none -password-env P web", "-password-none contradicts", 2],
    ["-form pkcs12 -out x -password-file pw.txt -password-env P web", "-password-file contradicts -password-env", 2],
    ["-form pkcs12 -out x -password-env P web", "-password-env: the variable P is not set", 1],
    ["-form pkcs12 -out x -password-file none.txt web", "open none.txt: no such file or directory", 1],
    ["-form pkcs12 -out x -password-file empty.txt web", "empty.txt holds an empty password", 1],
    ["-form pkcs12 -out x web", "A password is needed: name it with -password-file or -password-env", 1],
    ["-form pkcs8-encrypted -out x -password-none web", "An encrypted key needs a password", 1],
    ["-form pkcs8 locked.pem", "locked.pem is encrypted: name its password with -key-password-file or", 1],
    ["-form pkcs8 -password-file pw.txt locked.pem", "locked.pem: the password does not open this key", 1],
    ["-form pkcs8 -password-file pw.txt old.pem", "old.pem: the password does not open this key", 1],
    ["-form pkcs8 nothing", "open nothing-key.pem: no such file or directory", 1],
    ["-form combined nothing", "open nothing.pem: no such file or directory", 1],
    [
      "-form combined root.pem",
      "root.pem holds no key, and there is no root-key.pem or root.key: give the key after it",
      1,
    ],
    ["-form combined web.pem other-key.pem", 'other-key.pem is not the key of the certificate "web" in web.pem', 1],
    ["-form combined web-key.pem other-key.pem", "other-key.pem holds a second private key", 1],
    [
      "-form combined web.csr web-key.pem",
      "web.csr holds no certificate and no private key, but only CERTIFICATE REQUEST",
      1,
    ],
    ["-form combined notes.txt web-key.pem", "notes.txt holds no certificate and no private key, but no PEM", 1],
    ["-form fullchain web", "A full chain needs the CAs that signed the certificate", 1],
    [
      "-form fullchain -ca root.pem web",
      'No certificate in root.pem signed "web" in web.pem: it was signed by "Middle"',
      1,
    ],
    ["-form fullchain -ca anew.pem web", "the CA of that name there has another key: it was made anew", 1],
    ["-form fullchain -ca web-key.pem web", "web-key.pem holds no certificate, but only EC PRIVATE KEY", 1],
    ["-form pkcs1 web", "PKCS #1 has no ECDSA keys; SEC 1 and PKCS #8 have", 1],
    ["-form sec1 ed", "SEC 1 has no Ed25519 keys; PKCS #8 has", 1],
    ["-form secret -name Web web", 'A Secret\'s name is made of lower case letters, digits, - and ., not "Web"', 1],
    ["-form kubeconfig -ca both.pem web", "A kubeconfig needs the URL of the API server: https://HOST:6443", 1],
    ["-form kubeconfig -ca both.pem -server 10.0.0.1 web", 'A kubeconfig needs a URL in place of "10.0.0.1"', 1],
    [
      "-form kubeconfig -server https://10.0.0.1 web",
      "A kubeconfig needs the CA that signed the server's certificate",
      1,
    ],
    [
      "-form kubeconfig -by-path -out /kc -ca both.pem -server https://10.0.0.1 web",
      "/kc can only name both.pem by its whole path",
      1,
    ],
    ["-form kubeadm -out . -name web web", 'kubeadm has no file for "web": name it as one of ca, apiserver,', 1],
    ["-form kubeadm -out nowhere -name ca web", "open nowhere/ca.crt: no such file or directory", 1],
  ])("%s", async (line, expected, code) => {
    const { exitCode, stdout, stderr, files } = await run(line);
    expect(stderr).toContain(expected);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([exitCode, stdout, files]).toEqual([code, "", []]);
    expect(stderr).not.toMatch(/hunter2|MH[cg]/);
  });

  test("two passwords that differ", async () => {
    const { stderr, files } = await run("-form pkcs12 -out x.p12 web", { typed: ["a", "b"] });
    expect(stderr.split(": ").slice(2).join(": ")).toBe("The two passwords differ: nothing was written\n");
    expect(files).toEqual([]);
  });
});

describe("a kubeconfig", () => {
  test("is named after the certificate and the cluster, and quotes what YAML would read otherwise", async () => {
    const server = "-server https://10.0.0.1:6443";
    const { stdout } = await run(`-form kubeconfig -ca both.pem ${server} -cluster 12 -user system:node:a web`);
    expect(stdout.replace(/data: \S+/g, "data: …")).toBe(`apiVersion: v1
kind: Config
clusters:
- name: "12"
  cluster:
    server: "https://10.0.0.1:6443"
    certificate-authority-data: …
users:
- name: "system:node:a"
  user:
    client-certificate-data: …
    client-key-data: …
contexts:
- name: "system:node:a@12"
  context:
    cluster: "12"
    user: "system:node:a"
current-context: "system:node:a@12"
preferences: {}
`);
  });

  test.each([
    ["", "web.pem"],
    ["-out kc ", "web.pem"],
    ["-out conf/a/kc ", "../../web.pem"],
  ])("%j names files as they are seen from its own folder", async (out, expected) => {
    pemFiles.set("conf/a/keep", "");
    const { stdout, files } = await run(
      `-form kubeconfig -by-path ${out}-ca both.pem -server https://10.0.0.1:6443 web.pem web-key.pem`,
    );
    pemFiles.delete("conf/a/keep");
    const [written] = files;
    const yaml = written ? text(written.contents) : stdout;
    const named = /client-certificate: "?([^"\n]*)/.exec(yaml)?.[1];
    expect(named).toBe(expected);
    expect(yaml).not.toContain("-data:");
  });
});

test.each([["pkcs8-encrypted"], ["pkcs12"], ["pkcs12-old"], ["truststore"]])(
  "%s is refused where SOURCE_DATE_EPOCH asks for the same bytes each time",
  async (form) => {
    const env = { SOURCE_DATE_EPOCH: "0" };
    const refused = await run(`-form ${form} -password-file pw.txt -out x web`, { env });
    expect([refused.exitCode, refused.stdout, Object.keys(refused.files)]).toEqual([1, "", []]);
    expect(refused.stderr.trimEnd()).toBe(
      `-form ${form} has a random salt, so it is never the same twice, as SOURCE_DATE_EPOCH asks: unset that variable to make it`,
    );
    expect((await run("-form pkcs8 web-key.pem", { env })).exitCode).toBe(0);
  },
);
