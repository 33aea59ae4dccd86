import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();

interface Folder {
  /** Files by path, before the script is run. */
  readonly files: Readonly<Record<string, string>>;
  /** What makes the certificates; one of the files. */
  readonly script: string;
  /** What is in the manifest that it amounts to. */
  readonly manifest: object;
  readonly leftOut?: readonly string[];
}

const both = ["signing", "key encipherment", "server auth", "client auth"];
const client = ["signing", "key encipherment", "client auth"];
const config = (profiles: Readonly<Record<string, readonly string[]>>) => {
  const entries = Object.entries(profiles).map(([name, usages]) => [name, { expiry: "8760h", usages }]);
  return JSON.stringify({ signing: { default: { expiry: "8760h" }, profiles: Object.fromEntries(entries) } });
};
const key = { algo: "ecdsa", size: 256 };
const request = (CN: string, O: string, hosts: readonly string[] = []) =>
  JSON.stringify({ CN, hosts, key, names: [{ C: "US", O, OU: "Example" }] });

/** Loops over workers, requests by here-documents, addresses in variables. */
const hardWay: Folder = {
  script: "setup.sh",
  files: {
    "ca-config.json": config({ kubernetes: both }),
    "setup.sh": `#!/bin/bash
set -e
KUBERNETES_PUBLIC_ADDRESS=$(echo 203.0.113.7)
WORKERS="worker-0 worker-1"
cat > ca-csr.json <<EOF
{ "CN": "Kubernetes", "key": { "algo": "ecdsa", "size": 256 }, "names": [{ "O": "Kubernetes" }] }
EOF
cfssl gencert -initca ca-csr.json | cfssljson -bare ca
for instance in $WORKERS; do
cat > \${instance}-csr.json <<EOF
{ "CN": "system:node:\${instance}", "key": { "algo": "ecdsa", "size": 256 }, "names": [{ "O": "system:nodes" }] }
EOF
  INTERNAL_IP=10.240.0.2\${instance#worker-}
  cfssl gencert \\
    -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json \\
    -hostname=\${instance},\${INTERNAL_IP} \\
    -profile=kubernetes \\
    \${instance}-csr.json | cfssljson -bare \${instance}
done
cat <<EOF | cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json -profile=kubernetes \\
  -hostname=10.32.0.1,\${KUBERNETES_PUBLIC_ADDRESS},127.0.0.1,kubernetes.default - | cfssljson -bare kubernetes
{ "CN": "kubernetes", "key": { "algo": "ecdsa", "size": 256 } }
EOF
`,
  },
  manifest: {
    config: "ca-config.json",
    nodes: { workers: { "worker-0": "10.240.0.20", "worker-1": "10.240.0.21" } },
    cas: { ca: { request: "ca-csr.json" } },
    certificates: {
      kubernetes: {
        ...{ ca: "ca", profile: "kubernetes", request: { CN: "kubernetes", key } },
        hosts: ["kubernetes.default", "10.32.0.1", "203.0.113.7", "127.0.0.1"],
      },
      "{name}": {
        ...{ each: ["workers"], ca: "ca", profile: "kubernetes" },
        ...{ request: "{name}-csr.json", hosts: ["{name}", "{ip}"] },
      },
    },
  },
};

/** Requests from templates, issued by the tasks of a playbook in one folder. */
const playbook: Folder = {
  script: "make",
  files: {
    "ssl/ca-config.json": config({ kubernetes: both, kcfg: client }),
    "ssl/ca-csr.json": JSON.stringify({ CN: "kubernetes-ca", key, names: [{ O: "k8s" }], ca: { expiry: "876000h" } }),
    "ssl/etcd-csr.json": request("etcd", "k8s", ["192.168.1.1", "192.168.1.2", "127.0.0.1"]),
    "ssl/admin-csr.json": request("admin", "system:masters"),
    "ssl/kubelet-csr.json.j2": '{ "CN": "system:node:{{ name }}" }',
    "ssl/node-1-kubelet-csr.json": request("system:node:node-1", "system:nodes", [
      "127.0.0.1",
      "192.168.1.1",
      "node-1",
    ]),
    "ssl/node-2-kubelet-csr.json": request("system:node:node-2", "system:nodes", [
      "127.0.0.1",
      "192.168.1.2",
      "node-2",
    ]),
    "roles/tasks.yml": `- name: make the admin's certificate, if it isn't there
  shell: "cd {{ dir }}/ssl && {{ bin }}/cfssl gencert -ca=ca.pem -profile=kcfg admin-csr.json | {{ bin }}/cfssljson -bare admin"
`,
    make: `cd ssl
cfssl gencert -initca ca-csr.json | cfssljson -bare ca
issue() { cfssl gencert -ca ca.pem -ca-key ca-key.pem -config ca-config.json -profile "$1" "$2-csr.json" | cfssljson -bare "$2"; }
issue kubernetes etcd
issue kcfg admin
for n in 1 2; do issue kubernetes "node-$n-kubelet"; done
`,
  },
  manifest: {
    config: "ssl/ca-config.json",
    nodes: { nodes: { "node-1": "192.168.1.1", "node-2": "192.168.1.2" } },
    cas: { "ssl/ca": { request: "ssl/ca-csr.json" } },
    certificates: {
      "ssl/admin": { ca: "ssl/ca", profile: "kcfg", request: "ssl/admin-csr.json" },
      "ssl/etcd": { ca: "ssl/ca", profile: "kubernetes", request: "ssl/etcd-csr.json" },
      "ssl/{name}-kubelet": {
        ...{ each: ["nodes"], ca: "ssl/ca", profile: "kubernetes" },
        request: "ssl/{name}-kubelet-csr.json",
      },
    },
  },
};

