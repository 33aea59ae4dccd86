import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { runShell, type ShellOutcome } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const isStandalone = basename(programs) === "standalone";
const request = '{"CN":"x","key":{"algo":"ecdsa","size":256}}';

/**
 * Makes a CA, reads its certificate, and shows a page of help. Prints how often the name was found, and the exit codes.
 */
const walk = `cfssl gencert -loglevel 5 -initca "$R" | cfssljson -bare "$O"; echo "\${PIPESTATUS[*]}"
cfssl-certinfo -cert "$O.pem" | grep -c '"common_name": "x"'; cfssl gencert -h 2>"$O.help"; echo $?`;
const walked = { stdout: "0 0\n2\n0\n", stderr: "" };

function inRoom(
  script: string,
  env: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<ShellOutcome> {
  return withFolder((folder) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "request.json"), request);
    const given = { ...env, R: join(elsewhere, "request.json"), O: join(elsewhere, "out"), W: walk };
    return runShell(script, { cwd: folder, programs, env: given, shell: "bash" });
  });
}

describe("the programs work", () => {
  test.each<[string, string]>([
    ["in a folder that was deleted", 'mkdir gone; cd gone; rmdir ../gone; eval "$W"'],
    ["with standard input closed", '{ eval "$W"; } <&-'],
    ["with no variable but PATH", 'exec env -i "PATH=$PATH" "R=$R" "O=$O" bash --norc -c "$W"'],
    ["with at most 64 open files", 'ulimit -n 64; eval "$W"'],
    ["with a stack of 256 kB", 'ulimit -s 256; eval "$W"'],
    ["with 2 GB of address space", 'ulimit -v 2000000; eval "$W"'],
    ["with 1 GB of data", 'ulimit -d 1000000; eval "$W"'],
    ["with two megabytes of environment", 'export BIG=$(head -c 120000 /dev/zero | tr "\\0" x); eval "$W"'],
    ["in their own session, at the lowest priority", 'exec nice -n 19 setsid -w bash -c "$W"'],
    ["with the usual signals ignored", 'trap "" PIPE HUP INT TERM; eval "$W"'],
  ])("%s", async (_, script) => {
    expect(await inRoom(script)).toMatchObject(walked);
  });

  test.each([
    ["BUN_INSPECT", "localhost:0"],
    ["BUN_OPTIONS", "--smol"],
    ["FORCE_COLOR", "1"],
    ["LANGUAGE", "tr"],
    ["LD_LIBRARY_PATH", "/nonexistent:."],
    ["NODE_OPTIONS", "--title=x --trace-warnings"],
    ["NODE_PENDING_DEPRECATION", "1"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
    ["OPENSSL_CONF", "/nonexistent"],
    ["SSL_CERT_FILE", "/nonexistent"],
    ["TERM", ""],
    ["TMPDIR", "/nonexistent"],
    ["UV_THREADPOOL_SIZE", "1"],
  ])("with %s=%s, which is for other programs", async (name, value) => {
    expect(await inRoom('eval "$W"', { [name]: value })).toMatchObject(walked);
  });

  test.each([
    [".env", "CFSSL_COMPAT=hostile\n"],
    ["bunfig.toml", "[[["],
    ["package.json", "{nonsense"],
    ["tsconfig.json", "{nonsense"],
    ["node_modules", "a file"],
  ])("in a folder with a broken %s", async (name, text) => {
    expect(await inRoom('eval "$W"', {}, { [name]: text })).toMatchObject(walked);
  });

  test("with a hundred thousand arguments", async () => {
    const script = 'cfssljson -f json -bare -stdout $(seq 100000); cfssl gencert $(seq 100000); echo "$?"';
    const { stdout, stderr } = await inRoom(script, {}, { json: '{"cert":"C"}' });
    expect({ stdout, stderr }).toEqual({
      stdout: "C\n1\n",
      stderr: "only one argument is accepted, please check with usage\n",
    });
  });
});

const isRoot = process.getuid?.() === 0;
const canMount = isRoot && spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

// The standalone program for glibc needs /proc: docs/differences.md.
(canMount && !isStandalone ? test : test.skip)("the programs work without /proc", async () => {
  expect(await inRoom(`exec unshare -m bash -c 'mount -t tmpfs none /proc; eval "$W"'`)).toMatchObject(walked);
});

(canMount ? test : test.skip).each(["/etc", "/dev", "/sys"])("the programs work with an empty %s", async (folder) => {
  const script = `exec unshare -m bash -c 'mount --bind "$(mktemp -d -p .)" ${folder}; eval "$W"'`;
  expect(await inRoom(script)).toMatchObject(walked);
});

const canDenyExecution =
  spawnSync("python3", ["-c", "import ctypes; exit(ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0)"]).status === 0;

// Node makes memory executable after writing to it: docs/differences.md.
(canDenyExecution && isStandalone ? test : test.skip)(
  "the programs work where memory cannot become executable after it was written",
  async () => {
    const deny =
      "import ctypes, os; ctypes.CDLL(None).prctl(65, 1, 0, 0, 0); os.execvp('bash', ['bash', '-c', os.environ['W']])";
    expect(await inRoom(`exec python3 -c "${deny}"`)).toMatchObject(walked);
  },
);

(isRoot ? test : test.skip)("the programs work in a folder that they may not read", async () => {
  const outcome = await withFolder((folder) => {
    chmodSync(folder, 0o700);
    return runShell("exec setpriv --reuid 65534 --clear-groups cfssl print-defaults csr", { cwd: folder, programs });
  });
  // A checkout may be in a folder that other users cannot read. Then the shell says so.
  if (outcome.exitCode !== 127) expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
});

describe("a program whose name ends with a level has that level", () => {
  test.each(["", "env -i ", "cd / && "])("with %j before it", async (before) => {
    await withFolder(async (folder) => {
      symlinkSync(join(programs, "cfssl"), join(folder, "cfssl-1.2"));
      const script = `${before}${join(folder, "cfssl-1.2")} version`;
      // The launcher script needs PATH to find Node.
      const given = isStandalone ? script : script.replace("-i", '-i "PATH=$PATH"');
      const { exitCode, stdout } = await runShell(given, { cwd: folder, programs });
      expect({ exitCode, version: stdout.split("\n")[0] }).toEqual({ exitCode: 0, version: "Version: 1.2.0" });
    });
  });

  test.each([
    ["cfssljson", "-version"],
    ["cfssl-certinfo", "-csr"],
  ])("as %s, found in PATH: that level has no %s", async (program, flag) => {
    await withFolder(async (folder) => {
      symlinkSync(join(programs, program), join(folder, `${program}-1.2`));
      const script = `PATH="$PWD:$PATH"; ${program}-1.2 ${flag} 2>&1 >/dev/null | head -1`;
      const { stdout } = await runShell(script, { cwd: folder, programs });
      expect(stdout).toBe(`flag provided but not defined: ${flag}\n`);
    });
  });
});

describe("a program called by a link of any name", () => {
  test.each([
    ["cfssljson", "cfjson", "-bare -stdout -f json", { exitCode: 0, stdout: "C\n", stderr: "" }],
    ["cfssl-certinfo", "certinfo", "-cert none", { exitCode: 0, stderr: "open none: no such file or directory\n" }],
    ["cfssl", "pki", "version", { exitCode: 0, stdout: expect.stringContaining("1.6.5") }],
  ])("is %s: %s", async (program, name, words, expected) => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, "json"), '{"cert":"C"}');
      symlinkSync(join(programs, program), join(folder, name));
      for (const script of [`./${name} ${words}`, `PATH=$PWD:$PATH; ${name} ${words}`]) {
        expect(await runShell(script, { cwd: folder, programs })).toMatchObject(expected);
      }
    });
  });
});
