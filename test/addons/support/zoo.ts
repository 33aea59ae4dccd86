import { type CheckOptions, renewca } from "../../../src/index.js";
import {
  type Ca,
  day,
  type Folder,
  file,
  files,
  issue,
  kubeconfig,
  makeCa,
  manifest,
  openssl,
  type Pair,
  secret,
  serviceNames,
} from "./folders.js";

/** Folders of other distributions and tools than those of the guides, and what is wrong with them. */

type Make = () => Promise<Folder>;

const apiHosts = [...serviceNames, "127.0.0.1", "10.43.0.1", "192.168.1.11"];

interface K3s {
  readonly apiHosts?: readonly string[];
  readonly kubeletCa?: "server" | "client";
}

/** A server of rke2: three CAs, static pods with arguments, and etcd's configuration in a file called config. */
async function rke2({ apiHosts: hosts = apiHosts, kubeletCa = "server" }: K3s = {}): Promise<Folder> {
  const [server, client, header, etcd, peer] = (await Promise.all(
    ["rke2-server-ca@1", "rke2-client-ca@1", "rke2-request-header-ca@1", "etcd-server-ca@1", "etcd-peer-ca@1"].map(
      (name) => makeCa(name),
    ),
  )) as [Ca, Ca, Ca, Ca, Ca];
  const tls = "var/lib/rancher/rke2/server/tls";
  const admin = await issue(client, { cn: "system:admin", o: "system:masters", profile: "client" });
  const manager = await issue(client, { cn: "system:kube-controller-manager", profile: "client" });
  const at = (name: string) => `/${tls}/${name}`;
  return {
    files: [
      file(`${tls}/server-ca.crt`, server.cert),
      file(`${tls}/server-ca.key`, server.key, 0o600),
      file(`${tls}/client-ca.crt`, client.cert),
      file(`${tls}/client-ca.key`, client.key, 0o600),
      file(`${tls}/request-header-ca.crt`, header.cert),
      file(`${tls}/etcd/server-ca.crt`, etcd.cert),
      file(`${tls}/etcd/peer-ca.crt`, peer.cert),
      ...files(
        `${tls}/serving-kube-apiserver`,
        await issue(server, { cn: "kube-apiserver", hosts, profile: "server" }),
      ),
      ...files(`${tls}/client-kube-apiserver`, await issue(client, { cn: "system:apiserver", o: "system:masters" })),
      ...files(`${tls}/client-auth-proxy`, await issue(header, { cn: "system:auth-proxy", profile: "client" })),
      ...files(`${tls}/etcd/client`, await issue(etcd, { cn: "etcd-client", profile: "client" })),
      ...files(
        `${tls}/etcd/server-client`,
        await issue(etcd, { cn: "etcd-server", hosts: ["localhost", "127.0.0.1", "192.168.1.11"] }),
      ),
      ...files(
        `${tls}/etcd/peer-server-client`,
        await issue(peer, { cn: "etcd-peer", hosts: ["localhost", "127.0.0.1", "192.168.1.11"] }),
      ),
      ...files(
        "var/lib/rancher/rke2/agent/serving-kubelet",
        await issue(kubeletCa === "server" ? server : client, {
          cn: "node-1",
          hosts: ["node-1", "127.0.0.1", "192.168.1.11"],
          profile: "server",
        }),
      ),
      file("etc/rancher/rke2/rke2.yaml", kubeconfig("https://127.0.0.1:6443", server.cert, admin, "default"), 0o600),
      file(
        "var/lib/rancher/rke2/server/cred/controller.kubeconfig",
        kubeconfig("https://127.0.0.1:6443", server.cert, manager),
        0o600,
      ),
      file(
        "var/lib/rancher/rke2/agent/pod-manifests/kube-apiserver.yaml",
        manifest("kube-apiserver", {
          "advertise-address": "192.168.1.11",
          "client-ca-file": at("client-ca.crt"),
          "etcd-cafile": at("etcd/server-ca.crt"),
          "etcd-certfile": at("etcd/client.crt"),
          "etcd-keyfile": at("etcd/client.key"),
          "kubelet-certificate-authority": at("server-ca.crt"),
          "kubelet-client-certificate": at("client-kube-apiserver.crt"),
          "kubelet-client-key": at("client-kube-apiserver.key"),
          "proxy-client-cert-file": at("client-auth-proxy.crt"),
          "proxy-client-key-file": at("client-auth-proxy.key"),
          "requestheader-allowed-names": "system:auth-proxy",
          "requestheader-client-ca-file": at("request-header-ca.crt"),
          "service-cluster-ip-range": "10.43.0.0/16",
          "tls-cert-file": at("serving-kube-apiserver.crt"),
          "tls-private-key-file": at("serving-kube-apiserver.key"),
        }),
      ),
      file(
        "var/lib/rancher/rke2/server/db/etcd/config",
        `advertise-client-urls: https://192.168.1.11:2379
client-transport-security:
  cert-file: ${at("etcd/server-client.crt")}
  client-cert-auth: true
  key-file: ${at("etcd/server-client.key")}
  trusted-ca-file: ${at("etcd/server-ca.crt")}
initial-advertise-peer-urls: https://192.168.1.11:2380
listen-client-urls: https://127.0.0.1:2379,https://192.168.1.11:2379
listen-peer-urls: https://192.168.1.11:2380
name: node-1
peer-transport-security:
  cert-file: ${at("etcd/peer-server-client.crt")}
  client-cert-auth: true
  key-file: ${at("etcd/peer-server-client.key")}
  trusted-ca-file: ${at("etcd/peer-ca.crt")}
`,
      ),
    ],
  };
}