/** Requests by echo, two certificates for each member, the three profiles of the old guide, and a copy. */
const etcd: Folder = {
  script: "certs.sh",
  files: {
    "ca-config.json": config({ server: both, client, peer: both }),
    "certs.sh": `#!/bin/sh
echo '{"CN":"etcd CA","key":{"algo":"rsa","size":2048}}' | cfssl gencert -initca - | cfssljson -bare ca -
opts="-ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json"
for i in 1 2 3; do
  export NAME=infra$i ADDRESS=10.0.1.1$i,infra$i.example.com,127.0.0.1,localhost
  for kind in server peer; do
    echo '{"CN":"'$NAME'","key":{"algo":"ecdsa","size":256}}' |
      cfssl gencert $opts -profile=$kind -hostname="$ADDRESS" - | cfssljson -bare $NAME-$kind
  done
done
echo '{"CN":"client","key":{"algo":"ecdsa","size":256}}' | cfssl gencert $opts -profile=client - | cfssljson -bare client
cp client.pem client.crt
`,
  },
  leftOut: ["client.crt: the same certificate as client.pem"],
  manifest: {
    config: "ca-config.json",
    nodes: { etcd: { infra1: "10.0.1.11", infra2: "10.0.1.12", infra3: "10.0.1.13" } },
    cas: { ca: { request: { CN: "etcd CA", key: { algo: "rsa", size: 2048 } } } },
    certificates: {
      client: { ca: "ca", profile: "client", request: { CN: "client", key } },
      "{name}-peer": {
        ...{ each: ["etcd"], ca: "ca", profile: "peer", request: { CN: "{name}", key } },
        hosts: ["{ip}", "{name}.example.com", "127.0.0.1", "localhost"],
      },
      "{name}-server": {
        ...{ each: ["etcd"], ca: "ca", profile: "server", request: { CN: "{name}", key } },
        hosts: ["{ip}", "{name}.example.com", "127.0.0.1", "localhost"],
      },
    },
  },
};

const bareConfig = JSON.stringify({
  signing: {
    default: { expiry: "8760h", usages: ["server auth"], crl_url: "http://crl.example.com/a" },
    profiles: {
      ca: {
        ...{ expiry: "43800h", usages: ["cert sign", "crl sign"] },
        ca_constraint: { is_ca: true, max_path_len: 0, max_path_len_zero: true },
      },
    },
  },
});

/** An intermediate CA, a key pair, and nothing that says how they were made. */
const bare: Folder = {
  script: "make",
  files: {
    "pki/c.json": bareConfig,
    make: `cd pki
echo '{"CN":"Root","names":[{"O":"A","OU":"B"},{"O":"C"}],"ca":{"expiry":"87600h"}}' |
  cfssl gencert -initca - | cfssljson -bare root
echo '{"CN":"Issuing"}' |
  cfssl gencert -ca root.pem -ca-key root-key.pem -config c.json -profile ca - | cfssljson -bare issuing
echo '{"CN":"web","key":{"algo":"rsa","size":2048}}' |
  cfssl gencert -ca issuing.pem -ca-key issuing-key.pem -config c.json \\
    -hostname web.example.com,10.0.0.1,me@example.com,https://example.com/x - | cfssljson -bare web
echo '{"key":{"algo":"rsa","size":2048}}' | cfssl genkey - | cfssljson -bare sa
openssl pkey -in sa-key.pem -pubout -out sa.pub
rm c.json *.csr
: > ../make
`,
  },
  manifest: {
    config: {
      signing: {
        profiles: {
          intermediate: { usages: ["cert sign", "crl sign"] },
          server: { usages: ["server auth"], crl_url: "http://crl.example.com/a" },
        },
      },
    },
    cas: { "pki/root": {}, "pki/issuing": { ca: "pki/root", profile: "intermediate" } },
    certificates: { "pki/web": { ca: "pki/issuing", profile: "server" } },
    keys: { "pki/sa": { key: { algo: "rsa", size: 2048 } } },
  },
};

