import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalSigner, initca } from "../../src/index.js";
import { unixPlatforms } from "../release-packages/release.js";
import { projectFolder } from "../support/contents.js";
import { isInstalled as hasProgram } from "../support/installed.js";

let room = "";
let release = "";
let prefix = "";

/** A release of stand-ins: scripts that say which download they are. */
beforeEach(() => {
  published.clear();
  room = mkdtempSync(join(tmpdir(), "cfssl-ts-installer-"));
  release = join(room, "release");
  prefix = join(room, "prefix");
  mkdirSync(release);
  mkdirSync(join(room, "fakes"));
  for (const platform of unixPlatforms) publish(`cfssl_9.9.9_${platform}`, `#!/bin/sh\necho "I am ${platform}, $1"\n`);
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
  const authority = join(room, "ca.pem");
  const trust = { CURL_CA_BUNDLE: authority, WGETRC: join(room, "wgetrc") };
  const env = { PATH: path, HOME: room, ...trust };
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

const serveRelease: RequestListener = ({ url = "" }, response) => {
  try {
    response.end(readFileSync(join(release, url.replace("/v9/", ""))));
  } catch {
    response.writeHead(404).end();
  }
};

interface Listening {
  listen(port: number, host: string, then: () => void): unknown;
  address(): unknown;
  closeAllConnections(): void;
  close(): unknown;
}

/** Has the action talk to a server, over TLS with a certificate of a CA that curl and wget are told of. */
async function withServer<T>(
  action: (url: string) => Promise<T>,
  { isPlain = false, serve = serveRelease } = {},
): Promise<T> {
  const server: Listening = isPlain ? createServer(serve) : createTlsServer(await serverFiles(), serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await action(`http${isPlain ? "" : "s"}://127.0.0.1:${port}/v9`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function serverFiles() {
  const ca = await initca({ CN: "Installer test" });
  writeFileSync(join(room, "ca.pem"), ca.cert);
  writeFileSync(join(room, "wgetrc"), `ca_certificate = ${join(room, "ca.pem")}\n`);
  return (await createLocalSigner({ ca: ca.cert, caKey: ca.key })).gencert({ CN: "x", hosts: ["127.0.0.1"] });
}

/** Leaves no curl to be found. */
function hideCurl(): void {
  const folders = (process.env["PATH"] ?? "").split(":");
  mkdirSync(join(room, "tools"));
  const tools = [
    "sh",
    "awk",
    "sed",
    "grep",
    "cut",
    "wc",
    "head",
    "tr",
    "mktemp",
    "rm",
    "cp",
    "mv",
    "ln",
    "mkdir",
    "chmod",
  ];
  for (const tool of [...tools, "basename", "dirname", "cat", "ls", "wget", "sha256sum", "uname", "getconf"]) {
    const path = folders.map((folder) => join(folder, tool)).find((each) => existsSync(each));
    if (path) symlinkSync(path, join(room, "tools", tool));
  }
  path = `${join(room, "fakes")}:${join(room, "tools")}`;
}

let path = "";
beforeEach(() => {
  path = `${join(room, "fakes")}:${process.env["PATH"]}`;
  writeFileSync(join(room, "wgetrc"), "");
});

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
    ["Linux", "riscv64", "there is no program for the processor riscv64; the npm package runs where Node.js 20 does"],
    ["SunOS", "x86_64", "there is no program for SunOS; the npm package runs where Node.js 20 does"],
    ["MINGW64_NT-10.0-20348", "x86_64", "for Windows there is a zip with an install.cmd, which needs no shell"],
  ])("says on %s with %s that it has no program, and what to take", async (system, machine, line) => {
    pretend(system, machine);
    fake("getconf", "echo glibc 2.36");
    expect(await install(release)).toMatchObject({ status: 1, stderr: `install.sh: ${line}\n` });
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

  test.each([
    ["an option that there is not", ["--prefx", "x"], 2, "install.sh: there is no option --prefx\nUsage: install.sh "],
    ["a folder that is empty", ["--prefix", "", "x"], 1, "install.sh: --prefix needs a folder\n"],
    ["a folder that is missing", ["--prefix"], 1, "install.sh: --prefix needs a folder\n"],
    ["a digest that is empty", ["--sha256=", "x"], 1, "install.sh: --sha256 needs a digest\n"],
    ["a release that is not there", ["nowhere"], 1, "install.sh: cannot read nowhere/SHA256SUMS\n"],
  ])("says what is wrong with %s", async (_, words, status, line) => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    const result = await install(...words);
    expect({ status: result.status, line: result.stderr.slice(0, line.length) }).toEqual({ status, line });
  });

  test("takes --prefix=FOLDER as well, and a folder below the one where it starts", async () => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    const script = join(projectFolder, "install.sh");
    const result = await run("sh", ["-c", `cd "$1" && sh "$2" --prefix=bin release`, "-", room, script]);
    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.stdout).toContain(`export PATH="${join(room, "bin")}:$PATH"\n`);
  });

  test("refuses a folder where one of the names is a folder, and a file in the place of one", async () => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    mkdirSync(join(prefix, "cfssljson"), { recursive: true });
    expect(await install(release)).toMatchObject({
      status: 1,
      stderr: `install.sh: ${prefix}/cfssljson is a folder: choose another place with --prefix\n`,
    });
    expect(readdirSync(prefix)).toEqual(["cfssljson"]);
    rmSync(prefix, { recursive: true });
    writeFileSync(prefix, "");
    expect(await install(release)).toMatchObject({ status: 1, stderr: `install.sh: ${prefix} is no folder\n` });
  });

  test("says when the shell will find another cfssl first, and where to add the folder otherwise", async () => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    expect((await install(release)).stdout).toContain(`Add it to your PATH: export PATH="${prefix}:$PATH"\n`);
    path = `${path}:${prefix}`;
    const other = join(room, "fakes/cfssl");
    expect((await install(release)).stdout).not.toMatch(/PATH/);
    fake("cfssl", "");
    expect((await install(release)).stdout).toContain(`Note: your PATH finds another one first, ${other}\n`);
  });

  test("does nothing when its own download broke off", async () => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    const text = readFileSync(join(projectFolder, "install.sh"), "utf8");
    const cut = join(room, "cut.sh");
    const last = text.lastIndexOf('main "$@"');
    for (const length of [...Array.from({ length: 20 }, (_, part) => Math.floor((last * part) / 20)), last]) {
      writeFileSync(cut, text.slice(0, length));
      await run("sh", [cut, "--prefix", prefix, release]);
      expect([length, isInstalled()]).toEqual([length, false]);
    }
    writeFileSync(cut, text);
    expect((await run("sh", [cut, "--prefix", prefix, release])).status).toBe(0);
  });

  describe.each(["curl", "wget"])("with %s", (tool) => {
    beforeEach(() => {
      pretend("Linux", "x86_64");
      fake("getconf", "echo glibc 2.36");
      if (tool === "wget") hideCurl();
    });

    test("downloads by https", async () => {
      expect(await withServer((url) => install(url))).toMatchObject({ status: 0, stderr: "" });
    });

    test("refuses a server whose certificate is of no CA that it knows", async () => {
      const result = await withServer((url) => {
        writeFileSync(join(room, "ca.pem"), "");
        return install(url);
      });
      expect(result).toMatchObject({ status: 1, stderr: expect.stringContaining("cannot download https://") });
      expect(isInstalled()).toBe(false);
    });

    test("follows redirections, but none to http", async () => {
      await withServer(
        async (plain) => {
          const serve: RequestListener = (request, response) => {
            const to = request.url?.startsWith("/v9/") ? "/moved" : plain.replace("/v9", "");
            if (request.url?.startsWith("/moved/")) {
              serveRelease(Object.assign(request, { url: request.url.replace("/moved", "/v9") }), response);
            } else response.writeHead(302, { Location: to + (request.url ?? "").replace(/^\/v9/, "") }).end();
          };
          expect(await withServer((url) => install(url), { serve })).toMatchObject({ status: 0, stderr: "" });
          rmSync(prefix, { recursive: true });
          const away = await withServer((url) => install(url.replace("/v9", "/away")), { serve });
          expect(away).toMatchObject({ status: 1, stdout: "" });
          expect(isInstalled()).toBe(false);
        },
        { isPlain: true },
      );
    });

    test("takes http only when it is told", async () => {
      const plain = { isPlain: true };
      const refused = await withServer((url) => install(url), plain);
      expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/ is not https: .*--allow-http\n$/) });
      expect(isInstalled()).toBe(false);
      expect(await withServer((url) => install("--allow-http", url), plain)).toMatchObject({ status: 0, stderr: "" });
    });
  });

  test("refuses a wget that checks no certificates", async () => {
    pretend("Linux", "x86_64");
    fake("getconf", "echo glibc 2.36");
    hideCurl();
    fake("wget", "exit 1");
    expect(await install("https://127.0.0.1:1")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("this wget checks no certificates: install curl or GNU wget\n"),
    });
  });

  test.each(["ftp://127.0.0.1/x", "file:///x", "HTTP://127.0.0.1/x"])("refuses the address %s", async (address) => {
    pretend("Linux", "x86_64");
    expect(await install(address)).toMatchObject({ status: 1, stderr: expect.stringContaining("is no https address") });
  });

  test.each([
    ["9.9.8", "older"],
    ["9.8.10", "older"],
    ["8.10.10", "older"],
    ["9.9.9-rc.1", "older"],
    ["9.9.9", "taken"],
    ["9.9.10", "taken"],
    ["9.10.0", "taken"],
    ["10.0.0", "taken"],
    ["10.0.0-rc.1", "taken"],
  ])("with 9.9.9 installed, %s is %s", async (version, expected) => {
    pretend("Linux", "x86_64");
    await install(join(release, "cfssl_9.9.9_linux_amd64"));
    publish(`cfssl_${version}_linux_amd64`, "#!/bin/sh\necho another\n");
    writeSums();
    const file = join(release, `cfssl_${version}_linux_amd64`);
    const result = await install(file);
    const refusal = `install.sh: ${version} is older than the installed 9.9.9, nothing was installed: use --downgrade to install it\n`;
    expect(result).toMatchObject(expected === "taken" ? { status: 0, stderr: "" } : { status: 1, stderr: refusal });
    expect(await install("--downgrade", file)).toMatchObject({ status: 0, stderr: "" });
    expect((await run(join(prefix, "cfssl"), [])).stdout).toBe("another\n");
  });

  test("pre-releases come in their order", async () => {
    pretend("Linux", "x86_64");
    const of = (version: string) => join(release, `cfssl_${version}_linux_amd64`);
    for (const version of ["1.0.0-rc.2", "1.0.0-rc.10", "1.0.0-beta"]) {
      publish(`cfssl_${version}_linux_amd64`, "#!/bin/sh\n");
    }
    writeSums();
    expect((await install(of("1.0.0-rc.2"))).status).toBe(0);
    expect((await install(of("1.0.0-rc.10"))).status).toBe(0);
    expect((await install(of("1.0.0-rc.2"))).status).toBe(1);
    expect((await install(of("1.0.0-beta"))).status).toBe(1);
  });

  test("takes any version where the cfssl that is there is another's", async () => {
    pretend("Linux", "x86_64");
    await install(join(release, "cfssl_9.9.9_linux_amd64"));
    writeFileSync(join(prefix, "cfssl"), "#!/bin/sh\n");
    publish("cfssl_1.0.0_linux_amd64", "#!/bin/sh\n");
    writeSums();
    expect((await install(join(release, "cfssl_1.0.0_linux_amd64"))).status).toBe(0);
  });

  test("leaves nothing but the three programs and its record, also when it is interrupted", async () => {
    pretend("Linux", "x86_64");
    const file = join(release, "cfssl_9.9.9_linux_amd64");
    await install(file);
    const all = [".cfssl-ts", "cfssl", "cfssl-certinfo", "cfssljson"];
    expect(readdirSync(prefix).sort()).toEqual(all);
    const before = readFileSync(join(prefix, "cfssl"), "utf8");
    for (const program of ["cp", "chmod", "ln"]) {
      // The program is there by now, but not in place: the terminal's end comes.
      fake(program, "kill -TERM $PPID; exit 1");
      publish("cfssl_9.9.10_linux_amd64", "#!/bin/sh\necho newer\n");
      writeSums();
      const { status, stderr } = await install(join(release, "cfssl_9.9.10_linux_amd64"));
      expect({ program, status, last: stderr.trimEnd().split("\n").at(-1) }).toEqual({
        program,
        status: 1,
        last: "install.sh: interrupted, nothing was installed",
      });
      expect(readdirSync(prefix).sort()).toEqual(all);
      expect(readFileSync(join(prefix, "cfssl"), "utf8")).toBe(before);
      rmSync(join(room, "fakes", program));
    }
  });

  describe("with a packed program in the release", () => {
    const name = "cfssl_9.9.9_linux_amd64";

    /** Packs a program as the release does; `text` is what the archive holds. */
    function pack(text: string): void {
      const base = join(room, "packed", name);
      mkdirSync(base, { recursive: true });
      writeFileSync(join(base, "cfssl"), text);
      execFileSync("tar", ["-cJf", join(release, `${name}.tar.xz`), "-C", join(room, "packed"), name]);
    }

    function listArchive(): void {
      const digest = createHash("sha256")
        .update(readFileSync(join(release, `${name}.tar.xz`)))
        .digest("hex");
      appendFileSync(join(release, "SHA256SUMS"), `${digest}  ${name}.tar.xz\n`);
    }

    beforeEach(() => {
      pretend("Linux", "x86_64");
      fake("getconf", "echo glibc 2.36");
    });

    test("takes that from an address, and the bare one where there is no xz", async () => {
      pack(published.get(name) ?? "");
      listArchive();
      const asked: string[] = [];
      const serve: RequestListener = (request, response) => {
        asked.push(request.url ?? "");
        serveRelease(request, response);
      };
      expect(await withServer((url) => install(url), { serve })).toMatchObject({ status: 0, stderr: "" });
      expect(asked).toEqual(["/v9/SHA256SUMS", `/v9/${name}.tar.xz`]);
      expect((await run(join(prefix, "cfssljson"), ["x"])).stdout).toBe("I am linux_amd64, x\n");
      hideCurl();
      expect(await withServer((url) => install(url), { serve })).toMatchObject({ status: 0, stderr: "" });
      expect(asked.slice(2)).toEqual(["/v9/SHA256SUMS", `/v9/${name}`]);
    });

    test("takes it as the one file, and from a folder that has no other", async () => {
      pack(published.get(name) ?? "");
      listArchive();
      rmSync(join(release, name));
      const archive = join(release, `${name}.tar.xz`);
      expect(await install(release)).toMatchObject({ status: 0, stderr: "" });
      expect(await install(archive)).toMatchObject({ status: 0, stderr: "" });
      expect((await run(join(prefix, "cfssljson"), ["x"])).stdout).toBe("I am linux_amd64, x\n");
      expect(readFileSync(join(prefix, ".cfssl-ts"), "utf8")).toMatch(/^9\.9\.9 [0-9a-f]{64}\n$/);
      rmSync(join(release, "SHA256SUMS"));
      const digest = createHash("sha256").update(readFileSync(archive)).digest("hex");
      expect(await install("--sha256", digest, archive)).toMatchObject({ status: 0, stderr: "" });
      expect(await install("--sha256", digest.replace(/^./, "x"), archive)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining(`the checksum of ${name}.tar.xz is wrong`),
      });
    });

    test("refuses an archive that is cut off, not listed, or not there to be unpacked", async () => {
      pack(published.get(name) ?? "");
      const archive = join(release, `${name}.tar.xz`);
      expect(await install(archive)).toMatchObject({
        status: 1,
        stderr: `install.sh: SHA256SUMS of ${release} does not list ${name}.tar.xz\n`,
      });
      writeFileSync(archive, readFileSync(archive).subarray(0, 40));
      listArchive();
      expect(await install(archive)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining(`install.sh: cannot unpack ${name}.tar.xz\n`),
      });
      hideCurl();
      expect(await install(archive)).toMatchObject({
        status: 1,
        stderr: `install.sh: ${name}.tar.xz needs xz and tar to unpack it, and they are not here\n`,
      });
      expect(isInstalled()).toBe(false);
    });

    test.each([
      ["cfssl-ts_9.9.9_amd64.deb", "is Debian's to install: sudo apt install ./cfssl-ts_9.9.9_amd64.deb"],
      ["cfssl_9.9.9_windows_amd64.zip", "is no program and no .tar.xz"],
      ["cfssl_9.9.9_image.tar", "is no program and no .tar.xz"],
    ])("refuses %s", async (other, words) => {
      publish(other, "x");
      writeSums();
      const result = await install(join(release, other));
      expect(result).toMatchObject({ status: 1, stderr: `install.sh: ${other} ${words}\n` });
    });

    test("refuses an archive that is not what was published, and a program in it that is not", async () => {
      pack(published.get(name) ?? "");
      listArchive();
      pack("#!/bin/sh\necho evil\n");
      const wrong = await withServer((url) => install(url));
      expect(wrong).toMatchObject({
        status: 1,
        stderr: expect.stringContaining(`checksum of ${name}.tar.xz is wrong`),
      });
      writeSums();
      listArchive();
      const evil = await withServer((url) => install(url));
      expect(evil).toMatchObject({ status: 1, stderr: expect.stringContaining(`checksum of ${name} is wrong`) });
      expect(isInstalled()).toBe(false);
    });
  });

  const isSigned = hasProgram("gpg");
  (isSigned ? describe : describe.skip)(`with --key${isSigned ? "" : " (skipped: there is no gpg here)"}`, () => {
    let home = "";
    beforeAll(() => {
      // Short, for the socket of gpg's agent lies in it.
      home = mkdtempSync(join(tmpdir(), "gpg-"));
      for (const who of ["release@example.org", "other@example.org"]) {
        gpg("--passphrase", "", "--quick-generate-key", who, "ed25519", "sign");
      }
    });
    afterAll(() => {
      execFileSync("gpgconf", ["--kill", "all"], { env: { ...process.env, GNUPGHOME: home } });
      rmSync(home, { recursive: true, force: true });
    });

    function gpg(...words: readonly string[]): string {
      const env = { ...process.env, GNUPGHOME: home };
      return execFileSync("gpg", ["--batch", "--yes", ...words], { env, encoding: "utf8", stdio: "pipe" });
    }

    function sign(who: string): void {
      const list = join(release, "SHA256SUMS");
      gpg("--local-user", who, "--armor", "--detach-sign", "--output", `${list}.asc`, list);
    }

    let key = "";
    beforeEach(() => {
      pretend("Linux", "x86_64");
      fake("getconf", "echo glibc 2.36");
      key = join(room, "key.asc");
      writeFileSync(key, gpg("--armor", "--export", "release@example.org"));
    });

    const refusal = /^install\.sh: SHA256SUMS of .* has no good signature by the key in .*, nothing was installed\n$/;

    test("installs what that key signed, and says so", async () => {
      sign("release@example.org");
      const { status, stdout, stderr } = await withServer((url) => install("--key", key, url));
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain(`Checked: its checksum in SHA256SUMS, and the signature of that by the key in ${key}\n`);
    });

    test("refuses what another key signed", async () => {
      sign("other@example.org");
      expect(await install("--key", key, release)).toMatchObject({ status: 1, stderr: expect.stringMatching(refusal) });
      expect(isInstalled()).toBe(false);
    });

    test("refuses a list that was changed after it was signed, with a program to match", async () => {
      sign("release@example.org");
      publish("cfssl_9.9.9_linux_amd64", "#!/bin/sh\necho evil\n");
      writeSums();
      expect(await install("--key", key, release)).toMatchObject({ status: 1, stderr: expect.stringMatching(refusal) });
      expect(isInstalled()).toBe(false);
    });

    test("refuses a release without a signature, a file that is no key, and a machine without gpg", async () => {
      const none = await install("--key", key, release);
      expect(none).toMatchObject({ status: 1, stderr: `install.sh: cannot read ${release}/SHA256SUMS.asc\n` });
      sign("release@example.org");
      writeFileSync(key, "no key\n");
      const unread = await install("--key", key, release);
      expect(unread).toMatchObject({ status: 1, stderr: `install.sh: ${key} is no key that gpg can read\n` });
      hideCurl();
      const missing = await install("--key", key, release);
      expect(missing).toMatchObject({ status: 1, stderr: "install.sh: --key needs gpg, which is not here\n" });
      expect(isInstalled()).toBe(false);
    });

    test("cannot be used with a digest, which says more", async () => {
      const file = join(release, "cfssl_9.9.9_linux_amd64");
      const result = await install("--key", key, "--sha256", "0".repeat(64), file);
      expect(result).toMatchObject({ status: 1, stderr: "install.sh: --sha256 and --key: one of them is enough\n" });
    });
  });

  test("without a key says that it does not know who published the release", async () => {
    pretend("Linux", "x86_64");
    const { stdout } = await install(release);
    expect(stdout).toContain("Checked: its checksum in SHA256SUMS; not who published it, for which there is --key\n");
  });

  test("has its temporary files in a folder of its own, whose name cannot be guessed", () => {
    const text = readFileSync(join(projectFolder, "install.sh"), "utf8");
    expect(text).not.toMatch(/\$\$/);
    expect(text.match(/mktemp -d/g)).toHaveLength(2);
  });
});