/** Two control plane nodes as kubeadm makes them: each has its own certificate, and its own kubeconfigs dial itself. */
async function highlyAvailable(missing: "none" | "load balancer" = "none"): Promise<Folder> {
  const ca = await makeCa("kubernetes");
  const shared = missing === "none" ? ["api.example.com"] : [];
  const nodes = await Promise.all(
    ["192.168.1.11", "192.168.1.12"].map(async (address, at) => {
      const root = `cp-${at + 1}/etc/kubernetes`;
      const hosts = [...serviceNames, "10.96.0.1", address, ...shared];
      const server = await issue(ca, { cn: "kube-apiserver", hosts, profile: "server" });
      const manager = await issue(ca, { cn: "system:kube-controller-manager", profile: "client" });
      const scheduler = await issue(ca, { cn: "system:kube-scheduler", profile: "client" });
      return [
        file(`${root}/pki/ca.crt`, ca.cert),
        file(`${root}/pki/ca.key`, ca.key, 0o600),
        ...files(`${root}/pki/apiserver`, server),
        file(`${root}/controller-manager.conf`, kubeconfig(`https://${address}:6443`, ca.cert, manager)),
        file(`${root}/scheduler.conf`, kubeconfig(`https://${address}:6443`, ca.cert, scheduler)),
      ];
    }),
  );
  const options: CheckOptions = {
    hosts: ["api.example.com"],
    serviceCidrs: ["10.96.0.0/12"],
    nodes: { "cp-1": "192.168.1.11", "cp-2": "192.168.1.12" },
  };
  return { files: nodes.flat(), options };
}

async function kubesprayEtcd(fault: "none" | "wrong key" | "no client" = "none"): Promise<Folder> {
  const ca = await makeCa("etcd-ca");
  const hosts = ["localhost", "127.0.0.1", "10.0.0.5"];
  const member = await issue(ca, {
    cn: "etcd-member-node1",
    hosts,
    profile: fault === "no client" ? "server" : "peer",
  });
  const other = await issue(ca, { cn: "etcd-admin-node1", profile: "client" });
  const pki = "etc/ssl/etcd/ssl";
  return {
    files: [
      file(`${pki}/ca.pem`, ca.cert),
      file(`${pki}/member-node1.pem`, member.cert),
      file(`${pki}/member-node1-key.pem`, fault === "wrong key" ? other.key : member.key),
      file(`${pki}/admin-node1.pem`, other.cert),
      file(`${pki}/admin-node1-key.pem`, other.key),
      file(
        "etc/etcd.env",
        `# Environment file for etcd
ETCD_LISTEN_CLIENT_URLS=https://10.0.0.5:2379,https://127.0.0.1:2379
ETCD_LISTEN_PEER_URLS=https://10.0.0.5:2380
ETCD_TRUSTED_CA_FILE=/etc/ssl/etcd/ssl/ca.pem
ETCD_CERT_FILE=/etc/ssl/etcd/ssl/member-node1.pem
ETCD_KEY_FILE=/etc/ssl/etcd/ssl/member-node1-key.pem
ETCD_CLIENT_CERT_AUTH=true
`,
      ),
    ],
  };
}