const twoProfiles = JSON.stringify({
  signing: {
    default: { expiry: "8760h", usages: both },
    profiles: { client: { expiry: "8760h", usages: client } },
  },
});

/** kubeadm's files on two machines, with copies of the CA and a kubelet's file that holds a key. */
const kubeadm: Folder = {
  script: "make",
  files: {
    "c.json": twoProfiles,
    make: `issue() { cfssl gencert -ca ca.crt -ca-key ca.key -config ../../c.json -hostname "$2" -profile "$3" - | cfssljson -bare x
  mv x.pem $1.crt; mv x-key.pem $1.key; rm x.csr; }
mkdir -p cp-1/pki/etcd cp-2/pki/etcd; cd cp-1/pki
echo '{"CN":"kubernetes"}' | cfssl gencert -initca - | cfssljson -bare ca; mv ca.pem ca.crt; mv ca-key.pem ca.key; rm ca.csr
echo '{"CN":"admin","names":[{"O":"system:masters"}]}' | issue apiserver-kubelet-client "" client
for n in 1 2; do echo '{"CN":"cp-'$n'"}' | issue ../../cp-$n/pki/etcd/server cp-$n,192.168.1.1$n ""; done
openssl genrsa -out sa.key 2048; openssl pkey -in sa.key -pubout -out sa.pub
cp ca.crt sa.key sa.pub ../../cp-2/pki
cat etcd/server.crt etcd/server.key > ../kubelet-client-current.pem
echo '{"CN":"kubelet"}' | issue kubelet "" client; cat kubelet.crt kubelet.key > ../kubelet-client-current.pem
rm kubelet.* ../../c.json
cfssl export -form kubeconfig -ca ca.crt -server https://192.168.1.11:6443 -out ../admin.conf apiserver-kubelet-client.crt
`,
  },
  leftOut: [
    "cp-1/kubelet-client-current.pem: it holds its key too, and rows have a file for each",
    'cp-1/admin.conf: it is made of cp-1/pki/apiserver-kubelet-client.crt: write it into "kubeconfigs" or "outputs" to have it made',
    "cp-2/pki/ca.crt: the same certificate as cp-1/pki/ca.crt",
    "cp-2/pki/sa.key: the same key as cp-1/pki/sa.key",
  ],
  manifest: {
    files: "kubeadm",
    nodes: { etcd: { "cp-1": "192.168.1.11", "cp-2": "192.168.1.12" } },
    cas: { "cp-1/ca": { request: { CN: "kubernetes" } } },
    certificates: {
      "cp-1/apiserver-kubelet-client": { ca: "cp-1/ca", profile: "client" },
      "{name}/etcd-server": { each: ["etcd"], ca: "cp-1/ca", hosts: ["{name}", "{ip}"] },
    },
    keys: { "cp-1/sa": { key: { algo: "rsa", size: 2048 } } },
  },
};

/** Files of web servers: NAME.crt and NAME.key, and keys in a folder of their own. */
const web: Folder = {
  script: "make",
  files: {
    make: `mkdir certs private
echo '{"CN":"CA"}' | cfssl gencert -initca - | cfssljson -bare ca
for n in a b shop; do
  echo '{"CN":"'$n'","hosts":["'$n'.example"]}' | cfssl gencert -ca ca.pem -ca-key ca-key.pem - | cfssljson -bare $n
  mv $n.pem $n.crt; mv $n-key.pem $n.key
done
cp a.crt a-fullchain.crt; cat ca.pem >> a-fullchain.crt
mv shop.crt certs/shop.cer; mv shop.key private/shop-tls.key
`,
  },
  leftOut: ["a-fullchain.crt: the same certificate as a.crt"],
  manifest: {
    files: "crt",
    cas: { ca: { request: { CN: "CA" }, files: "pem" } },
    certificates: {
      a: { ca: "ca", request: { CN: "a", hosts: ["a.example"] } },
      b: { ca: "ca", request: { CN: "b", hosts: ["b.example"] } },
      "certs/shop": { ca: "ca", files: { certificate: "certs/shop.cer", key: "private/shop-tls.key" } },
    },
  },
};

