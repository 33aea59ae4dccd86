import {
  base64,
  type CleanFolders,
  day,
  type FaultyFolders,
  type Folder,
  file,
  fileKubeconfig,
  files,
  flags,
  issue,
  kubeconfig,
  makeCa,
  manifest,
  openssl,
  type Pair,
  secret,
  serviceNames,
} from "./folders.js";

/** Clusters of distributions that tell who uses what in ways of their own, or not at all. */

const server = "var/lib/rancher/k3s/server";

interface K3s {
  readonly hosts?: readonly string[];
  readonly apiCa?: "server" | "client";
  readonly proxyCa?: "header" | "client";
  readonly manager?: string;
  readonly shift?: number;
}

/** A server of k3s, which starts its programs itself: names tell all. It keeps a Secret in JSON, and CA keys. */
async function k3s({ hosts, apiCa = "server", proxyCa = "header", manager, shift = 0 }: K3s = {}): Promise<Folder> {
  const [own, client, header] = [
    await makeCa("k3s-server-ca"),
    await makeCa("k3s-client-ca"),
    await makeCa("k3s-rh-ca"),
  ];
  const cas = { server: own, client, header };
  const asked = { cn: "kube-apiserver", hosts: hosts ?? [...serviceNames, "127.0.0.1", "10.43.0.1"] };
  const dynamic = await issue(own, { cn: "k3s", hosts: ["10.43.0.1", "kubernetes.default"], shift });
  const kubelet = await issue(client, { cn: "system:node:srv", o: "system:nodes", profile: "client" });
  const ca = `/${server}/tls/server-ca.crt`;
  const document = { kind: "Secret", metadata: { name: "k3s-serving" }, data: {} };
  document.data = { "tls.crt": base64(dynamic.cert), "tls.key": base64(dynamic.key) };
  return {
    files: [
      ...files(`${server}/tls/server-ca`, own),
      ...files(`${server}/tls/client-ca`, client),
      ...files(`${server}/tls/request-header-ca`, header),
      ...files(`${server}/tls/serving-kube-apiserver`, await issue(cas[apiCa], { ...asked, profile: "server" })),
      ...files(
        `${server}/tls/client-kube-apiserver`,
        await issue(client, { cn: "system:apiserver", profile: "client" }),
      ),
      ...files(
        `${server}/tls/client-auth-proxy`,
        await issue(cas[proxyCa], { cn: "system:auth-proxy", profile: "client" }),
      ),
      ...files(
        `${server}/tls/client-controller`,
        await issue(client, { cn: manager ?? "system:kube-controller-manager", profile: "client" }),
      ),
      ...files(
        `${server}/tls/client-scheduler`,
        await issue(client, { cn: "system:kube-scheduler", profile: "client" }),
      ),
      ...files("var/lib/rancher/k3s/agent/client-kubelet", kubelet),
      file(`${server}/tls/dynamic-cert.json`, JSON.stringify(document), 0o600),
      ...["api-server:client-kube-apiserver", "controller:client-controller", "scheduler:client-scheduler"].map(
        (pair) => {
          const [name = "", base = ""] = pair.split(":");
          const text = fileKubeconfig("https://127.0.0.1:6444", ca, `/${server}/tls/${base}`);
          return file(`${server}/cred/${name}.kubeconfig`, text, 0o600);
        },
      ),
      file(
        "var/lib/rancher/k3s/agent/kubelet.kubeconfig",
        fileKubeconfig("https://127.0.0.1:6444", ca, "/var/lib/rancher/k3s/agent/client-kubelet"),
        0o600,
      ),
    ],
    options: { serviceCidrs: ["10.43.0.0/16"] },
  };
}

type Way = "arguments" | "go-runner" | "shell" | "environment" | "environment in lines";

/** kube-apiserver's flags where microk8s, kops, its older releases, and people with units have them. */
function apiServerFiles(way: Way, values: Readonly<Record<string, string>>) {
  switch (way) {
    case "arguments":
      return [file("snap/args/kube-apiserver", `# comment\n${flags(values)}\n`)];
    case "go-runner": {
      const words = [`/usr/local/bin/kube-apiserver`, ...flags(values).split("\n")].map((word) => `    - ${word}\n`);
      const pod = `kind: Pod\nspec:\n  containers:\n  - command: [/go-runner]\n    args:\n${words.join("")}`;
      return [file("etc/kubernetes/manifests/kube-apiserver.manifest", pod)];
    }
    case "shell":
      return [
        file(
          "etc/kubernetes/manifests/kube-apiserver.manifest",
          `kind: Pod\nspec:\n  containers:\n  - command:\n    - /bin/sh\n    - -c\n    - exec /usr/local/bin/kube-apiserver ${flags(values, " ")} 2>&1\n`,
        ),
      ];
    default: {
      const text = `OPTS="--v=2 ${way === "environment" ? "" : "\\\n"}${flags(values, way === "environment" ? " " : " \\\n")}"\n`;
      return [
        file("opt/cfg/kube-apiserver.conf", text),
        file(
          "usr/lib/systemd/system/kube-apiserver.service",
          "[Service]\nEnvironmentFile=-/opt/cfg/kube-apiserver.conf\nExecStart=/usr/bin/kube-apiserver $OPTS\n",
        ),
      ];
    }
  }
}