/** What certbot keeps: live certificates, and those that they replaced. */
async function letsEncrypt(liveShift = 0): Promise<Folder> {
  const root = await makeCa("Root X");
  const middle = await intermediate(root, "Intermediate R");
  const names = { cn: "www.example.com", hosts: ["www.example.com"], profile: "server" } as const;
  const old = await issue(middle, { ...names, shift: -400 * day });
  const live = await issue(middle, { ...names, shift: liveShift });
  return {
    files: [
      file("archive/www.example.com/cert1.pem", old.cert),
      file("archive/www.example.com/privkey1.pem", old.key, 0o600),
      file("archive/www.example.com/cert2.pem", live.cert),
      file("archive/www.example.com/privkey2.pem", live.key, 0o600),
      file("live/www.example.com/cert.pem", live.cert),
      file("live/www.example.com/chain.pem", middle.cert),
      file("live/www.example.com/fullchain.pem", live.cert + middle.cert),
      file("live/www.example.com/privkey.pem", live.key, 0o600),
      file(
        "renewal/www.example.com.conf",
        "version = 2.1.0\narchive_dir = /etc/letsencrypt/archive/www.example.com\ncert = /etc/letsencrypt/live/www.example.com/cert.pem\nprivkey = /etc/letsencrypt/live/www.example.com/privkey.pem\n",
      ),
    ],
  };
}

async function intermediate(root: Ca, name: string): Promise<Ca> {
  const { caOf } = await import("./folders.js");
  return caOf(await issue(root, { cn: name, profile: "ca" }));
}

async function nginx(server: (middle: Ca, pair: Pair) => string): Promise<Folder> {
  const root = await makeCa("Root");
  const middle = await intermediate(root, "Issuing CA");
  const pair = await issue(middle, { cn: "www", hosts: ["*.example.com", "example.com"], profile: "server" });
  return {
    files: [
      file("root.pem", root.cert),
      file("issuing.pem", middle.cert),
      file("tls/www.pem", server(middle, pair)),
      file("tls/www.key", pair.key),
      file(
        "nginx.conf",
        "server {\n  ssl_certificate /etc/nginx/tls/www.pem;\n  ssl_certificate_key /etc/nginx/tls/www.key;\n}\n",
      ),
    ],
    options: { roles: { "root.pem": "server-ca" } },
  };
}

async function apache(hasChain = true): Promise<Folder> {
  const root = await makeCa("Root");
  const middle = await intermediate(root, "Issuing CA");
  const pair = await issue(middle, { cn: "www", hosts: ["example.com"], profile: "server" });
  const chain = hasChain ? "  SSLCertificateChainFile /etc/apache2/chain.pem\n" : "";
  return {
    files: [
      file("apache2/www.pem", pair.cert),
      file("apache2/www.key", pair.key),
      file("apache2/chain.pem", middle.cert),
      file(
        "apache2/site.conf",
        `<VirtualHost *:443>\n  SSLCertificateFile /etc/apache2/www.pem\n  SSLCertificateKeyFile /etc/apache2/www.key\n${chain}</VirtualHost>\n`,
      ),
    ],
  };
}

/** Certificates of openssl without extended key usages, some of them of version 1, and keys of many kinds. */
async function opensslMade(extra = ""): Promise<Folder> {
  const made = openssl(`
    req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj "/O=Old/CN=Old CA" -days 365
    req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=db.example.com"
    x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 365
    genpkey -algorithm ed25519 -out client.key
    req -new -key client.key -out client.csr -subj "/CN=app"
    x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out client.crt -days 365
    genpkey -algorithm ed448 -out odd.key
    req -x509 -new -key odd.key -out odd.crt -subj "/CN=odd" -days 365
    genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out pss.key
    req -x509 -new -key pss.key -out pss.crt -subj "/CN=pss" -days 365
    ${extra}`);
  const names = ["ca", "server", "client", "odd", "pss"];
  return {
    files: [
      ...names.flatMap((name) => files(`pki/${name}`, { cert: made(`${name}.crt`), key: made(`${name}.key`) })),
      file(
        "postgresql.conf",
        "ssl = on\nssl_cert_file = 'pki/server.crt'\nssl_key_file = 'pki/server.key'\nssl_ca_file = 'pki/ca.crt'\n",
      ),
    ],
  };
}

