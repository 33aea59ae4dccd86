import { file, files, issue, kubeconfig, makeCa, manifest, openssl } from "../folders.js";
import type { Row } from "./row.js";
import { agedCa, apiServer, caFiles, cfsslFolder, changed, day, web } from "./small.js";

const rsaPair = () => openssl("genrsa -out sa.key 2048\nrsa -in sa.key -pubout -out sa.pub");

/** A control plane node that signs tokens with a key and checks them with a public one. */
const tokenFlags = (root: string) => ({
  "service-account-key-file": `${root}/pki/sa.pub`,
  "service-account-signing-key-file": `${root}/pki/sa.key`,
});

async function controlPlanes(...machines: readonly ((name: string) => string)[]) {
  const ca = await makeCa("kubernetes-ca");
  return machines.flatMap((made, at) => [
    file(`cp-${at + 1}/pki/ca.crt`, ca.cert),
    file(`cp-${at + 1}/pki/sa.key`, made("sa.key"), 0o600),
    file(`cp-${at + 1}/pki/sa.pub`, made("sa.pub")),
    file(
      `cp-${at + 1}/manifests/kube-apiserver.yaml`,
      manifest("kube-apiserver", { "client-ca-file": "/pki/ca.crt", ...tokenFlags("") }),
    ),
  ]);
}

