import { execFile, spawnSync } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { daysLeft, type Facts, faultsOf } from "../../scripts/certificates/faults.mjs";
import { fixturePath, projectFolder } from "../support/contents.js";
import { areInstalled } from "../support/installed.js";
import { ourPrograms } from "../support/programs.js";
import { cleanEnvironment, withFolder } from "../support/spawned.js";

const hasOpenssl = areInstalled(["openssl"], "the table of certificates");

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
const now = at("2026-06-15");
const ca = { notAfter: at("2030-01-01") };
const good: Facts = {
  subject: "CN=leaf, O=Example",
  issuer: "CN=ca",
  names: [{ kind: "DNS", value: "leaf.example" }],
  notBefore: at("2026-01-01"),
  notAfter: at("2027-01-01"),
  isSelfSigned: false,
  ca,
};

test.each<[string, Partial<Facts>, string[]]>([
  ["of nothing", {}, []],
  ["of nothing if it is self-signed", { subject: "CN=ca", isSelfSigned: true, ca: null }, []],
  [
    "of a name that matches nothing",
    { names: [{ kind: "DNS", value: "10.0.0.0/8" }] },
    ["10.0.0.0/8 matches no host: it is a network, not an address; write 10.0.0.0."],
  ],
  [
    "of a host with a port, which cfssl takes for a URI",
    { names: [{ kind: "URI", value: "example.com:443" }] },
    ["example.com:443 matches no host: it has a port; write example.com."],
  ],
  ["of no address, URI or mail address", { names: ["IP", "URI", "email"].map((kind) => ({ kind, value: "a b" })) }, []],
  ["of a blank name", { names: [{ kind: "DNS", value: "" }] }, ['"" matches no host: it is blank.']],
  [
    "of the subject that is its CA's",
    { subject: "CN=ca" },
    ["Its subject is its CA's (CN=ca), so OpenSSL takes it for self-signed and rejects it. Give it another CN."],
  ],
  ["of its end", { notAfter: at("2026-06-14") }, ["It expired on 2026-06-14."]],
  ["of its start", { notBefore: at("2026-06-16") }, ["It is not valid before 2026-06-16."]],
  ["of an end after its CA's", { notAfter: at("2030-01-03") }, ["It outlives its CA, which expires on 2030-01-01."]],
  ["of no end minutes after its CA's", { notAfter: ca.notAfter + 60_000 }, []],
  ["of a CA that is not there", { ca: null }, ["No certificate here signed it. Its issuer is CN=ca."]],
])("a certificate is accused %s", (_, facts, faults) => {
  expect(faultsOf({ ...good, ...facts }, now)).toEqual(faults);
});

test.each([
  [now, 0],
  [now + 86_399_999, 0],
  [now + 86_400_000, 1],
  [now - 1, -1],
])("days are counted when they are whole: %d", (notAfter, days) => {
  expect(daysLeft(notAfter, now)).toBe(days);
});

/** The table of a folder, in a pipe. */
async function listOf(folder: string, env: Readonly<Record<string, string>> = {}) {
  const script = join(projectFolder, "scripts", "list-certificates.mjs");
  const environment = { ...cleanEnvironment(ourPrograms()), ...env };
  return new Promise<{ code: number; text: string }>((resolve) => {
    execFile(process.execPath, [script, "."], { cwd: folder, env: environment }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr });
    });
  });
}

function run(commands: string, folder: string): void {
  const { status, stderr } = spawnSync("sh", ["-ec", commands], {
    cwd: folder,
    env: cleanEnvironment(ourPrograms()),
    encoding: "utf8",
  });
  expect([status, stderr.match(/^(?!.*\[(INFO|WARNING)\]).*error.*$/gim)]).toEqual([0, null]);
}

/** The part of the table about a file, its lines put together. */
function partOf(text: string, file: string): string {
  const blocks = text.split(/^─+\n/m);
  return (blocks.find((block) => block.startsWith(file)) ?? "").split(/\s+/).join(" ");
}

const sign = (name: string, more = "") =>
  `cfssl gencert -ca=ca.pem -ca-key=ca-key.pem ${more} ${name}-csr.json | cfssljson -bare ${name}`;
const request = (name: string, rest = "") =>
  `echo '{"CN":"${name}","key":{"algo":"ecdsa","size":256}${rest}}' > ${name}-csr.json`;

