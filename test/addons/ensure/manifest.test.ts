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
