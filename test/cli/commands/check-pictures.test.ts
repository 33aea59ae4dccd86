import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { GoError } from "../../../src/go/errors.js";
import { issue, makeCa } from "../../addons/support/folders.js";
import { createFakeHost } from "../../support/fake-host.js";
import { createMemoryFiles } from "../../support/memory-files.js";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  const ca = await makeCa("test-ca");
  const web = await issue(ca, { cn: "web", hosts: ["10.0.0.0/24"], profile: "server" });
  for (const [name, text] of [
    ["ca.crt", ca.cert],
    ["web.crt", web.cert],
    ["web.key", web.key],
  ] as const) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o600);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One moment for all runs. The fake clock is before the certificates of these tests. */
const now = new Date(Date.now() + 60_000).toISOString();

async function run(args: readonly string[]) {
  const files = createMemoryFiles(new Map(), 0o022);
  const host = createFakeHost({ args: ["check", "-at", now, ...args, folder], files });
  const code = await cfssl(host);
  const { stdout, stderr } = host.printed();
  const read = (path: string) => Buffer.from(files.read(path)).toString();
  return { code, stdout: Buffer.from(stdout).toString(), stderr: Buffer.from(stderr).toString(), read };
}

test.each([
  ["html", "<!DOCTYPE html>\n"],
  ["svg", '<?xml version="1.0" encoding="UTF-8"?>\n<svg '],
  ["dot", "digraph certificates {\n"],
])("-%s writes a file beside the report, or takes its place on standard output", async (form, start) => {
  const beside = await run([`-${form}`, "picture"]);
  expect(beside.read("picture").slice(0, start.length)).toBe(start);
  expect(beside).toMatchObject({
    code: 1,
    stderr: "",
    stdout: expect.stringContaining("2 certificates, 1 key, 1 CA: 1 error"),
  });
  const instead = await run([`-${form}`, "-"]);
  expect([instead.code, instead.stdout]).toEqual([1, beside.read("picture")]);
});

test("several pictures are written in one run, and -json prints its report beside them", async () => {
  const { code, stdout, read } = await run([
    "-html",
    "a.html",
    "-svg=a.svg",
    "-dot",
    "a.dot",
    "-json",
    "-fail",
    "never",
  ]);
  expect([code, JSON.parse(stdout).summary.errors]).toEqual([0, 1]);
  expect(["a.html", "a.svg", "a.dot"].every((path) => read(path).includes("web.crt"))).toBe(true);
  expect(read("a.html")).toContain(`<h1>Certificates in `);
});

test.each([
  [["-html", "-", "-svg", "-"], "-html and -svg cannot both go to standard output\n"],
  [["-dot", "x", "-svg", "x"], "-svg and -dot cannot both go to x\n"],
])("%j is refused in one line", async (flags, message) => {
  expect(await run(flags)).toMatchObject({ code: 2, stdout: "", stderr: message });
});

test("a file that cannot be written is told in one line", async () => {
  const host = createFakeHost({ args: ["check", "-html", "missing/a.html", folder] });
  const refusing = {
    ...host,
    writeFiles() {
      throw new GoError("open missing/a.html: no such file or directory");
    },
  };
  expect(await cfssl(refusing)).toBe(2);
  expect(Buffer.from(host.printed().stderr).toString()).toBe(
    "open missing/a.html: no such file or directory; name a file that can be written\n",
  );
});

test("nothing is written if a flag is wrong", async () => {
  const { code, read } = await run(["-html", "a.html", "-ignore", "no-such-rule"]);
  expect(code).toBe(2);
  expect(() => read("a.html")).toThrow("no such file");
});