/** A CA that was renewed with its key, and one that is replaced by another: both are in a bundle meanwhile. */
async function rollOver(): Promise<Folder> {
  const old = await makeCa("kubernetes");
  const { cert: renewed } = await renewca({ ca: old.cert, caKey: old.key });
  const next = await makeCa("kubernetes");
  const server = await issue(next, { cn: "kube-apiserver", hosts: [...serviceNames, "10.96.0.1"], profile: "server" });
  const admin = await issue(old, { cn: "kubernetes-admin", o: "system:masters", profile: "client" });
  return {
    files: [
      file("etc/kubernetes/pki/ca.crt", renewed + next.cert),
      file("etc/kubernetes/pki/ca.key", next.key),
      ...files("etc/kubernetes/pki/apiserver", server),
      file("etc/kubernetes/admin.conf", kubeconfig("https://kubernetes:6443", old.cert + next.cert, admin)),
      file(
        "etc/kubernetes/manifests/kube-apiserver.yaml",
        manifest("kube-apiserver", {
          "client-ca-file": "/etc/kubernetes/pki/ca.crt",
          "tls-cert-file": "/etc/kubernetes/pki/apiserver.crt",
          "tls-private-key-file": "/etc/kubernetes/pki/apiserver.key",
        }),
      ),
    ],
  };
}

/** A CA that had expired and was renewed with its key; some have the renewed certificate, others may not. */
async function renewedTooLate(ofServer: "old" | "renewed", ofClient: "old" | "renewed"): Promise<Folder> {
  const old = await makeCa("kubernetes", { expiry: "20000h", backdate: "20100h" });
  const { cert: renewed } = await renewca({ ca: old.cert, caKey: old.key });
  const cas = { old: old.cert, renewed };
  const admin = await issue(old, { cn: "kubernetes-admin", o: "system:masters", profile: "client" });
  return {
    files: [
      file("etc/kubernetes/pki/ca.crt", cas[ofServer]),
      file("etc/kubernetes/admin.conf", kubeconfig("https://kubernetes:6443", cas[ofClient], admin)),
      file(
        "etc/kubernetes/manifests/kube-apiserver.yaml",
        manifest("kube-apiserver", { "client-ca-file": "/etc/kubernetes/pki/ca.crt" }),
      ),
      file("root/old/ca.crt", old.cert),
    ],
  };
}

/** Staging and production beside each other: nothing of one is measured by the other. */
async function twoClusters(adminOf: "own" | "other" = "own"): Promise<Folder> {
  const cas = [await makeCa("kubernetes"), await makeCa("kubernetes")] as const;
  const clusters = await Promise.all(
    ["staging", "production"].map(async (name, at) => {
      const own = cas[at] ?? cas[0];
      const other = cas[1 - at] ?? cas[0];
      const pki = `${name}/etc/kubernetes/pki`;
      const server = await issue(own, {
        cn: "kube-apiserver",
        hosts: [...serviceNames, `10.${at}.0.1`],
        profile: "server",
      });
      const admin = await issue(adminOf === "other" && at === 0 ? other : own, {
        cn: "kubernetes-admin",
        o: "system:masters",
        profile: "client",
      });
      const keys = openssl(
        "genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out sa.key\nrsa -in sa.key -pubout -out sa.pub",
      );
      return [
        file(`${pki}/ca.crt`, own.cert),
        ...files(`${pki}/apiserver`, server),
        file(`${pki}/sa.key`, keys("sa.key")),
        file(`${pki}/sa.pub`, keys("sa.pub")),
        ...files(`${pki}/admin`, admin),
        file(
          `${name}/etc/kubernetes/manifests/kube-apiserver.yaml`,
          manifest("kube-apiserver", {
            "client-ca-file": "/etc/kubernetes/pki/ca.crt",
            "service-account-key-file": "/etc/kubernetes/pki/sa.pub",
            "service-account-signing-key-file": "/etc/kubernetes/pki/sa.key",
            "tls-cert-file": "/etc/kubernetes/pki/apiserver.crt",
            "tls-private-key-file": "/etc/kubernetes/pki/apiserver.key",
          }),
        ),
      ];
    }),
  );
  return { files: clusters.flat() };
}

