import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import type { FileToCheck } from "../../../src/index.js";
import { file, fileKubeconfig, files, issue, kubeconfig, makeCa } from "../../addons/support/folders.js";
import { cleanFolders, faultyFolders } from "../../addons/support/zoo.js";
import { projectFolder } from "../../support/contents.js";
import { createFakeHost, type FakeHostOptions } from "../../support/fake-host.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(list: readonly FileToCheck[]): void {
  for (const { path, bytes, mode } of list) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    if (mode !== undefined) chmodSync(join(folder, path), mode);
  }
}

async function run(args: readonly string[], options: Partial<FakeHostOptions> = {}) {
  // The fake clock is before the certificates of these tests.
  const now = new Date(Date.now() + 60_000).toISOString();
  const host = createFakeHost({ args: ["check", "-at", now, ...args], ...options });
  const code = await cfssl(host);
  const { stdout, stderr } = host.printed();
  return { code, stdout: Buffer.from(stdout).toString(), stderr: Buffer.from(stderr).toString() };
}

async function pair(): Promise<readonly FileToCheck[]> {
  const ca = await makeCa("test-ca");
  const web = await issue(ca, { cn: "web", hosts: ["10.0.0.0/24"], profile: "server" });
  return [file("ca.crt", ca.cert), ...files("web", web)];
}

test("a finding is text that fits 80 columns", async () => {
  write(await pair());
  const { code, stdout, stderr } = await run([folder]);
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toBe(`error    san-is-cidr  web.crt
         "10.0.0.0/24" is a range of addresses; a certificate holds single ones,
         and this becomes a DNS name that nobody can dial.
         found: 10.0.0.0/24
         Programs say: x509: certificate is valid for …, not …
  mend   list the addresses one by one in hosts, and issue it again

2 certificates, 1 key, 1 CA: 1 error
docs/rules.md explains every rule.
`);
});

test.each([
  [[], 1],
  [["-fail", "never"], 0],
  [["-fail=warning"], 1],
  [["-ignore", "san-is-cidr"], 0],
  [["-list"], 1],
])("with %j the exit code is %d", async (flags, expected) => {
  write(await pair());
  expect((await run([...flags, folder])).code).toBe(expected);
});

test.each([
  [["-fail", "sometimes"], "-fail takes error, warning or never"],
  [["-ignore", "no-such-rule"], "there is no rule"],
  [["-at", "yesterday"], "-at takes a time"],
  [["-node", "x"], "-node takes NAME=IP"],
  [["-role", "web.crt=king"], "there is no role"],
  [["-role", "missing.crt=server"], "is not among the files"],
  [["-service-cidr", "10.96.0.0"], "-service-cidr takes a range"],
  [["-nonsense"], "flag provided but not defined"],
])("%j is refused with exit code 2", async (flags, message) => {
  write(await pair());
  const { code, stdout, stderr } = await run([...flags, folder]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});

test("a folder that is not there, and one without certificates, are refused with exit code 2", async () => {
  expect(await run([join(folder, "missing")])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no such file"),
  });
  expect(await run([folder])).toMatchObject({ code: 2, stderr: expect.stringContaining("There is no certificate in") });
});

test("color is for terminals alone, and never with NO_COLOR", async () => {
  write(await pair());
  const outputTerminal = { columns: 80, rows: 24 };
  expect((await run([folder])).stdout).not.toContain("\x1b");
  expect((await run([folder], { outputTerminal })).stdout).toContain("\x1b[1;31merror");
  expect((await run([folder], { outputTerminal, env: { NO_COLOR: "1" } })).stdout).not.toContain("\x1b");
});

test("the paths of several folders begin with their names, and a file may be named", async () => {
  write((await pair()).map((each) => ({ ...each, path: `a/${each.path}` })));
  const { stdout } = await run([join(folder, "a", "web.crt"), join(folder, "a", "web.key")]);
  expect(stdout).toContain(`${folder}/a/web.crt`.slice(0, 40));
  expect(stdout).toContain("1 certificate, 1 key, 0 CAs: 1 error");
});

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
const isReport = ajv.compile(JSON.parse(readFileSync(join(projectFolder, "schema", "report.schema.json"), "utf8")));

const every = [
  ...Object.entries(cleanFolders),
  ...Object.entries(faultyFolders).map(([name, [make]]) => [name, make] as const),
];

test.each(every)("the report of %s is as its schema says, fits 80 columns, and holds no secret", async (_, make) => {
  const { files: made } = await make();
  write(made);
  const json = await run(["-json", folder]);
  expect(isReport(JSON.parse(json.stdout)) ? [] : isReport.errors).toEqual([]);
  const [text, list] = [(await run([folder])).stdout, (await run(["-list", folder])).stdout];
  const lines = `${text}\n${list}`.split("\n");
  // A command stays whole where a path in it is too long.
  expect(lines.filter((line) => [...line].length > 80 && /\s/.test(line.trim()))).toEqual([]);
  const secrets = made.flatMap(({ bytes }) => [
    ...[...String(bytes).matchAll(/PRIVATE KEY-----\n([\s\S]*?)-----END/g)].flatMap(([, body = ""]) =>
      body.split("\n"),
    ),
    ...[...String(bytes).matchAll(/(?:client-key-data|tls\.key): (\S+)/g)].map(([, data = ""]) => data.slice(0, 40)),
  ]);
  const long = secrets.filter((line) => line.length >= 16);
  expect(long.length).toBeGreaterThan(0);
  for (const secret of long) expect([json.stdout, text, list].some((shown) => shown.includes(secret))).toBe(false);
});