interface Flagged {
  readonly hosts?: readonly string[];
  readonly scheduler?: string;
}

async function flagged(way: Way, { hosts = ["100.64.0.1"], scheduler }: Flagged = {}): Promise<Folder> {
  const [ca, aggregator] = [await makeCa("kubernetes-ca"), await makeCa("apiserver-aggregator-ca")];
  const user = await issue(ca, { cn: scheduler ?? "system:kube-scheduler", profile: "client" });
  return {
    files: [
      ...files("srv/ca", ca),
      file("srv/aggregator-ca.crt", aggregator.cert),
      ...files("srv/server", await issue(ca, { cn: "master", hosts: [...serviceNames, "127.0.0.1", ...hosts] })),
      // kops dials etcd with the subject of the API server.
      ...files("srv/etcd-client", await issue(ca, { cn: "kube-apiserver", profile: "client" })),
      ...files("srv/aggregator", await issue(aggregator, { cn: "aggregator", profile: "client" })),
      file("var/lib/kube-scheduler/kubeconfig", kubeconfig("https://127.0.0.1", ca.cert, user), 0o600),
      ...apiServerFiles(way, {
        "client-ca-file": "/srv/ca.crt",
        "etcd-certfile": "/srv/etcd-client.crt",
        "etcd-keyfile": "/srv/etcd-client.key",
        "proxy-client-cert-file": "/srv/aggregator.crt",
        "proxy-client-key-file": "/srv/aggregator.key",
        "requestheader-client-ca-file": "/srv/aggregator-ca.crt",
        "service-cluster-ip-range": "100.64.0.0/13",
        "tls-cert-file": "/srv/server.crt",
        "tls-private-key-file": "/srv/server.key",
      }),
    ],
  };
}

/** A kubeadm node after renewal, with what was before in the places where people keep it. */
async function renewed(): Promise<Folder> {
  const ca = await makeCa("kubernetes");
  const asked = { cn: "kube-apiserver", hosts: [...serviceNames, "10.96.0.1"], profile: "server" } as const;
  const old = await issue(ca, { ...asked, hosts: ["10.96.0.1"], shift: -400 * day });
  const oldAdmin = await issue(ca, {
    cn: "kubernetes-admin",
    o: "system:masters",
    profile: "client",
    shift: -400 * day,
  });
  const admin = await issue(ca, { cn: "kubernetes-admin", o: "kubeadm:cluster-admins", profile: "client" });
  return {
    files: [
      ...files("etc/kubernetes/pki/ca", ca),
      ...files("etc/kubernetes/pki/apiserver", await issue(ca, asked)),
      ...files("etc/kubernetes/pki-20251101/apiserver", old),
      ...files("root/k8s-backup/pki/apiserver", old),
      file("etc/kubernetes/admin.conf", kubeconfig("https://kubernetes:6443", ca.cert, admin)),
      file("etc/kubernetes/admin.conf.bak", kubeconfig("https://10.0.0.1:6443", ca.cert, oldAdmin), 0o600),
    ],
    // Workers may be called like the control plane.
    options: { serviceCidrs: ["10.96.0.0/12"], nodes: { node1: "10.0.0.1", node2: "10.0.0.2", node3: "10.0.0.3" } },
  };
}

/** Certificates beside each other as kubeadm and k0s have them, and no word of who uses them. */
async function pkiAlone(etcdCa: "etcd" | "kubernetes" = "etcd", hosts = ["10.96.0.1"]): Promise<Folder> {
  const [ca, etcd] = [await makeCa("kubernetes"), await makeCa("etcd-ca")];
  const client = await issue(etcdCa === "etcd" ? etcd : ca, { cn: "apiserver-etcd-client", profile: "client" });
  return {
    files: [
      ...files("pki/ca", ca),
      ...files("pki/etcd/ca", etcd),
      ...files("pki/apiserver-etcd-client", client),
      ...files("pki/server", await issue(ca, { cn: "kubernetes", hosts: [...serviceNames, ...hosts] })),
      ...files("pki/k0s-api", await issue(ca, { cn: "k0s-api", hosts: ["kubernetes.default"] })),
    ],
    options: { serviceCidrs: ["10.96.0.0/12"] },
  };
}