/** A person's kubeconfig with users of several groups, and a cluster that this folder knows nothing of. */
async function personal(): Promise<Folder> {
  const [ca, foreign] = [await makeCa("minikubeCA"), await makeCa("cloud")];
  const user = await issue(ca, { cn: "minikube-user", o: "system:masters", profile: "client" });
  const guest = await issue(foreign, { cn: "developer", o: "developers", profile: "client" });
  const server = await issue(ca, {
    cn: "minikube",
    hosts: [...serviceNames, "192.168.49.2", "127.0.0.1", "10.96.0.1"],
  });
  return {
    files: [
      file("home/me/.minikube/ca.crt", ca.cert),
      file("home/me/.minikube/ca.key", ca.key),
      ...files("home/me/.minikube/profiles/minikube/client", user),
      ...files("home/me/.minikube/profiles/minikube/apiserver", server),
      file("home/me/.kube/config", kubeconfig("https://cloud.example.com", foreign.cert, guest, "developer"), 0o600),
      file(
        "home/me/notes.md",
        "Use `cfssl gencert -profile=nonsense`:\n\n-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n",
      ),
    ],
  };
}

async function secrets(swap = false): Promise<Folder> {
  const ca = await makeCa("ingress");
  const one = await issue(ca, { cn: "a.example.com", hosts: ["a.example.com"], profile: "server" });
  const two = await issue(ca, { cn: "b.example.com", hosts: ["b.example.com"], profile: "server" });
  const documents = [secret("a", one), secret("b", swap ? { cert: two.cert, key: one.key } : two)];
  return { files: [file("secrets.yaml", documents.join("---\n"), 0o600)] };
}

async function docker(mixed = false): Promise<Folder> {
  const ca = await makeCa("docker");
  const server = await issue(ca, { cn: "docker", hosts: ["docker.example.com", "127.0.0.1"], profile: "server" });
  const client = await issue(ca, { cn: "client", profile: "client" });
  return {
    files: [
      file("ca.pem", ca.cert),
      file("server-cert.pem", server.cert),
      file("server-key.pem", mixed ? client.key : server.key),
      file("cert.pem", client.cert),
      file("key.pem", client.key),
      file(
        "daemon.json",
        JSON.stringify(
          {
            tlsverify: true,
            tlscacert: "/etc/docker/ca.pem",
            tlscert: "/etc/docker/server-cert.pem",
            tlskey: "/etc/docker/server-key.pem",
          },
          null,
          2,
        ),
      ),
    ],
  };
}

/** The folder of a kubelet: its own CA signed what it serves with, and rotation left an older client certificate. */
async function kubelet(o = "system:nodes"): Promise<Folder> {
  const [ca, own] = [await makeCa("kubernetes"), await makeCa("node-1-ca@1700000000")];
  const serving = await issue(own, { cn: "node-1@1700000000", hosts: ["node-1"], profile: "server" });
  const older = await issue(ca, { cn: "system:node:node-1", o, profile: "client", shift: -364 * day });
  const current = await issue(ca, { cn: "system:node:node-1", o, profile: "client" });
  const pki = "var/lib/kubelet/pki";
  return {
    files: [
      file("etc/kubernetes/pki/ca.crt", ca.cert),
      file(`${pki}/kubelet.crt`, serving.cert + own.cert),
      file(`${pki}/kubelet.key`, serving.key),
      file(`${pki}/kubelet-client-2025-11-29-10-00-00.pem`, older.cert + older.key, 0o600),
      file(`${pki}/kubelet-client-current.pem`, current.cert + current.key, 0o600),
      file(
        "etc/kubernetes/kubelet.conf",
        `apiVersion: v1
kind: Config
clusters:
- name: default
  cluster: { server: "https://10.0.0.1:6443", certificate-authority: /etc/kubernetes/pki/ca.crt }
users:
- name: default-auth
  user:
    client-certificate: /var/lib/kubelet/pki/kubelet-client-current.pem
    client-key: /var/lib/kubelet/pki/kubelet-client-current.pem
contexts: [{ name: default, context: { cluster: default, user: default-auth } }]
current-context: default
`,
      ),
    ],
  };
}

