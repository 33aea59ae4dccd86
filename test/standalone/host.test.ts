import { spawnSync } from "node:child_process";
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

describe("the standalone program's standard input", () => {
  const split = `'${standalone("cfssljson")}' -bare -stdout`;

  test.each([
    ["a file", `printf '{"cert":"C"}' >/tmp/cfssl-ts-$$; ${split} </tmp/cfssl-ts-$$; rm /tmp/cfssl-ts-$$`],
    ["a pipe that is slow", `(printf '{"cert":'; sleep 0.2; printf '"C"}') | ${split}`],
  ])("can be %s", (_, script) => {
    expect(shell(script)).toEqual({ status: 0, stdout: "C\n", stderr: "" });
  });

  test.each([
    ["nothing", "</dev/null"],
    ["closed", "<&-"],
  ])("gives no JSON when it is %s", (_, redirection) => {
    const { status, stdout, stderr } = shell(`${split} ${redirection}`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe("Failed to parse input: unexpected end of JSON input\n");
  });

  test("can be large", () => {
    const { stdout } = shell(
      `(printf '{"cert":"'; head -c 3000000 /dev/zero | tr '\\0' x; printf '"}') | ${split} | wc -c`,
    );
    expect(stdout.trim()).toBe("3000001");
  });
});
