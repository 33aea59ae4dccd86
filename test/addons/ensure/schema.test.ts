import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { projectFolder } from "../../support/contents.js";
import { read } from "./run.js";

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
for (const kind of ["csr", "config", "pki"]) {
  ajv.addSchema(JSON.parse(readFileSync(join(projectFolder, "schema", `${kind}.schema.json`), "utf8")));
}

const schema = ajv.getSchema("pki.schema.json")?.schema as { readonly $defs: object; readonly properties: object };
const authority = { expiry: "1h", usages: ["cert sign"], ca_constraint: { is_ca: true } };
const config = { signing: { profiles: { p: { expiry: "1h", usages: ["server auth"] }, authority } } };
const ca = { request: { CN: "CA" } };
const web = { ca: "ca", request: { CN: "web" } };
const nodes = { workers: { a: "10.0.0.1" } };

const conforms = (manifest: unknown) => Boolean(ajv.validate("pki.schema.json", manifest));
const isRead = (manifest: unknown) =>
  read(manifest, { "web-csr.json": { CN: "web" }, "ca-config.json": config }).then(
    () => true,
    () => false,
  );

test("the schema is one of draft 2020-12, and says what each member is", () => {
  expect(ajv.validateSchema(schema)).toBe(true);
  const { $defs, properties } = JSON.parse(JSON.stringify(schema));
  const members = [
    $defs,
    properties,
    ...Object.values<{ properties?: object }>($defs).map((each) => each.properties ?? {}),
  ];
  for (const [name, member] of members.flatMap((each) =>
    Object.entries<{ description?: string; $ref?: string }>(each),
  )) {
    const described = member.description ?? $defs[member.$ref?.replace("#/$defs/", "") ?? ""]?.description;
    expect([name, described]).toEqual([name, expect.stringMatching(/^[A-Z`].*\.$/)]);
  }
});

test.each<[what: string, manifest: unknown]>([
  ["a root", { cas: { ca } }],
  ["a certificate", { cas: { ca }, certificates: { web } }],
  [
    "paths of files",
    {
      config: "ca-config.json",
      cas: { ca },
      certificates: { web: { ca: "ca", request: "web-csr.json", profile: "p" } },
    },
  ],
  ["a configuration", { config, cas: { ca, low: { ca: "ca", profile: "authority", request: { CN: "low" } } } }],
  ["nodes", { nodes, cas: { ca }, certificates: { "k-{name}": { ...web, each: ["workers"], hosts: ["{ip}"] } } }],
  [
    "a common name and hosts",
    { cas: { ca: { ...ca, cn: "x" } }, certificates: { web: { ...web, cn: "y", hosts: ["a"] } } },
  ],
  [
    "name constraints",
    { cas: { ca: { ...ca, name_constraints: { permitted: ["a.b", "10.0.0.0/8"], excluded: ["dns:"], _: "x" } } } },
  ],
  [
    "name constraints of a request",
    { cas: { ca: { request: { CN: "CA", name_constraints: { excluded: ["a.b"] } } } } },
  ],
  ["durations", { "renew-before": "720h", cas: { ca: { ...ca, "renew-before": "1h30m" } } }],
  ["keys", { keys: { sa: {}, rsa: { key: { algo: "rsa", size: 2048 } } } }],
  ["names with folders", { keys: { "etcd/sa": {} } }],
  ["a layout", { files: "kubeadm", cas: { ca }, certificates: { web: { ...web, files: "crt" } } }],
  [
    "names of files",
    {
      files: { certificate: "certs/{row}.crt", key: "private/{row}.key", "public-key": "{row}.pub" },
      cas: { ca: { ...ca, files: { key: "safe/ca.key" } } },
      keys: { sa: { files: { "public-key": "sa/public.pem" } } },
    },
  ],
  [
    "outputs",
    {
      outputs: ["fullchain"],
      cas: { ca: { ...ca, outputs: [{ form: "truststore", "password-env": "PASSWORD" }] } },
      certificates: {
        web: {
          ...web,
          outputs: [
            { form: "pkcs12", out: "{row}.p12", name: "x", "password-file": "password.txt", _: "x" },
            { form: "pkcs12-old", out: "old.p12", "password-none": true },
            { form: "pkcs8-encrypted", der: true, scrypt: true },
            { form: "secret", namespace: "shop", root: true },
          ],
        },
      },
      keys: { sa: { outputs: ["pkcs8", "sec1", { form: "public-key", der: true }] } },
    },
  ],
  [
    "kubeconfigs",
    {
      ...{ nodes, cas: { ca }, certificates: { web, "k-{name}": { ...web, each: ["workers"] } } },
      kubeconfigs: {
        web: { server: "https://10.0.0.1:6443" },
        "kubelet-{name}": {
          ...{ each: ["workers"], certificate: "k-{name}", server: "https://{ip}:6443", embed: false },
          ...{ cluster: "c", user: "u", out: "{name}/kubelet.conf" },
        },
      },
    },
  ],
  ["remarks", { $schema: "x", _: "x", "//": "x", cas: { ca: { ...ca, _why: "x" } } }],
])("%s conforms and is read", async (_, manifest) => {
  expect([conforms(manifest), ajv.errors, await isRead(manifest)]).toEqual([true, null, true]);
});

test.each<[what: string, manifest: unknown]>([
  ["no object", []],
  ["an unknown member", { cas: { ca }, CAs: {} }],
  ["an unknown member of a row", { cas: { ca }, certificates: { web: { ...web, profiles: "p" } } }],
  ["an unknown member of a CA", { cas: { ca: { ...ca, each: ["workers"] } } }],
  ["no CA", { cas: { ca }, certificates: { web: { request: { CN: "x" } } } }],
  ["no request", { cas: { ca: {} } }],
  ["a root with a profile", { config, cas: { ca: { ...ca, profile: "p" } } }],
  ["a root with hosts", { cas: { ca: { ...ca, hosts: ["a"] } } }],
  ["empty hosts", { cas: { ca }, certificates: { web: { ...web, hosts: [] } } }],
  ["hosts that are a text", { cas: { ca }, certificates: { web: { ...web, hosts: "a" } } }],
  ["name constraints of a certificate", { cas: { ca }, certificates: { web: { ...web, name_constraints: {} } } }],
  ["no name constraints", { cas: { ca: { ...ca, name_constraints: { permitted: [], excluded: [] } } } }],
  ["an unknown list of constraints", { cas: { ca: { ...ca, name_constraints: { permitted: ["a"], denied: ["b"] } } } }],
  ["an empty constraint", { cas: { ca: { ...ca, name_constraints: { permitted: [""] } } } }],
  ["days", { "renew-before": "30d", cas: { ca } }],
  ["a group with a dot", { nodes: { "a.b": {} }, cas: { ca } }],
  ["a node's name with a slash", { nodes: { a: { "b/c": "10.0.0.1" } }, cas: { ca } }],
  ["a name that leads out", { keys: { "../sa": {} } }],
  ["an absolute name", { keys: { "/sa": {} } }],
  ["a name like a flag", { keys: { "-sa": {} } }],
  ["a number for a request", { cas: { ca: { request: 1 } } }],
  ["a wrong type in a request", { cas: { ca: { request: { CN: 1 } } } }],
  ["an unknown member of a key", { keys: { sa: { algo: "rsa" } } }],
  ["a layout that is none", { files: "PEM", cas: { ca } }],
  ["a name of a public key for a certificate", { cas: { ca: { ...ca, files: { "public-key": "x" } } } }],
  ["a file that leads out", { cas: { ca: { ...ca, files: { key: "../x" } } } }],
  ["a form that is none", { cas: { ca: { ...ca, outputs: ["p12"] } } }],
  ["a kubeconfig as an output", { cas: { ca }, certificates: { web: { ...web, outputs: ["kubeconfig"] } } }],
  ["an output without a form", { cas: { ca: { ...ca, outputs: [{}] } } }],
  ["a password in the manifest", { cas: { ca: { ...ca, outputs: [{ form: "truststore", password: "x" }] } } }],
  ["a truth that is a text", { cas: { ca: { ...ca, outputs: [{ form: "cert", der: "yes" }] } } }],
  ["a kubeconfig without a server", { cas: { ca }, certificates: { web }, kubeconfigs: { web: {} } }],
  ["a server without TLS", { cas: { ca }, certificates: { web }, kubeconfigs: { web: { server: "http://x" } } }],
])("%s does not conform, and is not read", async (_, manifest) => {
  expect([conforms(manifest), await isRead(manifest)]).toEqual([false, false]);
});