/** CAs that may not sign everything. */
const limited: Folder = {
  script: "make",
  files: {
    "there.json": JSON.stringify({
      cas: { ca: { request: { CN: "CA" }, name_constraints: { permitted: ["corp.example"], excluded: ["::/0"] } } },
      certificates: { web: { ca: "ca", request: { CN: "web" }, hosts: ["web.corp.example"] } },
    }),
    make: "cfssl ensure there.json; rm there.json",
  },
  manifest: {
    cas: { ca: { name_constraints: { permitted: ["corp.example"], excluded: ["::/0"] } } },
    certificates: { web: { ca: "ca", hosts: ["web.corp.example"] } },
  },
};

test.each<[what: string, folder: Folder]>([
  ["the script of the hard way", hardWay],
  ["the folder of a playbook", playbook],
  ["a script for etcd", etcd],
  ["certificates alone", bare],
  ["kubeadm's folders", kubeadm],
  ["files of other names", web],
  ["a CA with name constraints", limited],
])(
  "%s becomes a manifest with which nothing is to be done",
  async (_, { files, script, manifest, leftOut = [] }) => {
    await withFolder(async (folder) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      chmodSync(join(folder, script), 0o755);
      const run = (line: string) => runShell(line, { cwd: folder, programs, shell: "bash" });
      expect(await run(`bash ${script} 2>/dev/null`)).toMatchObject({ exitCode: 0 });
      const before = readdirSync(folder, { recursive: true, encoding: "utf8" });
      const from = await run("cfssl ensure -from . -json");
      expect(from).toMatchObject({ exitCode: 0, stderr: "" });
      const said = JSON.parse(from.stdout) as { leftOut: { path: string; why: string }[] };
      expect(said.leftOut.map(({ path, why }) => `${path}: ${why}`)).toEqual(leftOut);
      expect(JSON.parse(readFileSync(join(folder, "pki.json"), "utf8"))).toMatchObject(manifest);
      expect(await run("cfssl ensure -n")).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^kept /) });
      expect(new Set(readdirSync(folder, { recursive: true, encoding: "utf8" }))).toEqual(
        new Set([...before, "pki.json"]),
      );
    });
  },
  60_000,
);

test("it overwrites no pki.json, and says what it needs", async () => {
  await withFolder(async (folder) => {
    const run = (line: string) => runShell(line, { cwd: folder, programs });
    expect(await run("cfssl ensure -from .")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(
        /^-from: it needs the certificate of a CA in a file, and its key in another; .*\n$/,
      ),
    });
    expect(await run("cfssl ensure -from nowhere")).toMatchObject({
      ...{ exitCode: 2, stderr: "open nowhere: no such file or directory\n" },
    });
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
    writeFileSync(join(folder, "pki.json"), "{}");
    expect(await run("cfssl ensure -from .")).toMatchObject({
      exitCode: 2,
      stderr: "pki.json is here already, and nothing was written; move it away to have it written anew\n",
    });
    expect(await run("cfssl ensure -from . other.json")).toMatchObject({
      ...{ exitCode: 2, stderr: "-from takes one folder and writes pki.json into it: leave FILE out\n" },
    });
  });
});

test("it says which certificates end soon, and which differ from their requests", async () => {
  await withFolder(async (folder) => {
    const run = (line: string) => runShell(line, { cwd: folder, programs });
    const profiles = { short: { expiry: "24h", not_before: "2025-01-01T00:00:00Z", usages: both } };
    const due = { ...profiles.short, not_after: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, "") };
    writeFileSync(join(folder, "c.json"), JSON.stringify({ signing: { default: due, profiles: { short: due } } }));
    writeFileSync(join(folder, "web-csr.json"), JSON.stringify({ CN: "web", hosts: ["a.example"] }));
    const gencert = "cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=c.json -profile=short web-csr.json";
    await run(
      `echo '{"CN":"CA"}' | cfssl gencert -initca - | cfssljson -bare ca; ${gencert} | cfssljson -bare web; rm *.csr`,
    );
    writeFileSync(join(folder, "web-csr.json"), JSON.stringify({ CN: "web", hosts: ["a.example", "b.example"] }));
    const { stdout } = await run("cfssl ensure -n -from .; cfssl ensure -from . > said; cat said");
    expect(
      stdout
        .split("\n")
        .slice(0, stdout.split("\n").length / 2)
        .join("\n"),
    ).toBe(`wrote    pki.json
differs  web.pem has not the hosts and the name of web-csr.json; its row has
         those it has
due      web
next     1. look through pki.json, which says what there is
         2. cfssl ensure -n shows what is due
         3. from now on change pki.json and run that without -n, not a script`);
    expect(JSON.parse(readFileSync(join(folder, "pki.json"), "utf8"))).toMatchObject({
      certificates: { web: { request: "web-csr.json", hosts: ["a.example"] } },
    });
    expect(await run("cfssl ensure")).toMatchObject({ stdout: expect.stringMatching(/renewed {2}web {2}expires in/) });
  });
});