(hasOpenssl ? describe : describe.skip)("the table of certificates", () => {
  test("says at 80 columns what is wrong with those of the walk-through", async () => {
    await withFolder(async (folder) => {
      await cp(fixturePath("walkthrough"), folder, { recursive: true });
      const leaves = ["kubernetes", "admin", "kube-proxy"];
      const more = "-config=ca-config.json -profile=kubernetes";
      run(
        [
          "rm published-*",
          "cfssl gencert -initca ca-csr.json | cfssljson -bare ca",
          ...leaves.map((name) => sign(name, more)),
        ].join("\n"),
        folder,
      );
      const { code, text } = await listOf(folder);
      expect(code).toBe(0);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBe(80);
      const heads = text.match(/^\S+\.pem .*/gm)?.map((line) => line.replace(/ {2,}/g, " | "));
      expect(heads).toEqual([
        expect.stringMatching(/^admin\.pem \| CN=admin.* \| 20\d\d-\d\d-\d\d \| 36\d\d \| OK$/),
        expect.stringMatching(/^ca\.pem \| CN=kubernetes.* \| 36\d\d \| OK$/),
        expect.stringMatching(/^kube-proxy\.pem \| CN=system:kube-proxy.* \| 36\d\d \| OK$/),
        expect.stringMatching(/^kubernetes\.pem \| CN=kubernetes.* \| 36\d\d \| fails$/),
      ]);
      const part = partOf(text, "kubernetes.pem");
      expect(part).toContain("WRONG 192.168.214.1/24 matches no host: it is a network");
      expect(part).toContain("WRONG Its subject is its CA's (CN=kubernetes), so OpenSSL");
      expect(part).toMatch(/WRONG openssl verify: error 18 at 0 depth lookup: self[- ]signed certificate\./);
      expect(text.match(/WRONG/g)).toHaveLength(3);
      // Every host is there whole.
      expect(part).toContain("kubernetes.default.svc.cluster.local, IP:127.0.0.1, ");

      // Beside the other columns there is no room for CN=system:kube-proxy.
      const { text: narrow } = await listOf(folder, { COLUMNS: "60" });
      expect(Math.max(...narrow.split("\n").map((line) => line.length))).toBe(60);
      expect(narrow).toMatch(/^file +expires +days left {2}openssl$/m);
      expect(narrow.match(/^\S+\.pem .*/gm)?.map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
        expect.stringMatching(/^admin\.pem \| 20\d\d-\d\d-\d\d \| 36\d\d \| OK$/),
        expect.stringMatching(/^ca\.pem \| 20\d\d-\d\d-\d\d \| 36\d\d \| OK$/),
        expect.stringMatching(/^kube-proxy\.pem \| 20\d\d-\d\d-\d\d \| 36\d\d \| OK$/),
        expect.stringMatching(/^kubernetes\.pem \| 20\d\d-\d\d-\d\d \| 36\d\d \| fails$/),
      ]);
      expect(partOf(narrow, "kube-proxy.pem")).toContain(" subject CN=system:kube-proxy, OU=System, O=k8s, ");
    });
  });

  test("says what is wrong in other folders", async () => {
    await withFolder(async (folder) => {
      run(
        [
          request("ca", ',"ca":{"expiry":"72h"}'),
          "cfssl gencert -initca ca-csr.json | cfssljson -bare ca",
          request("long"),
          sign("long", "-hostname=long.example"),
          request("odd"),
          sign("odd", "-hostname=odd.example:443,*.com,,10.0.0.256"),
          request("sub"),
          "cfssl genkey -initca sub-csr.json | cfssljson -bare stranger",
          "cfssl gencert -ca=stranger.pem -ca-key=stranger-key.pem long-csr.json | cfssljson -bare lost",
          "rm stranger.pem",
          "echo '-----BEGIN CERTIFICATE-----' > broken.pem",
          "cp ca.csr request.pem",
        ].join("\n"),
        folder,
      );
      const { code, text } = await listOf(folder);
      expect(code).toBe(0);
      expect(text.match(/^\S+\.pem/gm)).toEqual(["ca.pem", "long.pem", "lost.pem", "odd.pem", "broken.pem"]);
      expect(partOf(text, "ca.pem")).not.toContain("WRONG");
      expect(partOf(text, "long.pem")).toMatch(/ OK .* WRONG It outlives its CA, which expires on 20/);
      expect(partOf(text, "lost.pem")).toMatch(
        / no CA .* WRONG No certificate here signed it\. Its issuer is CN=sub\./,
      );
      const odd = partOf(text, "odd.pem");
      expect(odd).toContain("WRONG odd.example:443 matches no host: it has a port; write odd.example.");
      expect(odd).toContain("WRONG *.com matches no host: its star has fewer than two labels after it.");
      expect(odd).toContain("WRONG 10.0.0.256 matches no host: it looks like an address");
      expect(text).toMatch(/^broken\.pem is broken/m);
    });
  });

  test("verifies a certificate below an intermediate", async () => {
    await withFolder(async (folder) => {
      const constraint = '"ca_constraint":{"is_ca":true,"max_path_len":0,"max_path_len_zero":true}';
      const profile = `{"expiry":"48h","usages":["cert sign","crl sign"],${constraint}}`;
      run(
        [
          request("ca"),
          "cfssl gencert -initca ca-csr.json | cfssljson -bare ca",
          `echo '{"signing":{"default":${profile}}}' > config.json`,
          request("sub"),
          sign("sub", "-config=config.json"),
          request("leaf", ',"hosts":["leaf.example"]'),
          `echo '{"signing":{"default":{"expiry":"24h","usages":["server auth"]}}}' > leaf.json`,
          "cfssl gencert -ca=sub.pem -ca-key=sub-key.pem -config=leaf.json leaf-csr.json | cfssljson -bare leaf",
        ].join("\n"),
        folder,
      );
      const { text } = await listOf(folder);
      expect(partOf(text, "leaf.pem")).toMatch(/^leaf\.pem CN=leaf \S+ 0 OK issuer CN=sub hosts leaf\.example usages/);
      expect(text).not.toContain("WRONG");
    });
  });

  test("is as wide as COLUMNS says, and says so where there is none", async () => {
    await withFolder(async (folder) => {
      expect(await listOf(folder)).toEqual({ code: 0, text: "There is no certificate in ..\n" });
      await cp(fixturePath("walkthrough/published-kubernetes.pem"), join(folder, "a.pem"));
      await writeFile(join(folder, "a-key.pem"), "");
      const { text } = await listOf(folder, { COLUMNS: "100" });
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBe(100);
    });
  });
});