async function consul(): Promise<Folder> {
  const ca = await makeCa("Consul Agent CA");
  const agent = await issue(ca, { cn: "server.dc1.consul", hosts: ["server.dc1.consul", "localhost", "127.0.0.1"] });
  const admin = await issue(ca, { cn: "admin", o: "operators", profile: "client" });
  return {
    files: [
      file("consul-agent-ca.pem", ca.cert),
      file("consul-agent-ca-key.pem", ca.key),
      file("dc1-server-consul-0.pem", agent.cert),
      file("dc1-server-consul-0-key.pem", agent.key),
      ...files("admin", admin, [".pem", "-key.pem"]),
      file(
        "consul.hcl",
        'tls {\n  defaults {\n    ca_file = "consul-agent-ca.pem"\n    cert_file = "dc1-server-consul-0.pem"\n    key_file = "dc1-server-consul-0-key.pem"\n  }\n}\n',
      ),
    ],
  };
}

/** Servers that trust their own certificates, short-lived certificates, and one from another machine in time. */
async function selfSigned(): Promise<Folder> {
  const made = openssl(`
    req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout web.key -out web.crt -subj /CN=web -days 90 -addext "subjectAltName=DNS:web" -addext basicConstraints=critical,CA:FALSE`);
  const ca = await makeCa("workloads");
  const short = await issue(ca, { cn: "workload", hosts: ["workload"], profile: "short" });
  return {
    files: [
      ...files("web", { cert: made("web.crt"), key: made("web.key") }),
      ...files("workload", short),
      file("ca.crt", ca.cert),
      file(
        "nginx.conf",
        "ssl_certificate web.crt;\nssl_certificate_key web.key;\nproxy_ssl_trusted_certificate web.crt;\n",
      ),
    ],
  };
}

async function pathLength(): Promise<Folder> {
  const made = openssl(`
    req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj "/CN=VPN CA" -days 3650
    req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=server"
    x509 -req -in server.csr -CA ca.crt -CAkey ca.key -set_serial 1 -out server.crt -days 3650 -extfile <(printf "extendedKeyUsage=serverAuth\\nsubjectAltName=DNS:server\\nkeyUsage=digitalSignature,keyEncipherment")
    req -newkey rsa:2048 -nodes -keyout client1.key -out client1.csr -subj "/CN=client1"
    x509 -req -in client1.csr -CA ca.crt -CAkey ca.key -set_serial 2 -out client1.crt -days 3650 -extfile <(printf "extendedKeyUsage=clientAuth\\nkeyUsage=digitalSignature")`);
  return {
    files: [
      file("pki/ca.crt", made("ca.crt")),
      file("pki/private/ca.key", made("ca.key")),
      file("pki/issued/server.crt", `Certificate:\n    Data:\n        Version: 3 (0x2)\n${made("server.crt")}`),
      file("pki/private/server.key", made("server.key")),
      file("pki/issued/client1.crt", made("client1.crt")),
      file("pki/private/client1.key", made("client1.key")),
      file("pki/reqs/server.req", made("server.csr")),
      file("pki/index.txt", "V\t360101000000Z\t\t01\tunknown\t/CN=server\n"),
      file("client1.ovpn", `client\n<ca>\n${made("ca.crt")}</ca>\n<cert>\n${made("client1.crt")}</cert>\n`),
    ],
  };
}

export const cleanFolders: Readonly<Record<string, Make>> = {
  "rke2 and k3s, with three CAs": () => rke2(),
  "two control plane nodes of kubeadm": () => highlyAvailable(),
  "etcd as kubespray sets it up": () => kubesprayEtcd(),
  "the folder of certbot": () => letsEncrypt(),
  "nginx with an intermediate and a wildcard": () => nginx((middle, { cert }) => cert + middle.cert),
  "Apache with a file for the chain": () => apache(),
  "certificates of openssl without usages, with keys of all kinds": () => opensslMade(),
  "a CA that is renewed and one that replaces it": rollOver,
  "two clusters beside each other": () => twoClusters(),
  "a person's home with minikube and another cluster": personal,
  "a CA that was renewed, and its old certificate in the attic": () => renewedTooLate("renewed", "renewed"),
  "Secrets with certificates": () => secrets(),
  "docker's daemon": () => docker(),
  "a kubelet's folder": () => kubelet(),
  "Consul's agents": consul,
  "self-signed servers and certificates of an hour": selfSigned,
  "easy-rsa's folder": pathLength,
};