export const keyRows: readonly Row[] = [
  {
    ...{ rule: "key-mismatch", what: "a server whose key was made again", finds: "error web.key" },
    make: async () => {
      const [ca, [, key]] = [await web(), files("x", await issue(await makeCa("x"), { cn: "x" }))];
      return changed(ca, "web.key", (each) => ({ ...each, bytes: key?.bytes ?? "" }));
    },
  },
  {
    ...{ rule: "key-mismatch", what: "a server whose right key has another name", finds: "error web.key" },
    make: async () => {
      const [whole, other] = [await web(), await issue(await makeCa("x"), { cn: "x" })];
      const right = whole.find(({ path }) => path === "web.key");
      return [
        ...changed(whole, "web.key", (each) => ({ ...each, bytes: other.key })),
        file("restored/right.key", right?.bytes ?? "", 0o600),
      ];
    },
  },
  {
    ...{ rule: "key-mismatch", what: "a kubeconfig with another's key", finds: "error kube-proxy.kubeconfig" },
    make: async () => {
      const ca = await makeCa("kubernetes-ca");
      const proxy = await issue(ca, { cn: "system:kube-proxy", profile: "client" });
      const other = await issue(ca, { cn: "other", profile: "client" });
      const text = kubeconfig(
        "https://10.0.0.1:6443",
        ca.cert,
        { cert: proxy.cert, key: other.key },
        "system:kube-proxy",
      );
      return [
        ...caFiles(ca),
        ...files("kube-proxy", proxy, [".pem", "-key.pem"]),
        file("kube-proxy.kubeconfig", text, 0o600),
      ];
    },
  },
  {
    ...{ rule: "key-mismatch", what: "an old key beside the right one" },
    make: async () => [...(await web()), file("web-key.pem", (await issue(await makeCa("x"), { cn: "x" })).key, 0o600)],
  },
  {
    ...{ rule: "ca-key-mismatch", what: "a CA whose key was replaced, but kept", finds: "error ca-key.pem" },
    make: async () => {
      const [ca, other] = [await makeCa("test-ca"), await makeCa("other")];
      return [
        file("ca.pem", ca.cert),
        file("ca-key.pem", other.key, 0o600),
        file("old/key.pem", ca.key, 0o600),
        ...files("web", await issue(ca, { cn: "web", hosts: ["web"], profile: "server" })),
      ];
    },
  },
  {
    ...{ rule: "ca-key-mismatch", what: "a renewed CA with its key" },
    make: async () => {
      const [old, ca] = [await agedCa("test-ca", 100 * day, "87600h"), await makeCa("other")];
      return [...caFiles(old), ...caFiles(ca, "next/ca")];
    },
  },
  {
    ...{ rule: "chain-order", what: "a file with the CA first", finds: "error web.crt" },
    make: async () => {
      const ca = await makeCa("test-ca");
      const { cert, key } = await issue(ca, { cn: "web", hosts: ["web"], profile: "server" });
      return [file("web.crt", ca.cert + cert), file("web.key", key, 0o600)];
    },
  },
  {
    ...{ rule: "chain-order", what: "a bundle of the old CA and the new one" },
    make: async () => {
      const [old, ca] = [await makeCa("old-ca"), await makeCa("new-ca")];
      return [file("ca.pem", old.cert + ca.cert), file("ca-key.pem", ca.key, 0o600)];
    },
  },
  {
    ...{ rule: "sa-pair-mismatch", what: "a public half of another key", finds: "error cp-1/pki/sa.pub" },
    make: async () => {
      const [one, other] = [rsaPair(), rsaPair()];
      return controlPlanes((name) => (name === "sa.pub" ? other(name) : one(name)));
    },
  },
  {
    ...{ rule: "sa-pair-mismatch", what: "a certificate of another key", finds: "error service-account.pem" },
    make: async () => {
      const list = await cfsslFolder(
        { "service-account": { CN: "service-accounts", key: { algo: "rsa", size: 2048 } } },
        { "service-account": { cn: "service-accounts" } },
      );
      return changed(list, "service-account-key.pem", (each) => ({ ...each, bytes: rsaPair()("sa.key") }));
    },
  },
  { ...{ rule: "sa-pair-mismatch", what: "both halves of a pair" }, make: async () => controlPlanes(rsaPair()) },
  {
    ...{ rule: "sa-keys-differ", what: "two control planes of one cluster", finds: "error cp-2/pki/sa.key" },
    make: async () => controlPlanes(rsaPair(), rsaPair()),
  },
  {
    ...{ rule: "sa-keys-differ", what: "two control planes with one pair" },
    make: async () => {
      const pair = rsaPair();
      return controlPlanes(pair, pair);
    },
  },
  {
    ...{ rule: "key-encrypted", what: "a server's key with a password", finds: "error pki/apiserver.key" },
    unmended: "openssl asks for the password",
    make: async () => {
      const made = openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes128 -pass pass:x -out x.key");
      return changed(await apiServer(), "pki/apiserver.key", (each) => ({ ...each, bytes: made("x.key") }));
    },
  },
  {
    ...{ rule: "key-encrypted", what: "a CA's key with a password, which cfssl opens" },
    make: async () => {
      const made = openssl(
        "req -x509 -newkey rsa:2048 -passout pass:x -keyout ca-key.pem -out ca.pem -subj /CN=locked-ca -days 3650",
      );
      return [file("ca.pem", made("ca.pem")), file("ca-key.pem", made("ca-key.pem"), 0o600)];
    },
  },
  {
    ...{ rule: "ed25519-label", what: "a key with cfssl's own label", finds: "warning web.key" },
    make: () => ed25519("Ed25519 PRIVATE KEY"),
  },
  { ...{ rule: "ed25519-label", what: "a key with the usual label" }, make: () => ed25519("PRIVATE KEY") },
  {
    ...{ rule: "key-world-readable", what: "a key of mode 0644", finds: "warning web.key" },
    make: async () => changed(await web(), "web.key", (each) => ({ ...each, mode: 0o644 })),
  },
  {
    ...{ rule: "key-world-readable", what: "a key that its group may read" },
    make: async () => changed(await web(), "web.key", (each) => ({ ...each, mode: 0o640 })),
  },
  {
    ...{ rule: "weak-key", what: "a server with 1024 bits", finds: "warning web.crt" },
    make: () => rsaServer(1024),
  },
  { ...{ rule: "weak-key", what: "a server with 2048 bits" }, make: () => rsaServer(2048) },
];

async function ed25519(label: string) {
  const ca = await makeCa("test-ca");
  const made = openssl(
    `genpkey -algorithm ed25519 -out web.key
     req -new -key web.key -subj /CN=web -addext subjectAltName=DNS:web -out web.csr`,
  );
  const { cert } = await ca.signer.sign(made("web.csr"), { profile: "server" });
  return [
    ...caFiles(ca),
    file("web.crt", cert),
    file("web.key", made("web.key").replaceAll("PRIVATE KEY", label), 0o600),
  ];
}

async function rsaServer(bits: number) {
  const ca = await makeCa("test-ca");
  const made = openssl(
    `x509 -in ca.pem -out same.pem
     req -new -newkey rsa:${bits} -nodes -keyout web.key -subj /CN=web -out web.csr
     x509 -req -in web.csr -CA ca.pem -CAkey ca-key.pem -days 300 -out web.crt -extfile <(printf "subjectAltName=DNS:web\\nextendedKeyUsage=serverAuth")`,
    { "ca.pem": ca.cert, "ca-key.pem": ca.key },
  );
  return [...caFiles(ca), file("web.crt", made("web.crt")), file("web.key", made("web.key"), 0o600)];
}
