import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { issue, kubeconfig, makeCa, manifest } from "../../addons/support/folders.js";
import { createFakeHost } from "../../support/fake-host.js";

let folder: string;
let outside: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  outside = mkdtempSync(join(tmpdir(), "cfssl-ts-outside-"));
  const ca = await makeCa("test-ca");
  const web = await issue(ca, { cn: "kube-apiserver", hosts: ["10.0.0.0/24"], profile: "server" });
  const scheduler = await issue(ca, { cn: "system:kube-scheduler", profile: "client" });
  writeFileSync(join(folder, "ca.crt"), ca.cert);
  writeFileSync(
    join(folder, "apiserver.yaml"),
    manifest("kube-apiserver", {
      "tls-cert-file": `${outside}/web.crt`,
      "tls-private-key-file": `${outside}/web.key`,
      "client-ca-file": "/",
    }),
  );
  writeFileSync(
    join(folder, "scheduler.yaml"),
    manifest("kube-scheduler", { kubeconfig: `${outside}/scheduler.conf` }),
  );
  writeFileSync(join(outside, "web.crt"), web.cert);
  writeFileSync(join(outside, "web.key"), web.key);
  writeFileSync(join(outside, "unnamed.crt"), web.cert);
  mkdirSync(join(outside, "pki"));
  writeFileSync(join(outside, "pki", "scheduler.crt"), scheduler.cert);
  const config = kubeconfig("https://10.0.0.1:6443", ca.cert, scheduler);
  writeFileSync(
    join(outside, "scheduler.conf"),
    config.replace(/client-certificate-data: .*/, "client-certificate: pki/scheduler.crt"),
    { mode: 0o600 },
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(outside, { recursive: true, force: true });
});

async function paths(flags: readonly string[]): Promise<readonly string[]> {
  const now = new Date(Date.now() + 60_000).toISOString();
  const host = createFakeHost({ args: ["check", "-at", now, "-json", ...flags, folder] });
  await cfssl(host);
  const { files } = JSON.parse(Buffer.from(host.printed().stdout).toString()) as { files: { path: string }[] };
  return [...new Set(files.map(({ path }) => path))].sort();
}

test("without -follow nothing outside of the folder is read", async () => {
  expect(await paths([])).toEqual(["ca.crt"]);
});

test("with -follow, certificates and kubeconfigs that are named take part, and what those name; no key and no folder does", async () => {
  const followed = ["pki/scheduler.crt", "scheduler.conf", "web.crt"].map((name) => join(outside, name));
  expect(await paths(["-follow"])).toEqual([...followed, "ca.crt"].sort());
});
