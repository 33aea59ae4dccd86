import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

const standalone = (name: string) => join(projectFolder, "standalone", name);

function shell(script: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  return { status, stdout, stderr };
}

describe("the standalone program's log lines", () => {
  test.each([
    ["UTC", "UTC"],
    [":Asia/Tokyo", "Asia/Tokyo"],
    ["America/New_York", "America/New_York"],
    ["/usr/share/zoneinfo/Asia/Kolkata", "Asia/Kolkata"],
    ["", "UTC"],
    ["Nowhere/Land", "UTC"],
  ])("are in the time zone that TZ=%s names", (variable, timeZone) => {
    const before = Date.now();
    const { stderr } = shell(`echo '{"key":{"algo":"ecdsa","size":256}}' | '${standalone("cfssl")}' genkey -`, {
      TZ: variable,
    });
    const format = new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "medium" });
    const possible = [];
    for (let at = before; at <= Date.now() + 1000; at += 1000) possible.push(format.format(at).replaceAll("-", "/"));
    expect(possible).toContain(stderr.slice(0, 19));
  });
});

describe("the standalone program where the runtime may not compile just in time", () => {
  const env = { BUN_JSC_useJIT: "0" };
  let room = "";
  beforeEach(() => {
    room = mkdtempSync(join(tmpdir(), "cfssl-ts-test-"));
  });
  afterEach(() => rmSync(room, { recursive: true }));

  test("makes a CA and saves it, with a key that only its owner can read", () => {
    const make = `echo '{"CN":"x","key":{"algo":"rsa","size":2048}}' | '${standalone("cfssl")}' gencert -initca -`;
    const { status } = shell(`cd '${room}'; ${make} | '${standalone("cfssljson")}' -bare ca`, env);
    expect(status).toBe(0);
    expect(statSync(join(room, "ca-key.pem")).mode & 0o777).toBe(0o600);
    const { stdout } = shell(`'${standalone("cfssl-certinfo")}' -cert '${room}/ca.pem'`, env);
    expect(JSON.parse(stdout)).toMatchObject({ subject: { common_name: "x" } });
  });

  test("reports what is wrong with a file", () => {
    const { stderr } = shell(`'${standalone("cfssl-certinfo")}' -cert '${room}/missing.pem'`, env);
    expect(stderr).toBe(`open ${room}/missing.pem: no such file or directory\n`);
  });
});

describe.each([
  ["read by the C library", {}],
  ["where the runtime may not compile just in time", { BUN_JSC_useJIT: "0" }],
])("the standalone program's standard input, %s,", (_, env) => {
  const split = `'${standalone("cfssljson")}' -bare -stdout`;

  test.each([
    ["a file", `printf '{"cert":"C"}' >/tmp/cfssl-ts-$$; ${split} </tmp/cfssl-ts-$$; rm /tmp/cfssl-ts-$$`],
    ["a slow pipe", `(printf '{"cert":'; sleep 0.2; printf '"C"}') | ${split}`],
  ])("can be %s", (_, script) => {
    expect(shell(script, env)).toEqual({ status: 0, stdout: "C\n", stderr: "" });
  });

  test.each([
    ["nothing", "</dev/null"],
    ["closed", "<&-"],
  ])("gives no JSON when it is %s", (_, redirection) => {
    const { status, stdout, stderr } = shell(`${split} ${redirection}`, env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe("Failed to parse input: unexpected end of JSON input\n");
  });

  test("can be large", () => {
    const { stdout } = shell(
      `(printf '{"cert":"'; head -c 3000000 /dev/zero | tr '\\0' x; printf '"}') | ${split} | wc -c`,
      env,
    );
    expect(stdout.trim()).toBe("3000001");
  });

  test("cannot be a folder", () => {
    const { status, stderr } = shell(`${split} </tmp`, env);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "Failed to read input: read /dev/stdin: is a directory\n",
    });
  });
});
