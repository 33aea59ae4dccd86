import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CheckOptions,
  createLocalSigner,
  type FileToCheck,
  genkey,
  initca,
  type LocalSigner,
} from "../../../src/index.js";

/** Certificates and folders to check, made for each test: CAs and leaves as cfssl makes them, and others by openssl. */

export interface Folder {
  readonly files: readonly FileToCheck[];
  readonly options?: CheckOptions;
}

/** Folders in which nothing is wrong, by what they are. */
export type CleanFolders = Readonly<Record<string, () => Promise<Folder>>>;

/** Folders with what is found in them: severity, rule and first file. */
export type FaultyFolders = Readonly<Record<string, readonly [() => Promise<Folder>, ...string[]]>>;

export const day = 86_400_000;

export const serviceNames = [
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

export interface Ca extends Pair {
  readonly signer: LocalSigner;
}

const config = {
  signing: {
    default: { usages: ["signing", "key encipherment"], expiry: "8760h" },
    profiles: {
      server: { usages: ["signing", "key encipherment", "server auth"], expiry: "8760h" },
      client: { usages: ["signing", "key encipherment", "client auth"], expiry: "8760h" },
      peer: { usages: ["signing", "key encipherment", "server auth", "client auth"], expiry: "8760h" },
      ca: {
        usages: ["cert sign", "crl sign"],
        expiry: "43800h",
        ca_constraint: { is_ca: true, max_path_len: 0, max_path_len_zero: true },
      },
      short: { usages: ["signing", "server auth", "client auth"], expiry: "1h" },
    },
  },
} as const;

export async function makeCa(name: string, ca: Readonly<Record<string, string>> = { expiry: "87600h" }): Promise<Ca> {
  const request = { CN: name, names: [{ O: "Example" }], ca };
  return caOf(await initca(request));
}

export async function caOf(pair: Pair): Promise<Ca> {
  return { ...pair, signer: await createLocalSigner({ ca: pair.cert, caKey: pair.key, config }) };
}

export interface Asked {
  readonly cn: string;
  readonly o?: string;
  readonly hosts?: readonly string[];
  readonly profile?: keyof typeof config.signing.profiles;
  /** Milliseconds by which the signer's clock is off. */
  readonly shift?: number;
}

export async function issue(ca: Ca, { cn, o, hosts = [], profile = "peer", shift = 0 }: Asked): Promise<Pair> {
  const signer = shift === 0 ? ca.signer : await shifted(ca, shift);
  const request = { CN: cn, hosts: [...hosts], ...(o === undefined ? {} : { names: [{ O: o }] }) };
  const { csr, key } = await genkey(request);
  const { cert } = await signer.sign(csr, { profile });
  return { cert, key };
}

function shifted({ cert, key }: Pair, shift: number): Promise<LocalSigner> {
  return createLocalSigner({ ca: cert, caKey: key, config }, { now: () => Date.now() + shift });
}

/** A file; keys are for their owner alone. */
export function file(
  path: string,
  bytes: string | Uint8Array,
  mode = /key|\.conf$/.test(path) ? 0o600 : 0o644,
): FileToCheck {
  return { path, bytes, mode };
}

/** A certificate and its key under the names that most tools give them. */
export function files(base: string, { cert, key }: Pair, endings: readonly [string, string] = [".crt", ".key"]) {
  return [file(`${base}${endings[0]}`, cert), file(`${base}${endings[1]}`, key, 0o600)];
}

export const base64 = (text: string) => Buffer.from(text).toString("base64");

export function kubeconfig(server: string, ca: string, { cert, key }: Pair, user = "user"): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: kubernetes
  cluster:
    server: ${server}
    certificate-authority-data: ${base64(ca)}
contexts:
- name: main
  context: { cluster: kubernetes, user: ${user} }
current-context: main
users:
- name: ${user}
  user:
    client-certificate-data: ${base64(cert)}
    client-key-data: ${base64(key)}
`;
}

/** A kubeconfig that names files. */
export function fileKubeconfig(server: string, ca: string, base: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: local
  cluster: { server: "${server}", certificate-authority: ${ca} }
contexts:
- name: default
  context: { cluster: local, user: user }
current-context: default
users:
- name: user
  user: { client-certificate: ${base}.crt, client-key: ${base}.key }
`;
}

/** Flags, one a line or in another form. */
export function flags(values: Readonly<Record<string, string>>, between = "\n"): string {
  return Object.entries(values)
    .map(([name, value]) => `--${name}=${value}`)
    .join(between);
}

export function secret(name: string, { cert, key }: Pair): string {
  return `apiVersion: v1
kind: Secret
metadata: { name: ${name} }
type: kubernetes.io/tls
data:
  tls.crt: ${base64(cert)}
  tls.key: ${base64(key)}
`;
}

/** A static pod manifest. */
export function manifest(component: string, flags: Readonly<Record<string, string>>): string {
  const words = Object.entries(flags).map(([name, value]) => `    - --${name}=${value}`);
  return `apiVersion: v1
kind: Pod
metadata: { name: ${component} }
spec:
  containers:
  - name: ${component}
    command:
    - ${component}
${words.join("\n")}
`;
}

/** Runs openssl commands in a folder, one a line, and answers its files. */
export function openssl(commands: string, inputs: Readonly<Record<string, string>> = {}): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  try {
    for (const [name, text] of Object.entries(inputs)) writeFileSync(join(folder, name), text);
    for (const line of commands.trim().split("\n")) {
      execFileSync("bash", ["-c", `set -e; openssl ${line.trim()}`], { cwd: folder, stdio: "pipe" });
    }
    const made = new Map<string, string>();
    for (const name of execFileSync("ls", { cwd: folder, encoding: "utf8" }).trim().split("\n")) {
      made.set(name, readFileSync(join(folder, name), "latin1"));
    }
    return (name) => {
      const text = made.get(name);
      if (text === undefined) throw new Error(`openssl made no ${name}`);
      return text;
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
