import { read } from "./run.js";

const usages = ["signing", "client auth"];
const config = {
  signing: {
    profiles: {
      server: { expiry: "8760h", usages: ["signing", "server auth"] },
      authority: { expiry: "8760h", usages: ["cert sign"], ca_constraint: { is_ca: true } },
      mistyped: { expiry: "8760h", usages: ["signing", "server_auth"] },
      remote: { expiry: "8760h", usages, remote: "other" },
    },
  },
  remotes: { other: "ca.example:8888" },
};
const files = {
  "ca-config.json": config,
  "web-csr.json": { CN: "web", hosts: ["web.example"] },
  "ca-csr.json": { CN: "CA", ca: { expiry: "87600h" } },
  "wrong-csr.json": { CN: "web", hostz: ["web.example"] },
  "broken-csr.json": '{"CN": "web",}',
  "broken-config.json": { signing: { profiles: { server: { usages: ["signing"] } } } },
};
const ca = { request: "ca-csr.json" };
const web = { ca: "ca", profile: "server", request: "web-csr.json" };
const nodes = { workers: { "w-1": "10.0.0.1", "w-2": "10.0.0.2" }, masters: { "m-1": "10.0.1.1" } };
const each = { ...web, each: ["workers"], request: { CN: "{name}" } };

/** A manifest with one row that differs. */
const withWeb = (row: object) => ({ config: "ca-config.json", nodes, cas: { ca }, certificates: { web: row } });
const withRows = (rows: object) => ({ config: "ca-config.json", nodes, cas: { ca }, ...rows });

