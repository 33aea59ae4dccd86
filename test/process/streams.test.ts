import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { cleanEnvironment, withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const large = "0123456789abcde\n".repeat(300_000);

describe("standard output", () => {
  test("of five megabytes reaches a slow reader to the last byte", async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, "large.json"), JSON.stringify({ cert: large }));
      const script = 'cfssljson -bare -stdout -f large.json | { sleep 0.5; cat; } | cksum; printf %s"\\n" "$1" | cksum';
      const { stdout } = await runShell(script, { cwd: folder, programs });
      const [printed] = stdout.split("\n");
      await writeFile(join(folder, "expected"), `${large}\n`);
      expect(printed).toBe((await runShell("cksum <expected", { cwd: folder, programs })).stdout.trim());
    });
  });

  test("whose reader has gone ends the program without a complaint", async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, "large.json"), JSON.stringify({ cert: large }));
      const script = "{ cfssljson -bare -stdout -f large.json; echo $? >code; } | head -c 10";
      const { stdout, stderr } = await runShell(script, { cwd: folder, programs });
      expect({ stdout, stderr }).toEqual({ stdout: "0123456789", stderr: "" });
      expect(Number(await readFile(join(folder, "code"), "utf8"))).toBeGreaterThan(0);
    });
  });

  test("that is closed or a full device causes no stack", async () => {
    await withFolder(async (folder) => {
      for (const target of ["&-", "/dev/full"]) {
        const { stderr } = await runShell(`cfssl print-defaults csr >${target}`, { cwd: folder, programs });
        expect(stderr).not.toMatch(/\n {4}at /);
      }
    });
  });

  test("goes to one file and standard error to another, without mixing", async () => {
    await withFolder(async (folder) => {
      const script = `echo '{"CN":"x"}' | cfssl genkey - >out 2>err; cut -c 21- err; cut -c 1-8 out`;
      const { stdout } = await runShell(script, { cwd: folder, programs });
      const lines = ["[INFO] generate received request", "[INFO] received CSR", "[INFO] generating key: ecdsa-256"];
      expect(stdout.split("\n")).toEqual([...lines, "[INFO] encoded CSR", '{"csr":"', ""]);
    });
  });
});

describe("standard input", () => {
  const request = '{"CN":"x","hosts":["a.example"]}';

  test.each([
    ["a pipe", "cat request.json | cfssl genkey -"],
    ["a file", "cfssl genkey - <request.json"],
    ["a here-document", `cfssl genkey - <<END\n${request}\nEND`],
    ["a FIFO", "mkfifo fifo; cat request.json >fifo & cfssl genkey - <fifo"],
    ["a FIFO named as a file", "mkfifo fifo; cat request.json >fifo & cfssl genkey fifo"],
    ["the file /dev/stdin", "cat request.json | cfssl genkey /dev/stdin"],
    ["a slow pipe", "{ printf '{\"CN\":'; sleep 0.3; printf '\"x\"}'; } | cfssl genkey -"],
  ])("may be %s", async (_, script) => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, "request.json"), request);
      const { exitCode, stdout } = await runShell(script, { cwd: folder, programs });
      expect(exitCode).toBe(0);
      expect(Object.keys(JSON.parse(stdout))).toEqual(["csr", "key"]);
    });
  });

  test.each([
    ["nothing", "cfssl genkey - </dev/null"],
    ["closed", "cfssl genkey - <&-"],
  ])("may be %s", async (_, script) => {
    await withFolder(async (folder) => {
      const { exitCode, stdout, stderr } = await runShell(script, { cwd: folder, programs });
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toBe("unexpected end of JSON input\n");
    });
  });

  test("that does not block is read to its end, and such an output is written to its end", async () => {
    await withFolder(async (folder) => {
      const unblock =
        "import fcntl, os, sys\n" +
        "for fd in 0, 1: fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)\n" +
        "os.execvp(sys.argv[1], sys.argv[1:])";
      await writeFile(join(folder, "unblock.py"), unblock);
      await writeFile(join(folder, "large.json"), JSON.stringify({ cert: large }));
      const script =
        "{ head -c 10 large.json; sleep 0.3; tail -c +11 large.json; } |" +
        " python3 unblock.py cfssljson -bare -stdout | { sleep 0.3; wc -c; }";
      const { exitCode, stdout } = await runShell(script, { cwd: folder, programs });
      expect({ exitCode, bytes: Number(stdout) }).toEqual({ exitCode: 0, bytes: large.length + 1 });
    });
  });

  test("of many megabytes is read to its end", async () => {
    await withFolder(async (folder) => {
      const { exitCode, stdout } = await runShell("cfssljson -bare -stdout | wc -c", {
        cwd: folder,
        programs,
        stdin: JSON.stringify({ cert: large }),
      });
      expect({ exitCode, bytes: Number(stdout) }).toEqual({ exitCode: 0, bytes: large.length + 1 });
    });
  });

  test("does not delay a program that does not read it", async () => {
    await withFolder(async (folder) => {
      await mkdir(join(folder, "empty"));
      const child = spawn(join(programs, "cfssl"), ["version"], { cwd: folder, env: cleanEnvironment(programs) });
      const [exitCode] = await once(child, "exit");
      expect(exitCode).toBe(0);
      child.stdin.destroy();
    });
  });
});
