// node scripts/smoke.mjs FOLDER: makes a CA and a server's certificate with the programs in FOLDER, and has Node judge
// them. It needs nothing but Node, and so shows on any system whether a build or an installed package works.
import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2] ?? "standalone");
const suffix = existsSync(join(folder, "cfssl.exe")) ? ".exe" : "";
const room = mkdtempSync(join(tmpdir(), "cfssl-ts-smoke-"));

try {
  writeFileSync(join(room, "ca.json"), JSON.stringify({ CN: "Smoke CA", key: { algo: "ecdsa", size: 256 } }));
  writeFileSync(join(room, "server.json"), JSON.stringify({ CN: "server", hosts: ["server.example", "10.0.0.1"] }));
  run("cfssljson", ["-bare", "ca"], run("cfssl", ["gencert", "-loglevel=2", "-initca", "ca.json"]));
  const answer = run("cfssl", ["gencert", "-loglevel=2", "-ca=ca.pem", "-ca-key=ca-key.pem", "server.json"]);
  run("cfssljson", ["-bare", "server"], answer);
  const ca = read("ca.pem");
  const server = read("server.pem");
  check("the CA is one", ca.ca && ca.verify(ca.publicKey));
  check("the CA signed the server's certificate", server.verify(ca.publicKey) && server.checkIssued(ca));
  check("the server's names are in it", server.checkHost("server.example") && server.checkIP("10.0.0.1"));
  const { subject } = JSON.parse(run("cfssl-certinfo", ["-cert", "server.pem"]));
  check("cfssl-certinfo reads it", subject.common_name === "server");
  process.stdout.write(run("cfssl", ["version"]));
} catch (error) {
  console.error(`smoke: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(room, { recursive: true });
}

function run(program, args, input = "") {
  const { status, stdout, stderr, error } = spawnSync(join(folder, `${program}${suffix}`), args, {
    cwd: room,
    encoding: "utf8",
    input,
  });
  if (error || status !== 0)
    throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? `exit ${status}: ${stderr}`}`);
  return stdout;
}

function read(file) {
  return new X509Certificate(readFileSync(join(room, file)));
}

function check(what, holds) {
  if (!holds) throw new Error(`it does not hold that ${what}`);
  console.log(`ok: ${what}`);
}
