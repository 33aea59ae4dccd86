import { caOf, file, files, issue, kubeconfig, makeCa, manifest, openssl } from "../folders.js";
import type { Row } from "./row.js";
import { apiServer, caFiles, changed } from "./small.js";

/** A CA of openssl with these extensions, and a server that it signed. */
async function withExtensions(...extensions: readonly string[]) {
  const words = extensions.map((each) => ` -addext ${each}`).join("");
  const made = openssl(`
    req -x509 -newkey rsa:2048 -nodes -keyout ca-key.pem -out ca.pem -subj /CN=test-ca -days 3650${words}
    req -newkey rsa:2048 -nodes -keyout web.key -out web.csr -subj /CN=web
    x509 -req -in web.csr -CA ca.pem -CAkey ca-key.pem -days 300 -out web.crt -extfile <(printf "subjectAltName=DNS:web\\nextendedKeyUsage=serverAuth")`);
  return [
    file("ca.pem", made("ca.pem")),
    file("ca-key.pem", made("ca-key.pem"), 0o600),
    file("web.crt", made("web.crt")),
    file("web.key", made("web.key"), 0o600),
  ];
}

/** A root, a CA below it, and what a server shows. */
async function below(limit: string, chain: (leaf: string, middle: string) => string, hasRole = true) {
  const made = openssl(`
    req -x509 -newkey rsa:2048 -nodes -keyout ca-key.pem -out ca.pem -subj /CN=root-ca -days 3650 -addext basicConstraints=critical,CA:TRUE${limit} -addext keyUsage=critical,keyCertSign`);
  const root = await caOf({ cert: made("ca.pem"), key: made("ca-key.pem") });
  const middle = await caOf(await issue(root, { cn: "issuing-ca", profile: "ca" }));
  const pair = await issue(middle, { cn: "web", hosts: ["web"], profile: "server" });
  return [
    ...caFiles(root),
    ...(hasRole ? [file("issuing.pem", middle.cert)] : []),
    file("web.crt", chain(pair.cert, middle.cert)),
    file("web.key", pair.key, 0o600),
    file("nginx.conf", "ssl_certificate /web.crt;\nssl_certificate_key /web.key;\n"),
  ];
}

const etcdFlags = {
  "etcd-cafile": "/etc/kubernetes/pki/etcd/ca.crt",
  "etcd-certfile": "/etc/kubernetes/pki/apiserver-etcd-client.crt",
  "etcd-keyfile": "/etc/kubernetes/pki/apiserver-etcd-client.key",
};
const proxyFlags = {
  "requestheader-client-ca-file": "/etc/kubernetes/pki/front-proxy-ca.crt",
  "proxy-client-cert-file": "/etc/kubernetes/pki/front-proxy-client.crt",
  "proxy-client-key-file": "/etc/kubernetes/pki/front-proxy-client.key",
};

const adminOf = { cn: "kubernetes-admin", o: "system:masters", profile: "client" } as const;

/** An API server and an administrator's kubeconfig with some CA. */
async function admin(isOther: boolean) {
  return apiServer({}, {}, async (ca) => {
    const trusted = isOther ? await makeCa("kubernetes-ca") : ca;
    const text = kubeconfig("https://192.168.1.11:6443", trusted.cert, await issue(ca, adminOf), "kubernetes-admin");
    return [file("admin.conf", text, 0o600)];
  });
}

/** A client of the API server, signed by its own CA or by the cluster's. */
async function client(
  flags: Readonly<Record<string, string>>,
  caPath: string,
  path: string,
  cn: string,
  isOther: boolean,
) {
  return apiServer({}, flags, async (ca) => {
    const own = await makeCa(caPath.includes("etcd") ? "etcd-ca" : "front-proxy-ca");
    const pair = await issue(isOther ? ca : own, { cn, profile: "client" });
    return [...files(caPath, own), ...files(path, pair)];
  });
}

