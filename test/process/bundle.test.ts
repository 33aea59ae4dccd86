import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();

/** A root, an intermediate CA under it, and a server's certificate that names where the intermediate is to be had. */
async function makeChain(folder: string, url: string): Promise<void> {
  const usages = ["digital signature", "cert sign", "crl sign", "server auth"];
  const profiles = {
    ca: { usages, expiry: "8760h", ca_constraint: { is_ca: true } },
    server: { usages, expiry: "720h", issuer_urls: [url] },
  };
  await writeFile(join(folder, "config.json"), JSON.stringify({ signing: { default: { expiry: "1h" }, profiles } }));
  await writeFile(join(folder, "ca.json"), JSON.stringify({ CN: "Root" }));
  await writeFile(join(folder, "int.json"), JSON.stringify({ CN: "Intermediate CA" }));
  await writeFile(join(folder, "web.json"), JSON.stringify({ CN: "web", hosts: ["web.example"] }));
  const { exitCode } = await runShell(
    `set -e
    cfssl gencert -loglevel 3 -initca ca.json | cfssljson -bare ca
    cfssl gencert -loglevel 3 -ca ca.pem -ca-key ca-key.pem -config config.json -profile ca int.json | cfssljson -bare int
    cfssl gencert -loglevel 3 -ca int.pem -ca-key int-key.pem -config config.json -profile server web.json |
      cfssljson -bare web`,
    { cwd: folder, programs },
  );
  expect(exitCode).toBe(0);
}

const run = (folder: string, script: string) => runShell(script, { cwd: folder, programs });
const read = (folder: string, name: string) => readFile(join(folder, name), "utf8");

test("bundle prints PEM with -o, which no other command of upstream's has", async () => {
  await withFolder(async (folder) => {
    await makeChain(folder, "http://127.0.0.1:1/");
    const bundle = "cfssl bundle -loglevel 3 -ca-bundle ca.pem -int-bundle int.pem -cert web.pem";
    const chain = (await read(folder, "web.pem")) + (await read(folder, "int.pem"));
    expect(await run(folder, `${bundle} -o fullchain`)).toMatchObject({ exitCode: 0, stdout: chain, stderr: "" });
    const withKey = await run(folder, `${bundle} -key web-key.pem -o pem`);
    expect(withKey).toMatchObject({ exitCode: 0, stdout: chain + (await read(folder, "web-key.pem")) });
    expect(await run(folder, `${bundle} -o der`)).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: '-o is "der": write -o fullchain or -o pem, or leave it out for JSON\n',
    });
    const other = await run(folder, "cfssl gencert -o fullchain");
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toMatch(/^flag provided but not defined: -o\n/);
  });
});

test("bundle fetches intermediates once each, and writes them into -int-dir", async () => {
  const asked: string[] = [];
  let answer = Buffer.alloc(0);
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    // The status does not matter to upstream.
    response.writeHead(404).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await withFolder(async (folder) => {
      const { port } = server.address() as AddressInfo;
      await makeChain(folder, `http://127.0.0.1:${port}/int`);
      answer = await readFile(join(folder, "int.pem"));
      const bundle = "cfssl bundle -ca-bundle ca.pem -cert web.pem -flavor optimal -o fullchain -int-dir stash/new";
      const { exitCode, stdout } = await run(folder, bundle);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: (await read(folder, "web.pem")) + answer });
      expect(asked).toEqual(["/int"]);
      const names = await readdir(join(folder, "stash/new"));
      expect(names).toEqual([expect.stringMatching(/^IntermediateCA_[0-9a-f]{40}_[0-9a-f]+\.crt$/)]);
      expect(await read(folder, `stash/new/${names[0]}`)).toBe(answer.toString());
      answer = Buffer.from("not a certificate");
      const failed = await run(folder, bundle);
      expect(failed).toMatchObject({ exitCode: 1, stdout: "" });
      expect(failed.stderr).toMatch(/\{"code":1220,"message":"x509: certificate signed by unknown authority"\}\n$/);
    });
  } finally {
    server.close();
  }
});

test("mkbundle collects the valid certificates of folders and files, and keeps the old file until it is done", async () => {
  await withFolder(async (folder) => {
    await makeChain(folder, "http://127.0.0.1:1/");
    await mkdir(join(folder, "roots/deep"), { recursive: true });
    const root = await read(folder, "ca.pem");
    const key = await read(folder, "ca-key.pem");
    await writeFile(join(folder, "roots/deep/a.pem"), root + key);
    await writeFile(join(folder, "roots/b.pem"), "no certificate");
    const made = await run(folder, "mkbundle -f all.crt roots none int.pem");
    expect(made).toMatchObject({ exitCode: 0, stdout: "" });
    expect(await read(folder, "all.crt")).toBe(root + (await read(folder, "int.pem")));
    const lines = made.stderr.trimEnd().split("\n");
    expect(lines.map((line) => line.slice("2026/01/02 03:04:05 ".length))).toEqual([
      "[INFO] Found roots",
      "[INFO] Found roots/b.pem",
      "[INFO] Loading roots/b.pem",
      "[WARNING] roots/b.pem: no PEM data found",
      "[INFO] Found roots/deep",
      "[INFO] Found roots/deep/a.pem",
      "[INFO] Loading roots/deep/a.pem",
      "[INFO] Validating CN=Root",
      "[INFO] Skipping non-certificate",
      "[INFO] Found none",
      "[ERROR] Walk failed: lstat none: no such file or directory",
      "[INFO] Found int.pem",
      "[INFO] Loading int.pem",
      "[INFO] Validating CN=Intermediate CA",
      "[INFO] Wrote 2 certificates.",
    ]);
    await rm(join(folder, "all.crt"));
    expect((await run(folder, "mkbundle -f no/such.crt int.pem")).stderr).toMatch(
      /\[ERROR\] open no\/such.crt: no such file or directory\n$/,
    );
  });
});