describe("a hostile folder", () => {
  test("with links that go round and out, pipes, sockets and huge files is checked, and the rest is told", async () => {
    write(await pair());
    symlinkSync(".", join(folder, "round"));
    symlinkSync("/etc/passwd", join(folder, "out.pem"));
    symlinkSync("missing", join(folder, "dangling.pem"));
    execFileSync("mkfifo", [join(folder, "pipe.pem")]);
    writeFileSync(join(folder, "huge.pem"), "text");
    truncateSync(join(folder, "huge.pem"), 3 * 2 ** 30);
    writeFileSync(join(folder, "grown.pem"), "text ".repeat(1 << 20));
    const server = createServer().listen(join(folder, "socket.pem"));
    try {
      const { code, stdout } = await run([folder]);
      expect(code).toBe(1);
      expect(stdout).toContain("2 certificates, 1 key, 1 CA: 1 error");
      expect(stdout).toContain("not read out.pem: a link that leads out of the folder");
      expect(stdout).toContain("not read dangling.pem: no such file or directory");
      expect(stdout).toContain("not read pipe.pem: a named pipe");
      expect(stdout).toContain("not read socket.pem: a socket");
      expect(stdout).toContain("not read grown.pem: larger than 4 MB");
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test("is not called sound if a file in it was not read, but may have pipes and links that lead out", async () => {
    write([{ path: "ca.pem", bytes: (await makeCa("test-ca")).cert }]);
    execFileSync("mkfifo", [join(folder, "pipe.pem")]);
    symlinkSync("/etc/passwd", join(folder, "out.pem"));
    const sound = await run([folder]);
    expect([sound.code, sound.stdout]).toEqual([0, expect.stringContaining("nothing wrong in what was read")]);
    writeFileSync(join(folder, "grown.pem"), "text ".repeat(1 << 20));
    expect(await run([folder])).toMatchObject({
      code: 2,
      stderr: "The check is incomplete: a file could not be read\n",
    });
    expect(await run(["-fail=never", folder])).toMatchObject({ code: 0, stderr: "" });
  });

  test("with names of control characters forges no output and no command", async () => {
    const ca = await makeCa("test-ca");
    const web = await issue(ca, { cn: "web\nerror    forged  x", hosts: ["web"], profile: "server" });
    write([file("a\n\x1b[31mb c'.crt", web.cert), file("a\n\x1b[31mb c'.key", web.key, 0o644)]);
    for (const flags of [[], ["-list"], ["-json"]]) {
      const { stdout } = await run([...flags, folder]);
      expect(stdout).not.toMatch(/\x1b|^error {4}forged/m);
    }
    const { stdout } = await run(["-json", folder]);
    const [command] = JSON.parse(stdout).findings[0].mend.commands;
    expect(execFileSync("bash", ["-c", command.replace("chmod 600", "printf %s")], { encoding: "utf8" })).toBe(
      "a\n\x1b[31mb c'.key",
    );
  });

  test("with YAML that grows without bounds, broken YAML and a kubeconfig that names files outside ends", async () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let n = 1; n < 12; n++)
      bomb.push(
        `${"abcdefghijkl"[n]}: &${"abcdefghijkl"[n]} [${Array(9)
          .fill(`*${"abcdefghijkl"[n - 1]}`)
          .join(", ")}]`,
      );
    const ca = await makeCa("test-ca");
    const outside = kubeconfig("https://x", ca.cert, ca).replace(
      /client-certificate-data: .*/,
      "client-certificate: ../../../../etc/passwd",
    );
    write([
      file("bomb.yaml", `${bomb.join("\n")}\n`),
      file("broken.yaml", "kind: Config\n  - : {{{\n"),
      file("outside.conf", outside, 0o600),
      ...(await pair()),
    ]);
    const { code, stdout } = await run([folder]);
    expect(code).toBe(1);
    expect(stdout).toContain("1 error");
  });
});

test("a lost file is found missing when its folder is checked by the absolute path that names it", async () => {
  const ca = await makeCa("kubernetes");
  const admin = await issue(ca, { cn: "kubernetes-admin", o: "system:masters", profile: "client" });
  write([
    file("pki/ca.crt", ca.cert),
    file("pki/admin.key", admin.key, 0o600),
    file("admin.conf", fileKubeconfig("https://10.0.0.1:6443", `${folder}/pki/ca.crt`, `${folder}/pki/admin`), 0o600),
  ]);
  const { code, stdout } = await run([folder]);
  expect(code).toBe(1);
  expect(stdout).toContain("kubeconfig-missing-file  admin.conf");
});
