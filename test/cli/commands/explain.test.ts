import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { file, files, issue, kubeconfig, makeCa } from "../../addons/support/folders.js";
import { projectFolder } from "../../support/contents.js";
import { createFakeHost, type FakeHostOptions } from "../../support/fake-host.js";
import { createMemoryFiles } from "../../support/memory-files.js";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  const ca = await makeCa("kubernetes");
  const server = await issue(ca, { cn: "kube-apiserver", hosts: ["127.0.0.1", "10.0.1.10"], profile: "server" });
  const admin = await issue(ca, { cn: "kubernetes-admin", o: "system:nobody", profile: "client" });
  const list = [
    file("pki/ca.crt", ca.cert),
    ...files("pki/apiserver", server),
    file("admin.conf", kubeconfig("https://10.0.1.10:6443", ca.cert, admin)),
  ];
  for (const { path, bytes, mode } of list) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes, mode === undefined ? {} : { mode });
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], options: Partial<FakeHostOptions> = {}) {
  // The fake clock is before the certificates of these tests.
  const now = new Date(Date.now() + 60_000).toISOString();
  const host = createFakeHost({ args: ["explain", "-at", now, ...args], ...options });
  const code = await cfssl(host);
  const { stdout, stderr } = host.printed();
  return { code, stdout: Buffer.from(stdout).toString(), stderr: Buffer.from(stderr).toString() };
}

const names = "x509: certificate is valid for 127.0.0.1, 10.0.1.10, not 10.96.0.1";
const bytes = (text: string) => new TextEncoder().encode(text);

test("the answer is the file, why it is that one, and how to mend it", async () => {
  const { code, stdout, stderr } = await run([names, folder]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.split("\n")[0]).toBe("certain  san-missing-vip  pki/apiserver.crt");
  expect(stdout).toContain("it is valid for the very names in the message");
  expect(stdout).toContain("  mend   add 10.96.0.1 to hosts");
});

test("a log comes from standard input, and the same message counts once", async () => {
  const line = (at: number) =>
    `E1128 02:30:10.${100_000 + at}       1 x.go:63] Get "https://10.96.0.1:443/": ${names}\n`;
  const log = Array.from({ length: 40 }, (_, at) => `noise\n${line(at)}`).join("");
  const { code, stdout } = await run(["-", folder], { stdin: bytes(log) });
  expect(code).toBe(0);
  expect(stdout).toContain("(40 times)");
  expect(stdout).toContain("1 message in 80 lines");
});

test("without folders, a message is explained, with what usually causes it", async () => {
  const { code, stdout } = await run([names]);
  expect(code).toBe(0);
  expect(stdout).toContain("  means  A client dialled a server");
  expect(stdout).toContain("  maybe  san-missing-service-ip");
});

test("what no file causes ends with 1, and what is next", async () => {
  const { code, stdout, stderr } = await run(["x509: certificate has expired or is not yet valid", folder]);
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toContain("  next   No certificate here has expired.");
});

test("a folder without certificates is said to be none", async () => {
  const empty = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  const { code, stdout } = await run(["x509: certificate signed by unknown authority", empty]);
  rmSync(empty, { recursive: true });
  expect([code, stdout]).toEqual([1, expect.stringContaining("There is no certificate in these folders.")]);
});

test.each([
  ["open /etc/kubernetes/apiserver.crt: no such file or directory", "is not here, but pki/apiserver.crt is"],
  ["open /etc/kubernetes/pki/ca.crt: no such file or directory", "pki/ca.crt is here"],
  ["open /etc/kubernetes/sa.pub: no such file or directory", "/etc/kubernetes/sa.pub is in none of these folders"],
])("a path that is missing is looked for: %s", async (text, answer) => {
  const { code, stdout } = await run([text, folder]);
  expect([code, stdout.replace(/\n +/g, " ")]).toEqual([1, expect.stringContaining(answer)]);
});

test.each([
  [["hello world"], {}, "No error about certificates is known in this text"],
  [["-"], { stdin: bytes("a\nb\n") }, "No error about certificates is known in these 2 lines"],
  [["-"], {}, "There is nothing on standard input"],
  [[], {}, "explain needs a text"],
  [
    ["kubelet.log"],
    { files: createMemoryFiles(new Map([["kubelet.log", bytes("x")]]), 0o022) },
    "kubelet.log is a file",
  ],
  [[names, "/no/such/folder"], {}, "no such file"],
  [["-nonsense"], {}, "flag provided but not defined"],
] as const)("%j is refused with exit code 2", async (args, options, message) => {
  const { code, stdout, stderr } = await run(args, options);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
const schema = JSON.parse(readFileSync(join(projectFolder, "schema", "explanation.schema.json"), "utf8"));
const isExplanation = ajv.compile(schema);
const lines: readonly { readonly text: string }[] = JSON.parse(
  readFileSync(join(projectFolder, "test", "addons", "explain", "lines.json"), "utf8"),
);
const everything = bytes(lines.map(({ text }) => text).join("\n"));

test("the answer as JSON is as its schema says, for every known message", async () => {
  const { stdout } = await run(["-json", "-", folder], { stdin: everything });
  const report = JSON.parse(stdout);
  expect(isExplanation(report) ? [] : isExplanation.errors).toEqual([]);
  expect(report.messages.length).toBeGreaterThan(300);
  expect(stdout).not.toContain("PRIVATE KEY-----\\n");
});

test("a log of everything gives a short answer of 80 columns, the surest cause first", async () => {
  const { code, stdout } = await run(["-", folder], { stdin: everything });
  expect(code).toBe(0);
  // Words that have no blank are longer.
  const long = stdout
    .split("\n")
    .filter((line) => line.length > 80 && /\S \S+$/.test(line.slice(10)) && !/\S{60}/.test(line));
  expect(long).toEqual([]);
  expect(stdout.split("\n").length).toBeLessThan(200);
  expect(stdout).toMatch(/^(certain|likely|possible) /);
});

test("color is for terminals alone, and never with NO_COLOR", async () => {
  const outputTerminal = { columns: 80, rows: 24 };
  expect((await run([names, folder])).stdout).not.toContain("\x1b");
  expect((await run([names, folder], { outputTerminal })).stdout).toContain("\x1b[");
  expect((await run([names, folder], { outputTerminal, env: { NO_COLOR: "1" } })).stdout).not.toContain("\x1b");
});

test("control characters of a text are shown escaped", async () => {
  const { stdout } = await run([`${names} \x1b[2J\x07 end`, folder], {
    outputTerminal: { columns: 80, rows: 24 },
    env: { NO_COLOR: "1" },
  });
  expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
});