test.each<[what: string, manifest: unknown, error: string | RegExp]>([
  ["a text that is cut short", '{\n  "cas": {', "pki.json: line 2: unexpected end of JSON input"],
  [
    "a comma too many",
    '{\n  "cas": {},\n}',
    /^pki\.json: line 3: invalid character '}' looking for beginning of object key/,
  ],
  ["YAML", "cas:\n  ca:\n", /^pki\.json: line 1: invalid character 'c' .*; it must be a JSON object: \{ … \}$/],
  ["no object", "[]", "pki.json: must be an object: the PKI"],
  ["nothing", {}, "pki.json: there is nothing to make: it needs rows in cas, certificates or keys"],
  ["a member that is not known", { CAs: {} }, 'pki.json: CAs: there is no such member; did you mean "cas"?'],
  [
    "a member of a row that is not known",
    withWeb({ ...web, profiles: "server" }),
    'pki.json: certificates.web.profiles: there is no such member; did you mean "profile"?',
  ],
  [
    "a member that is like none",
    withWeb({ ...web, colour: 1 }),
    /there are each, ca, profile, request, cn, hosts, renew-before, files, outputs$/,
  ],
  [
    "two members of one name",
    '{"certificates": {"web": {}, "web": {}}}',
    "pki.json: certificates.web: is there twice: rename one of them or delete it",
  ],
  [
    "a CA that is not there",
    withWeb({ ...web, ca: "cb" }),
    'pki.json: certificates.web.ca: there is no CA "cb" in cas; did you mean "ca"?',
  ],
  [
    "no CA",
    withWeb({ request: { CN: "web" } }),
    'pki.json: certificates.web: "ca" is missing: the name of a row of cas',
  ],
  [
    "no request",
    withWeb({ ca: "ca" }),
    "pki.json: certificates.web.request: is missing: the path of a request, or the request itself",
  ],
  [
    "a profile that is not there",
    withWeb({ ...web, profile: "sever" }),
    'pki.json: certificates.web.profile: there is no profile "sever" in ca-config.json; did you mean "server"?',
  ],
  [
    "a profile of a remote server",
    withWeb({ ...web, profile: "remote" }),
    /^pki\.json: certificates\.web: the profile "remote" has a remote server issue/,
  ],
  [
    "a usage that means nothing",
    withWeb({ ...web, profile: "mistyped" }),
    'ca-config.json: the profile "mistyped" has the usage "server_auth", which means nothing; for example, write "server auth"',
  ],
  [
    "a profile that makes CAs",
    withWeb({ ...web, profile: "authority" }),
    'pki.json: certificates.web: the profile "authority" makes a CA: move web to cas, or choose another profile',
  ],
  [
    "a profile that makes no CAs",
    withRows({ cas: { ca, low: { ca: "ca", profile: "server", request: { CN: "low" } } } }),
    'pki.json: cas.low: the profile "server" makes no CA: give it "ca_constraint": { "is_ca": true } in ca-config.json',
  ],
  [
    "a root with a profile",
    withRows({ cas: { ca: { ...ca, profile: "server" } } }),
    /^pki\.json: cas\.ca\.profile: a root has no profile/,
  ],
  [
    "a root with hosts",
    withRows({ cas: { ca: { ...ca, hosts: ["10.0.0.1"] } } }),
    /^pki\.json: cas\.ca\.hosts: a root takes its hosts from its request/,
  ],
  [
    "CAs that sign each other",
    withRows({
      cas: {
        a: { ca: "b", profile: "authority", request: { CN: "a" } },
        b: { ca: "a", profile: "authority", request: { CN: "b" } },
      },
    }),
    'pki.json: cas.a: these CAs sign each other: a → b → a; one of them must be a root, without "ca"',
  ],
  [
    "a CA that signs itself",
    withRows({ cas: { a: { ca: "a", request: { CN: "a" } } } }),
    /these CAs sign each other: a → a;/,
  ],
  [
    "a leaf's request for a CA",
    withWeb({ ...web, request: "ca-csr.json" }),
    /^pki\.json: certificates\.web: its request has a "ca" section/,
  ],
  [
    "a request that is not there",
    withWeb({ ...web, request: "x.json" }),
    "pki.json: certificates.web.request: open x.json: no such file or directory",
  ],
  [
    "a request with an unknown member",
    withWeb({ ...web, request: "wrong-csr.json" }),
    'wrong-csr.json: hostz: a request has no such member; did you mean "hosts"?',
  ],
  [
    "an inline request with an unknown member",
    withWeb({ ...web, request: { CN: "web", names: [{ Q: "x" }] } }),
    /^pki\.json: certificates\.web\.request\.names\[0\]\.Q: a request has no such member/,
  ],
  [
    "a request that is no JSON",
    withWeb({ ...web, request: "broken-csr.json" }),
    /^broken-csr\.json: line 1: invalid character '}'/,
  ],
  [
    "a request of a wrong type",
    withWeb({ ...web, request: { CN: 1 } }),
    /^pki\.json: certificates\.web\.request: json: cannot unmarshal number/,
  ],
  ["a configuration that is not there", { config: "x.json" }, "x.json: open x.json: no such file or directory"],
  ["a configuration with a mistake", { config: "broken-config.json" }, "broken-config.json: empty expiry string"],
  ["a configuration that is a number", { config: 1 }, "pki.json: config: must be the path of a signing configuration"],
  [
    "an unknown placeholder",
    withWeb({ ...each, request: { CN: "{nam}" } }),
    /request\.CN: there is no placeholder \{nam\}; did you mean "name"\?$/,
  ],
  [
    "a placeholder without each",
    withWeb({ ...web, hosts: ["{ip}"] }),
    /hosts\[0\]: \{ip\} has no value here; give the row "each", or name a group: \{GROUP\.ip\}$/,
  ],
  [
    "an unknown group in a placeholder",
    withWeb({ ...web, hosts: ["{slaves.ip}"] }),
    /hosts\[0\]: \{slaves\.ip\}: there is no group "slaves" in nodes/,
  ],
  [
    "a list outside of hosts",
    withWeb({ ...web, cn: "{workers.name}" }),
    /cn: \{workers\.name\} stands for a list, which only hosts can hold$/,
  ],
  [
    "two lists in one host",
    withWeb({ ...web, hosts: ["{workers.ip}-{masters.ip}"] }),
    /a text may have one list only$/,
  ],
  [
    "a group that is not there",
    withWeb({ ...each, each: ["worker"] }),
    /each\[0\]: there is no group "worker" in nodes; did you mean "workers"\?$/,
  ],
  [
    "a row for two nodes without their names",
    withWeb(each),
    /^pki\.json: certificates\.web: two rows have the name "web", and would write web\.pem: put \{name\} into the row's name/,
  ],
  [
    "rows that come to have one name",
    withRows({ certificates: { "k-{name}": each, "k-w-1": web } }),
    /^pki\.json: certificates\.k-w-1: two rows have the name "k-w-1", .*rename one of them; the other is pki\.json: certificates\.k-\{name\}$/,
  ],
  ["a CA and a certificate of one name", withRows({ certificates: { ca: web } }), /two rows have the name "ca"/],
  [
    "a certificate in the place of a key",
    withRows({ certificates: { a: web, "a-key": web } }),
    /would write a-key\.pem/,
  ],
  [
    "a key in the place of another",
    withRows({ keys: { ca: {} } }),
    /two rows have the name "ca", and would write ca-key\.pem/,
  ],
  [
    "a node's address that is none",
    { nodes: { a: { b: "10.0.0.300" } } },
    'pki.json: nodes.a.b: must be an IP address, not "10.0.0.300"',
  ],
  [
    "a node with two addresses",
    { ...withWeb({ ...each, each: ["a", "b"] }), nodes: { a: { n: "10.0.0.1" }, b: { n: "10.0.0.2" } } },
    /the node n is 10\.0\.0\.1 in one group and 10\.0\.0\.2 in another$/,
  ],
  ["a path that leads out", withRows({ certificates: { "../web": web } }), /"\.\.\/web" cannot be the name of files/],
  ["an absolute path", withRows({ certificates: { "/web": web } }), /cannot be the name of files/],
  ["a name like a flag", withRows({ certificates: { "-web": web } }), /cannot be the name of files/],
  [
    "hosts that are no list",
    withWeb({ ...web, hosts: "a" }),
    /hosts: must be an array: hosts, in the place of the request's$/,
  ],
  ["no hosts", withWeb({ ...web, hosts: [] }), /hosts: is empty: leave it out to keep the request's hosts$/],
  [
    "a duration that is none",
    { ...withWeb(web), "renew-before": "30d" },
    /renew-before: must be a duration in Go's form, such as "720h", not "30d"$/,
  ],
  ["a negative duration", withWeb({ ...web, "renew-before": "-1h" }), /must be a duration/],
  [
    "a layout that is none",
    withWeb({ ...web, files: "cert" }),
    /files: there is no layout "cert"; did you mean "crt"\?/,
  ],
  [
    "a layout that is like none",
    { files: "kubespray" },
    'pki.json: files: there is no layout "kubespray"; there are pem, crt, kubeadm, or an object with names',
  ],
  ["a name for a file that is none", withWeb({ ...web, files: { cert: "x" } }), /files\.cert: there is no such member/],
  [
    "a file that leads out",
    withWeb({ ...web, files: { key: "/etc/ssl/web.key" } }),
    /files: "\/etc\/ssl\/web\.key" cannot be a file: it must be a path below the folder of the certificates$/,
  ],
  [
    "an unknown placeholder in a file's name",
    withWeb({ ...web, files: { key: "{rows}.key" } }),
    /files\.key: there is no placeholder \{rows\}/,
  ],
  [
    "a certificate in the file of its key",
    withWeb({ ...web, files: { certificate: "web.pem", key: "web.pem" } }),
    "pki.json: certificates.web: it would write web.pem twice: put {row} or {name} into its files' names",
  ],
  [
    "rows with the same file",
    withRows({ files: { key: "tls.key" }, certificates: { web } }),
    'pki.json: certificates.web: it would write tls.key, as pki.json: cas.ca does: rename the row, or name its files with "files"',
  ],
  [
    "an output in the place of a certificate",
    withWeb({ ...web, files: "crt", outputs: ["cert"] }),
    'pki.json: certificates.web.outputs[0]: it would write web.crt, as pki.json: certificates.web does: name another file with "out"',
  ],
  [
    "two outputs of one file",
    withWeb({
      ...web,
      outputs: [
        { form: "pkcs12", out: "x" },
        { form: "secret", out: "x" },
      ],
    }),
    'pki.json: certificates.web.outputs[1]: it would write x, as pki.json: certificates.web.outputs[0] does: name another file with "out"',
  ],
  [
    "an output of all rows in one file",
    { ...withRows({ certificates: { web, other: web } }), outputs: [{ form: "fullchain", out: "chain.pem" }] },
    "pki.json: outputs[0]: it would write chain.pem twice: put {row} or {name} into its files' names",
  ],
  [
    "a form that is none",
    withWeb({ ...web, outputs: ["pkcs-12"] }),
    'pki.json: certificates.web.outputs[0]: there is no form "pkcs-12"; did you mean "pkcs12"?',
  ],
  [
    "a form that is like none",
    withWeb({ ...web, outputs: ["jks"] }),
    /no form "jks"; there are cert, fullchain, .*, secret$/,
  ],
  [
    "a layout as a form",
    withWeb({ ...web, outputs: ["crt"] }),
    'pki.json: certificates.web.outputs[0]: crt names the files of the row: "files": "crt"',
  ],
  [
    "a kubeconfig as a form",
    withWeb({ ...web, outputs: [{ form: "kubeconfig" }] }),
    'pki.json: certificates.web.outputs[0].form: kubeconfigs have rows of their own, in "kubeconfigs"',
  ],
  [
    "a form of a certificate for a key",
    withRows({ keys: { sa: { outputs: ["fullchain"] } } }),
    "pki.json: keys.sa.outputs[0]: fullchain needs a certificate, and this is a key alone",
  ],
  [
    "a form for other keys",
    withWeb({ ...web, outputs: ["pkcs1"] }),
    "pki.json: certificates.web.outputs[0]: pkcs1 is for rsa keys, and that of web is ecdsa: choose pkcs8, or another key in its request",
  ],
  [
    "a password",
    withWeb({ ...web, outputs: [{ form: "pkcs12", password: "secret" }] }),
    /outputs\[0\]\.password: there is no such member/,
  ],
  [
    "two passwords",
    withWeb({ ...web, outputs: [{ form: "pkcs12", "password-file": "a", "password-env": "B" }] }),
    /outputs\[0\]\.password-env: contradicts "password-file": keep one of them$/,
  ],
  [
    "a password for what has none",
    withWeb({ ...web, outputs: [{ form: "pkcs8", "password-env": "B" }] }),
    /password-env: the form pkcs8 has no password$/,
  ],
  [
    "an encrypted key without a password",
    withWeb({ ...web, outputs: [{ form: "pkcs8-encrypted", "password-none": true }] }),
    /password-none: a key without a password is the form pkcs8$/,
  ],
  ["DER of YAML", withWeb({ ...web, outputs: [{ form: "secret", der: true }] }), /der: the form secret has no DER$/],
  [
    "scrypt for PKCS #12",
    withWeb({ ...web, outputs: [{ form: "pkcs12", scrypt: true }] }),
    /scrypt: is for the form pkcs8-encrypted$/,
  ],
  [
    "a Secret with a name that Kubernetes refuses",
    withRows({ certificates: { web_1: { ...web, outputs: ["secret"] } } }),
    /outputs\[0\]: a Secret's name and namespace are made of lower case letters.*not "web_1": give it another "name"$/,
  ],
  [
    "a kubeconfig of no certificate",
    withRows({ kubeconfigs: { wep: { server: "https://x" } }, certificates: { web } }),
    'pki.json: kubeconfigs.wep: there is no certificate "wep" in certificates; did you mean "web"?',
  ],
  [
    "a kubeconfig without a server",
    withRows({ certificates: { web }, kubeconfigs: { web: {} } }),
    "pki.json: kubeconfigs.web.server: must be a string: https://HOST:6443",
  ],
  [
    "a server without TLS",
    withRows({ certificates: { web }, kubeconfigs: { web: { server: "http://x:8080" } } }),
    'pki.json: kubeconfigs.web.server: must be a URL, https://HOST:6443, not "http://x:8080"',
  ],
  [
    "a kubeconfig that names files of an intermediate CA",
    withRows({
      cas: { ca, low: { ca: "ca", profile: "authority", request: { CN: "low" } } },
      certificates: { web: { ...web, ca: "low" } },
      kubeconfigs: { web: { server: "https://x", embed: false } },
    }),
    /^pki\.json: kubeconfigs\.web: the CA of web is an intermediate one, .*: give that row the output "fullchain", or leave out "embed"$/,
  ],
  ["a member of a key row", withRows({ keys: { sa: { algo: "rsa" } } }), /keys\.sa\.algo: there is no such member/],
])("%s is an error that names its place and a remedy", async (_, manifest, error) => {
  const failure = await read(manifest, files).then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(failure).toMatchObject({ name: "EnsureError" });
  const { message } = failure as Error;
  if (typeof error === "string") expect(message).toBe(error);
  else expect(message).toMatch(error);
  expect(message).not.toContain("\n");
});

test("a row stands for each node of its groups once, and lists for all nodes of a group", async () => {
  const manifest = {
    nodes: { masters: { "m-1": "10.0.1.1" }, etcd: { "m-1": "10.0.1.1", "e-2": "10.0.1.2" } },
    cas: { ca: { request: { CN: "CA" } } },
    certificates: {
      "etcd-{name}": {
        ca: "ca",
        each: ["masters", "etcd"],
        request: { CN: "{name}" },
        hosts: ["{ip}", "{etcd.name}:x"],
      },
    },
  };
  const { certificates } = await read(manifest);
  const { requestOf } = await import("../../../src/addons/ensure/manifest/row.js");
  expect(certificates.map((row) => [row.name, requestOf(row).commonName, requestOf(row).hosts])).toEqual([
    ["etcd-m-1", "m-1", ["10.0.1.1", "m-1:x", "e-2:x"]],
    ["etcd-e-2", "e-2", ["10.0.1.2", "m-1:x", "e-2:x"]],
  ]);
});

test("a request's path may name the node", async () => {
  const own = { "w-1-csr.json": { CN: "one" }, "w-2-csr.json": { CN: "two" } };
  const row = { ...each, request: "{name}-csr.json" };
  const { certificates } = await read(withRows({ certificates: { "{name}": row } }), { ...files, ...own });
  expect(certificates.map(({ request }) => request.spec.commonName)).toEqual(["one", "two"]);
});

test("remarks may stand everywhere, and a byte order mark before the text", async () => {
  const text = JSON.stringify({ _: "a remark", ...withWeb({ "//": "another", ...web }), $schema: "x" });
  await expect(read(`\ufeff${text}`, files)).resolves.toMatchObject({ configPath: "ca-config.json" });
});

test.each([
  ["pem", "etcd/server", ["etcd/server.pem", "etcd/server-key.pem"]],
  ["crt", "etcd/server", ["etcd/server.crt", "etcd/server.key"]],
  ["kubeadm", "kubernetes-ca", ["pki/ca.crt", "pki/ca.key"]],
  ["kubeadm", "apiserver-kubelet-client", ["pki/apiserver-kubelet-client.crt", "pki/apiserver-kubelet-client.key"]],
  ["kubeadm", "front-proxy-ca", ["pki/front-proxy-ca.crt", "pki/front-proxy-ca.key"]],
  ["kubeadm", "etcd/ca", ["pki/etcd/ca.crt", "pki/etcd/ca.key"]],
  ["kubeadm", "etcd-server", ["pki/etcd/server.crt", "pki/etcd/server.key"]],
  ["kubeadm", "cp-1/etcd-peer", ["cp-1/pki/etcd/peer.crt", "cp-1/pki/etcd/peer.key"]],
  ["kubeadm", "cp-1/etcd/peer", ["cp-1/pki/etcd/peer.crt", "cp-1/pki/etcd/peer.key"]],
  ["kubeadm", "kubelet-w-1", ["pki/kubelet-w-1.crt", "pki/kubelet-w-1.key"]],
  [{ certificate: "certs/{row}.crt", key: "private/{row}.key" }, "web", ["certs/web.crt", "private/web.key"]],
])("the layout %j names the files of %s", async (layout, name, paths) => {
  const { certificates } = await read(
    { files: layout, cas: { x: ca }, certificates: { [name]: { ...web, ca: "x", profile: "" } } },
    files,
  );
  const { certificatePath, keyPath } = await import("../../../src/addons/ensure/manifest/row.js");
  expect(certificates.map((row) => [certificatePath(row), keyPath(row)])).toEqual([paths]);
});

test("kubeadm's names hold for key pairs and kubeconfigs", async () => {
  const { keys, certificates } = await read(
    {
      ...{ files: "kubeadm", cas: { ca }, certificates: { admin: { ...web, profile: "" } } },
      ...{ keys: { "service-account": {} }, kubeconfigs: { admin: { server: "https://x" } } },
    },
    files,
  );
  expect(keys[0]?.files).toMatchObject({ key: "pki/sa.key", publicKey: "pki/sa.pub" });
  expect(certificates[0]?.outputs.map(({ path }) => path)).toEqual(["admin.conf"]);
});
