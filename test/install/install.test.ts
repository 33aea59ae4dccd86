import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

const platforms = [
  "linux_amd64",
  "linux_arm64",
  "linux-musl_amd64",
  "linux-musl_arm64",
  "darwin_amd64",
  "darwin_arm64",
];

let room = "";
let release = "";
let prefix = "";

/** A release of stand-ins: scripts that say which download they are. */
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "cfssl-ts-installer-"));
  release = join(room, "release");
  prefix = join(room, "prefix");
  mkdirSync(release);
  mkdirSync(join(room, "fakes"));
  for (const platform of platforms) publish(`cfssl_9.9.9_${platform}`, `#!/bin/sh\necho "I am ${platform}, $1"\n`);
  writeSums();
});
afterEach(() => rmSync(room, { recursive: true }));

const published = new Map<string, string>();

function publish(name: string, text: string): void {
  writeFileSync(join(release, name), text);
  published.set(name, text);
}

function writeSums(): void {
  const line = ([name, text]: [string, string]) => `${createHash("sha256").update(text).digest("hex")}  ${name}\n`;
  writeFileSync(join(release, "SHA256SUMS"), [...published].map(line).join(""));
}

/** Has `uname`, `getconf` or `sysctl` answer as on another machine. */
function fake(program: string, script: string): void {
  const path = join(room, "fakes", program);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function pretend(system: string, machine: string): void {
  fake("uname", `case $1 in -m) echo ${machine} ;; *) echo ${system} ;; esac`);
}

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[]): Promise<Result> {
  const env = { PATH: `${join(room, "fakes")}:${process.env["PATH"]}`, HOME: room };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

function install(...args: readonly string[]): Promise<Result> {
  return run("sh", [join(projectFolder, "install.sh"), "--prefix", prefix, ...args]);
}

async function withServer<T>(action: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(({ url = "" }, response) => {
    try {
      response.end(readFileSync(join(release, url.replace("/v9/", ""))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await action(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v9`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function isInstalled(): boolean {
  return statSync(prefix, { throwIfNoEntry: false }) !== undefined;
}

describe("install.sh", () => {
  test.each([
    ["Linux", "x86_64", "linux_amd64"],
    ["Linux", "aarch64", "linux_arm64"],
    ["Darwin", "x86_64", "darwin_amd64"],
    ["Darwin", "arm64", "darwin_arm64"],
  ])("takes for %s on %s the program %s from a web server", async (system, machine, platform) => {
    pretend(system, machine);
    fake("getconf", "echo glibc 2.36");
    fake("sysctl", "exit 1");
    const { status, stdout, stderr } = await withServer((url) => install(url));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`Installed cfssl, cfssljson and cfssl-certinfo in ${prefix}`);
    for (const name of ["cfssl", "cfssljson", "cfssl-certinfo"]) {
      expect((await run(join(prefix, name), ["version"])).stdout).toBe(`I am ${platform}, version\n`);
    }
  });

  test("takes Apple's program where Rosetta makes the machine look like Intel's", async () => {
    pretend("Darwin", "x86_64");
    fake("sysctl", "echo 1");
    expect((await install(release)).status).toBe(0);
    expect((await run(join(prefix, "cfssl"), [])).stdout).toBe("I am darwin_arm64, \n");
  });

  test("takes a folder, and one file of it with the checksum that stands beside it", async () => {
    pretend("Linux", "x86_64");
    expect((await install(release)).status).toBe(0);
    expect((await install(join(release, "cfssl_9.9.9_darwin_arm64"))).status).toBe(0);
    expect((await run(join(prefix, "cfssljson"), [])).stdout).toBe("I am darwin_arm64, \n");
  });

  test("replaces what was installed before", async () => {
    pretend("Linux", "aarch64");
    await install(release);
    const before = statSync(join(prefix, "cfssl")).ino;
    await install(release);
    expect(statSync(join(prefix, "cfssl")).ino).not.toBe(before);
    expect(statSync(join(prefix, "cfssl")).mode & 0o777).toBe(0o755);
  });

  test.each(["a web server", "a folder", "a file"])(
    "refuses a program of %s that is not what was published",
    async (kind) => {
      pretend("Linux", "x86_64");
      fake("getconf", "echo glibc 2.36");
      const file = join(release, "cfssl_9.9.9_linux_amd64");
      writeFileSync(file, "#!/bin/sh\necho evil\n");
      const result =
        kind === "a web server"
          ? await withServer((url) => install(url))
          : await install(kind === "a file" ? file : release);
      expect(result).toMatchObject({ status: 1, stdout: "" });
      expect(result.stderr).toMatch(
        /^install\.sh: the checksum of cfssl_9\.9\.9_linux_amd64 is wrong, nothing was installed \(expected [0-9a-f]{64}, found [0-9a-f]{64}\)\n$/,
      );
      expect(isInstalled()).toBe(false);
    },
  );

  test("takes a file with the digest on the command line, and only with the right one", async () => {
    const file = join(release, "cfssl_9.9.9_linux_amd64");
    const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
    rmSync(join(release, "SHA256SUMS"));
    expect(
      await install(
        "--sha256",
        digest.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
        file,
      ),
    ).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("is wrong"),
    });
    expect(isInstalled()).toBe(false);
    expect(await install("--sha256", digest, file)).toMatchObject({ status: 0, stderr: "" });
  });

  test("refuses a program that does not run on this machine", async () => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    publish("cfssl_9.9.9_linux_amd64", "#!/bin/sh\necho 'no such library' >&2\nexit 127\n");
    writeSums();
    const { status, stderr } = await install(release);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "install.sh: cfssl_9.9.9_linux_amd64 does not run here, nothing was installed: no such library\n",
    );
    expect((await run("ls", ["-A", prefix])).stdout).toBe("");
  });

  test("names the processor where the program stops at an instruction that it does not know", async () => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    publish("cfssl_9.9.9_linux_amd64", "#!/bin/sh\nkill -ILL $$\n");
    writeSums();
    const { status, stderr } = await install(release);
    expect(status).toBe(1);
    expect(stderr).toMatch(/cfssl_9\.9\.9_linux_amd64 needs a processor with SSE4\.2, nothing was installed; .*\n$/);
    expect((await run("ls", ["-A", prefix])).stdout).toBe("");
  });

  test.each([
    ["a machine without a program", "Linux", "riscv64", "there is no program for the processor riscv64"],
    ["a system without a program", "SunOS", "x86_64", "there is no program for SunOS"],
  ])("says so on %s", async (_, system, machine, line) => {
    pretend(system, machine);
    const { status, stderr } = await install(release);
    expect({ status, line: stderr.split(";")[0]?.trimEnd() }).toEqual({ status: 1, line: `install.sh: ${line}` });
  });

  test("says what is missing from a release", async () => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    writeFileSync(join(release, "SHA256SUMS"), "");
    expect((await install(release)).stderr).toBe(
      `install.sh: SHA256SUMS of ${release} does not list a program for linux_amd64\n`,
    );
    expect((await withServer((url) => install(`${url}/none`))).stderr).toContain("/v9/none/SHA256SUMS\n");
  });

  test("wants exactly one source", async () => {
    expect(await install()).toMatchObject({ status: 2, stderr: expect.stringMatching(/^Usage: install\.sh /) });
    expect(await install("a", "b")).toMatchObject({ status: 1, stderr: "install.sh: one source is enough: a, b\n" });
  });
});