async function talos(key: "own" | "other" = "own"): Promise<Folder> {
  const [ca, other] = [await makeCa("talos"), await makeCa("other")];
  const admin = await issue(ca, { cn: "admin", o: "os:admin", profile: "client" });
  const [text, secretKey] = [`        crt: ${base64(admin.cert)}`, base64(key === "own" ? admin.key : other.key)];
  return {
    files: [
      file(
        "talosconfig",
        `context: a\ncontexts:\n    a:\n        ca: ${base64(ca.cert)}\n${text}\n        key: ${secretKey}\n`,
      ),
      file("controlplane.yaml", `machine:\n    ca:\n        crt: ${base64(ca.cert)}\n        key: ${base64(ca.key)}\n`),
    ],
  };
}

async function webhook(bundle: "own" | "stale" = "own"): Promise<Folder> {
  const ca = await makeCa("hook-ca");
  const trusted = bundle === "own" ? ca : await makeCa("older-hook-ca");
  const pair: Pair = await issue(ca, { cn: "hook", hosts: ["hook.ns.svc"], profile: "server" });
  const settings = `    caBundle: ${base64(trusted.cert)}\n    service: { name: hook, namespace: ns }\n`;
  return {
    files: [
      file("secret.yaml", secret("hook", pair)),
      file("hook.yaml", `kind: ValidatingWebhookConfiguration\nwebhooks:\n- name: hook\n  clientConfig:\n${settings}`),
    ],
  };
}

/** A person's kubeconfig that verifies nothing, one of a proxy with a public name, and one with another name. */
async function otherHosts(): Promise<Folder> {
  const ca = await makeCa("kubernetes");
  const user = await issue(ca, { cn: "jane", o: "dev", profile: "client" });
  const text = kubeconfig("https://10.9.9.9", ca.cert, user);
  return {
    files: [
      ...files("pki/apiserver", await issue(ca, { cn: "kube-apiserver", hosts: serviceNames, profile: "server" })),
      file("a.conf", text.replace(/certificate-authority-data: .*/, "insecure-skip-tls-verify: true"), 0o600),
      file("b.conf", text.replace(/certificate-authority-data: .*/, ""), 0o600),
      file("c.conf", text.replace("    server:", "    tls-server-name: kubernetes\n    server:"), 0o600),
    ],
  };
}

/** A new CA, which the old one signed too: a bundle has both, and the certificate that joins them is beside it. */
async function crossSigned(): Promise<Folder> {
  const made = openssl(`
    req -x509 -newkey rsa:2048 -nodes -keyout old.key -out old.crt -subj /CN=old-ca -days 300
    req -x509 -newkey rsa:2048 -nodes -keyout new.key -out new.crt -subj /CN=new-ca -days 3000
    req -new -key new.key -out cross.csr -subj /CN=new-ca
    x509 -req -in cross.csr -CA old.crt -CAkey old.key -out cross.crt -days 200 -extfile <(printf basicConstraints=critical,CA:TRUE)`);
  return {
    files: [
      file("pki/ca.crt", made("old.crt") + made("new.crt")),
      file("pki/ca.key", made("new.key")),
      file("pki/cross.crt", made("cross.crt")),
      file(
        "kube-controller-manager.yaml",
        manifest("kube-controller-manager", {
          "cluster-signing-cert-file": "/pki/ca.crt",
          "cluster-signing-key-file": "/pki/ca.key",
        }),
      ),
    ],
  };
}

/** Two machines beside each other: the CA's key is where it belongs, or on the worker too. */
async function machines(keyOn: "control plane" | "worker" = "control plane"): Promise<Folder> {
  const ca = await makeCa("kubernetes");
  const api = await issue(ca, { cn: "kube-apiserver", hosts: serviceNames, profile: "server" });
  const nodes = await Promise.all(
    ["cp1", "w1"].map(async (name) => {
      const pair = await issue(ca, { cn: `system:node:${name}`, o: "system:nodes", profile: "client" });
      return file(`${name}/etc/kubernetes/kubelet.conf`, kubeconfig("https://kubernetes:6443", ca.cert, pair), 0o600);
    }),
  );
  return {
    files: [
      ...nodes,
      ...files("cp1/etc/kubernetes/pki/ca", ca),
      ...files("cp1/etc/kubernetes/pki/apiserver", api),
      ...(keyOn === "worker" ? files("w1/etc/kubernetes/pki/ca", ca) : [file("w1/etc/kubernetes/pki/ca.crt", ca.cert)]),
    ],
  };
}