export const authorityRows: readonly Row[] = [
  {
    ...{ rule: "ca-not-ca", what: "a CA without CA:TRUE", finds: "error ca.pem" },
    make: () => withExtensions("basicConstraints=critical,CA:FALSE"),
  },
  {
    ...{ rule: "ca-not-ca", what: "a server that trusts its own certificate" },
    make: async () => {
      const made = openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout web.key -out web.crt -subj /CN=web -days 90 -addext subjectAltName=DNS:web -addext basicConstraints=critical,CA:FALSE",
      );
      const trust = "ssl_certificate web.crt;\nssl_certificate_key web.key;\nproxy_ssl_trusted_certificate web.crt;\n";
      return [file("web.crt", made("web.crt")), file("web.key", made("web.key"), 0o600), file("nginx.conf", trust)];
    },
  },
  {
    ...{ rule: "ca-no-cert-sign", what: "a CA that may sign no certificates", finds: "error ca.pem" },
    make: () => withExtensions("keyUsage=critical,digitalSignature"),
  },
  { ...{ rule: "ca-no-cert-sign", what: "a CA without any key usage" }, make: () => withExtensions() },
  {
    ...{ rule: "pathlen-violated", what: "a CA below one that may have none", finds: "error web.crt" },
    make: () => below(",pathlen:0", (leaf, middle) => leaf + middle),
  },
  {
    ...{ rule: "pathlen-violated", what: "a CA below one that may have one" },
    make: () => below(",pathlen:1", (leaf, middle) => leaf + middle),
  },
  {
    ...{ rule: "chain-missing-intermediate", what: "nginx", finds: "error web.crt" },
    make: () => below("", (leaf) => leaf),
  },
  {
    ...{ rule: "chain-missing-intermediate", what: "nginx with the whole chain" },
    make: () => below("", (leaf, middle) => leaf + middle, false),
  },
  {
    ...{ rule: "wrong-ca", what: "an etcd client of the cluster's CA", finds: "error pki/apiserver-etcd-client.crt" },
    make: () => client(etcdFlags, "pki/etcd/ca", "pki/apiserver-etcd-client", "kube-apiserver-etcd-client", true),
  },
  {
    ...{
      rule: "wrong-ca",
      what: "certificates and kubeconfigs of a CA that was made again",
      finds: "error pki/ca.crt",
    },
    make: async () => {
      const ca = await makeCa("kubernetes-ca");
      const list = await apiServer({}, {}, async (old) => {
        const pair = await issue(old, adminOf);
        const text = kubeconfig("https://192.168.1.11:6443", old.cert, pair, "kubernetes-admin");
        return [...files("pki/admin", pair), file("admin.kubeconfig", text, 0o600)];
      });
      return changed(
        changed(list, "pki/ca.crt", (each) => ({ ...each, bytes: ca.cert })),
        "pki/ca.key",
        (each) => ({ ...each, bytes: ca.key }),
      );
    },
  },
  {
    ...{ rule: "wrong-ca", what: "an etcd client of etcd's CA" },
    make: () => client(etcdFlags, "pki/etcd/ca", "pki/apiserver-etcd-client", "kube-apiserver-etcd-client", false),
  },
  {
    ...{
      rule: "front-proxy-wrong-ca",
      what: "a front proxy of the cluster's CA",
      finds: "error pki/front-proxy-client.crt",
    },
    make: () => client(proxyFlags, "pki/front-proxy-ca", "pki/front-proxy-client", "front-proxy-client", true),
  },
  {
    ...{ rule: "front-proxy-wrong-ca", what: "a front proxy of its CA" },
    make: () => client(proxyFlags, "pki/front-proxy-ca", "pki/front-proxy-client", "front-proxy-client", false),
  },
  { ...{ rule: "kubeconfig-wrong-ca", what: "an old CA", finds: "error admin.conf" }, make: () => admin(true) },
  { ...{ rule: "kubeconfig-wrong-ca", what: "the cluster's CA" }, make: () => admin(false) },
  {
    ...{ rule: "subject-equals-ca", what: "a server with its CA's name", finds: "warning kubernetes.crt" },
    make: () => namedLike("kubernetes"),
  },
  { ...{ rule: "subject-equals-ca", what: "a server with another name" }, make: () => namedLike("kube-apiserver") },
  {
    ...{ rule: "duplicate-serial", what: "two servers of one CA", finds: "warning one.crt" },
    make: () => serials(7, 7, "sha256"),
  },
  { ...{ rule: "duplicate-serial", what: "two servers with their own numbers" }, make: () => serials(7, 8, "sha256") },
  {
    ...{ rule: "weak-signature", what: "a server signed with SHA-1", finds: "error one.crt" },
    make: () => serials(7, 8, "sha1"),
  },
  {
    ...{ rule: "weak-signature", what: "a root signed by itself with SHA-1, which nobody checks" },
    make: async () => {
      const made = openssl(
        "req -x509 -sha1 -newkey rsa:2048 -nodes -keyout ca-key.pem -out ca.pem -subj /CN=root -days 900",
      );
      return [file("ca.pem", made("ca.pem")), file("ca-key.pem", made("ca-key.pem"), 0o600)];
    },
  },
  {
    ...{ rule: "ca-key-on-node", what: "a worker", finds: "warning pki/ca.key" },
    make: () => node(true, false),
  },
  { ...{ rule: "ca-key-on-node", what: "a control plane node" }, make: () => node(true, true) },
  {
    ...{ rule: "kubeconfig-missing-file", what: "a kubelet's rotated certificate", finds: "error kubelet.conf" },
    unmended: "nobody has the certificate",
    make: async () => [
      file("pki/ca.crt", (await makeCa("kubernetes-ca")).cert),
      file("var/lib/kubelet/pki/kubelet.crt.old", "x"),
      named("/var/lib/kubelet/pki/x.pem"),
    ],
  },
  {
    ...{ rule: "kubeconfig-missing-file", what: "a kubeconfig that names files of another machine" },
    make: async () => [file("pki/ca.crt", (await makeCa("kubernetes-ca")).cert), named("/home/someone/x.pem")],
  },
];