const tls = "var/lib/rancher/rke2/server/tls";

export const faultyFolders: Readonly<Record<string, readonly [Make, ...string[]]>> = {
  "an API server that still trusts the certificate of before the renewal": [
    () => renewedTooLate("old", "renewed"),
    "error ca-expired etc/kubernetes/pki/ca.crt",
  ],
  "a kubeconfig that still has the CA's certificate of before the renewal": [
    () => renewedTooLate("renewed", "old"),
    "error ca-expired etc/kubernetes/admin.conf",
  ],
  "an API server of rke2 without the service's address": [
    () => rke2({ apiHosts: [...serviceNames, "127.0.0.1", "192.168.1.11"] }),
    `error san-missing-service-ip ${tls}/serving-kube-apiserver.crt`,
  ],
  "an API server of rke2 without its own address": [
    () => rke2({ apiHosts: [...serviceNames, "127.0.0.1", "10.43.0.1"] }),
    `error san-missing-node-ip ${tls}/serving-kube-apiserver.crt`,
  ],
  "an API server of rke2 without the service's names": [
    () => rke2({ apiHosts: ["127.0.0.1", "10.43.0.1", "192.168.1.11"] }),
    `error san-missing-service-name ${tls}/serving-kube-apiserver.crt`,
  ],
  "API servers without the load balancer": [
    () => highlyAvailable("load balancer"),
    "error san-missing-vip cp-1/etc/kubernetes/pki/apiserver.crt",
    "error san-missing-vip cp-2/etc/kubernetes/pki/apiserver.crt",
  ],
  "etcd of kubespray with another member's key": [
    () => kubesprayEtcd("wrong key"),
    "error key-mismatch etc/ssl/etcd/ssl/member-node1-key.pem",
  ],
  "etcd of kubespray whose certificate is for servers alone": [
    () => kubesprayEtcd("no client"),
    "error eku-etcd-server-no-client etc/ssl/etcd/ssl/member-node1.pem",
  ],
  "certbot's folder, of which the live certificate has expired": [
    () => letsEncrypt(-380 * day),
    "error leaf-expired live/www.example.com/cert.pem",
  ],
  "nginx without the intermediate": [
    () => nginx((_, { cert }) => cert),
    "error chain-missing-intermediate tls/www.pem",
  ],
  "nginx with the chain the wrong way round": [
    () => nginx((middle, { cert }) => middle.cert + cert),
    "error chain-order tls/www.pem",
  ],
  "Apache without the chain": [() => apache(false), "error chain-missing-intermediate apache2/www.pem"],
  "a short RSA key of openssl's, for PostgreSQL": [
    () =>
      opensslMade(`req -newkey rsa:1024 -nodes -keyout server.key -out server.csr -subj /CN=db
        x509 -req -in server.csr -CA ca.crt -CAkey ca.key -out server.crt -days 365`),
    "error weak-key pki/server.crt",
  ],
  "a certificate of openssl's signed with SHA-1": [
    () => opensslMade("x509 -req -sha1 -in server.csr -CA ca.crt -CAkey ca.key -out server.crt -days 365"),
    "error weak-signature pki/server.crt",
  ],
  "two certificates of openssl's with one serial number": [
    () =>
      opensslMade(`x509 -req -in server.csr -CA ca.crt -CAkey ca.key -set_serial 7 -out server.crt -days 365
        x509 -req -in client.csr -CA ca.crt -CAkey ca.key -set_serial 7 -out client.crt -days 365`),
    "warning duplicate-serial pki/server.crt",
  ],
  "a certificate of openssl's that outlives its CA": [
    () => opensslMade("x509 -req -in server.csr -CA ca.crt -CAkey ca.key -set_serial 9 -out server.crt -days 900"),
    "warning leaf-outlives-ca pki/server.crt",
  ],
  "an administrator of another cluster": [
    () => twoClusters("other"),
    "error wrong-ca staging/etc/kubernetes/pki/admin.crt",
  ],
  "a Secret with another's key": [() => secrets(true), "error key-mismatch secrets.yaml"],
  "docker with another's key": [() => docker(true), "error key-mismatch server-key.pem"],
  "a kubelet that is in no group": [
    () => kubelet("nodes"),
    "error kubelet-o var/lib/kubelet/pki/kubelet-client-current.pem",
  ],
};