/** The kubeconfig of an administrator as talosctl writes it. */
async function named(user: string, o: string): Promise<Folder> {
  const ca = await makeCa("kubernetes");
  const pair = await issue(ca, { cn: "admin", o, profile: "client" });
  return { files: [file("kubeconfig", kubeconfig("https://10.0.0.1:6443", ca.cert, pair, user), 0o600)] };
}

export const cleanClusters: CleanFolders = {
  "k3s, which starts its programs itself": () => k3s(),
  "microk8s, with files of flags": () => flagged("arguments"),
  "kops, which starts its programs by another": () => flagged("go-runner"),
  "kops, which starts its programs by a shell": () => flagged("shell"),
  "units whose flags are in a file of variables": () => flagged("environment"),
  "units whose variables go over several lines": () => flagged("environment in lines"),
  "a renewed node with backups": renewed,
  "certificates of k0s without configurations": () => pkiAlone(),
  "Talos's configurations": () => talos(),
  "two machines beside each other": () => machines(),
  "an administrator of Talos's": () => named("admin@talos", "system:masters"),
  "a webhook and its server": () => webhook(),
  "kubeconfigs that dial by other ways": otherHosts,
  "a CA that another one signed": crossSigned,
};

const apiServer = "srv/server.crt";

export const faultyClusters: FaultyFolders = {
  "k3s without the service's address": [
    () => k3s({ hosts: [...serviceNames, "127.0.0.1"] }),
    `error san-missing-service-ip ${server}/tls/serving-kube-apiserver.crt`,
  ],
  "k3s with an API server of the clients' CA": [
    () => k3s({ apiCa: "client" }),
    `error wrong-ca ${server}/tls/serving-kube-apiserver.crt`,
  ],
  "k3s with a proxy of the clients' CA": [
    () => k3s({ proxyCa: "client" }),
    `error front-proxy-wrong-ca ${server}/tls/client-auth-proxy.crt`,
  ],
  "k3s with a controller manager of another name": [
    () => k3s({ manager: "controller" }),
    `error controller-manager-cn ${server}/tls/client-controller.crt`,
  ],
  "k3s with an expired certificate in a Secret": [
    () => k3s({ shift: -380 * day }),
    `error leaf-expired ${server}/tls/dynamic-cert.json`,
  ],
  "microk8s without the service's address": [
    () => flagged("arguments", { hosts: [] }),
    `error san-missing-service-ip ${apiServer}`,
  ],
  "kops without the service's address": [
    () => flagged("go-runner", { hosts: [] }),
    `error san-missing-service-ip ${apiServer}`,
  ],
  "kops with a shell, without the service's address": [
    () => flagged("shell", { hosts: [] }),
    `error san-missing-service-ip ${apiServer}`,
  ],
  "variables of a unit, without the service's address": [
    () => flagged("environment", { hosts: [] }),
    `error san-missing-service-ip ${apiServer}`,
  ],
  "variables over several lines, without the service's address": [
    () => flagged("environment in lines", { hosts: [] }),
    `error san-missing-service-ip ${apiServer}`,
  ],
  "a kubeconfig whose folder tells its program": [
    () => flagged("go-runner", { scheduler: "kube-scheduler" }),
    "error scheduler-cn var/lib/kube-scheduler/kubeconfig",
  ],
  "a client of etcd that the cluster's CA signed, without configurations": [
    () => pkiAlone("kubernetes"),
    "error wrong-ca pki/apiserver-etcd-client.crt",
  ],
  "an API server that only its names tell": [() => pkiAlone("etcd", []), "error san-missing-service-ip pki/server.crt"],
  "Talos's administrator with another's key": [() => talos("other"), "error key-mismatch talosconfig"],
  "the CA's key on one of two machines": [
    () => machines("worker"),
    "warning ca-key-on-node w1/etc/kubernetes/pki/ca.key",
  ],
  "an administrator of Talos's in no group": [
    () => named("admin@talos", "os:admin"),
    "error admin-no-masters kubeconfig",
  ],
  "a webhook with a stale bundle": [() => webhook("stale"), "error wrong-ca hook.yaml"],
};