function named(path: string) {
  const user = `user: { client-certificate: ${path}, client-key: ${path} }`;
  return file(
    "kubelet.conf",
    `apiVersion: v1\nkind: Config\nclusters:\n- { name: c, cluster: { server: "https://10.0.0.1:6443" } }\nusers:\n- name: default-auth\n  ${user}\ncontexts:\n- { name: c, context: { cluster: c, user: default-auth } }\ncurrent-context: c\n`,
    0o600,
  );
}

async function namedLike(cn: string) {
  const ca = await makeCa("kubernetes");
  const pair = await issue(ca, { cn, o: "Example", hosts: ["kubernetes"], profile: "server" });
  return [...caFiles(ca), ...files("kubernetes", pair)];
}

async function serials(one: number, two: number, hash: string) {
  const ca = await makeCa("test-ca");
  const extensions = '<(printf "subjectAltName=DNS:web\\nextendedKeyUsage=serverAuth")';
  const sign = (name: string, serial: number, digest: string) => `
    req -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.csr -subj /CN=${name}
    x509 -req -${digest} -in ${name}.csr -CA ca.pem -CAkey ca-key.pem -set_serial ${serial} -days 300 -out ${name}.crt -extfile ${extensions}`;
  const made = openssl(sign("one", one, hash) + sign("two", two, "sha256"), {
    "ca.pem": ca.cert,
    "ca-key.pem": ca.key,
  });
  return [
    ...caFiles(ca),
    ...["one", "two"].flatMap((name) => files(name, { cert: made(`${name}.crt`), key: made(`${name}.key`) })),
  ];
}

async function node(hasKey: boolean, isControlPlane: boolean) {
  const ca = await makeCa("kubernetes-ca");
  const pair = await issue(ca, { cn: "system:node:worker-1", o: "system:nodes", profile: "client" });
  return [
    file("pki/ca.crt", ca.cert),
    ...(hasKey ? [file("pki/ca.key", ca.key, 0o600)] : []),
    file("kubelet.conf", kubeconfig("https://10.0.0.1:6443", ca.cert, pair, "default-auth"), 0o600),
    ...(isControlPlane
      ? [file("kube-controller-manager.yaml", manifest("kube-controller-manager", { "root-ca-file": "/pki/ca.crt" }))]
      : []),
  ];
}
