import { check } from "../../../../src/index.js";
import { file } from "../../support/folders.js";
import { apiServer, cfsslFolder, changed, day, etcd, web } from "../../support/rows/small.js";

/** What the words of a mend say beside its commands. */
const rows = [
  [
    "an expired certificate of kubeadm",
    () => apiServer({ shift: -400 * day }),
    "If kubeadm made it: kubeadm certs renew apiserver.",
  ],
  [
    "a certificate of kubeadm without an address",
    () => apiServer({ hosts: ["127.0.0.1"] }),
    "delete pki/apiserver.crt and pki/apiserver.key, then kubeadm init phase certs apiserver --config FILE (certs renew keeps the old names).",
  ],
  [
    "a static pod",
    () => apiServer({ shift: -400 * day }),
    "restart kube-apiserver: move manifests/kube-apiserver.yaml out of its folder, wait until it has stopped, and move it back.",
  ],
  ["a systemd unit", () => etcd({ profile: "server" }), "Then systemctl restart etcd."],
  [
    "nginx",
    async () => [
      ...(await web({ shift: -400 * day })),
      file("nginx.conf", "ssl_certificate /web.crt;\nssl_certificate_key /web.key;\n"),
    ],
    "Then reload nginx.",
  ],
  ["a file that nobody names", () => web({ shift: -400 * day }), "Then restart what uses it."],
  [
    "a key that another machine has",
    async () => changed(await web({ shift: -400 * day }), "ca-key.pem", () => null),
    "The CA's key is not in this folder: ca-key.pem stands for it.",
  ],
] as const;

test.each(rows)("for %s", async (_, make, expected) => {
  const { findings } = await check(await make());
  expect(findings.map(({ mend }) => mend.text).join("\n")).toContain(expected);
});

test("a CA that was made again in a folder of many certificates gets no endless list of commands", async () => {
  const issued = Object.fromEntries(
    Array.from({ length: 101 }, (_, at) => [`c${at}`, { cn: `c${at}`, hosts: [`c${at}`], profile: "server" as const }]),
  );
  const old = await cfsslFolder({}, issued);
  const present = await cfsslFolder({}, {});
  const files = old.map((each) => present.find(({ path }) => path === each.path) ?? each);
  const { findings } = await check(files);
  expect(findings.map(({ rule, mend }) => [rule, mend.commands])).toEqual([["wrong-ca", []]]);
});
