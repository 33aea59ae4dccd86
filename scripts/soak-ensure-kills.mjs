// Kills `cfssl ensure` at random moments, and counts what it finds: `node scripts/soak-ensure-kills.mjs
// [--programs standalone] [--runs 500]`. No key may ever stand beside another key's certificate, no file may be cut
// short, and no CA's key may change; the next run must end with nothing left to do and nothing left behind, and all outputs
// must be of their pairs.
import { spawn } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { programs: { type: "string", default: "bin" }, runs: { type: "string", default: "500" } },
});
const program = resolve(options.programs, "cfssl");
const room = mkdtempSync(join(tmpdir(), "cfssl-ts-soak-"));
const [work, ready] = [join(room, "work"), join(room, "ready")];
const names = Array.from({ length: 12 }, (_, at) => `node-${at}`);

function manifest(host) {
  const certificates = Object.fromEntries(
    names.map((name) => [name, { ca: "ca", request: { CN: name }, hosts: [name, host] }]),
  );
  const cas = { ca: { request: { CN: "CA" } }, other: { request: { CN: "Other" } } };
  return {
    cas,
    outputs: ["fullchain", "combined", "pkcs8"],
    certificates: { ...certificates, client: { ca: "other", request: { CN: "client" } } },
    keys: { sa: {} },
  };
}

/** Runs ensure, and kills it after `delay` milliseconds if that is a number. */
async function ensure(folder, words, delay) {
  const began = performance.now();
  const child = spawn(program, ["ensure", ...words], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const ended = once(child, "close");
  if (delay !== undefined) setTimeout(() => child.kill("SIGKILL"), delay);
  const [code, signal] = await ended;
  return { code, errors, isKilled: signal !== null, time: performance.now() - began };
}

const read = (name) => (existsSync(join(work, name)) ? readFileSync(join(work, name), "utf8") : null);
const problems = new Map();
let kills = 0;
function complain(text) {
  problems.set(text, (problems.get(text) ?? 0) + 1);
}

/** Looks for broken files and mixed pairs. */
function look(moment) {
  for (const name of [...names, "client", "ca", "other"]) {
    const [cert, key] = [read(`${name}.pem`), read(`${name}-key.pem`)];
    try {
      const privateKey = key === null ? null : createPrivateKey(key);
      const certificate = cert === null ? null : new X509Certificate(cert);
      if (certificate && !privateKey) complain(`${moment}: a certificate without its key`);
      if (certificate && privateKey && !certificate.checkPrivateKey(privateKey)) complain(`${moment}: a mixed pair`);
      const combined = read(`${name}-combined.pem`);
      if (combined && !new X509Certificate(combined).checkPrivateKey(createPrivateKey(combined))) {
        complain(`${moment}: a mixed output`);
      }
    } catch {
      complain(`${moment}: a broken file`);
    }
  }
}

function begin(kind) {
  rmSync(work, { recursive: true, force: true });
  if (kind === "nothing") mkdirSync(work);
  else cpSync(ready, work, { recursive: true });
  writeFileSync(join(work, "pki.json"), JSON.stringify(manifest(kind === "new hosts" ? "10.0.0.2" : "10.0.0.1")));
}

try {
  mkdirSync(ready);
  writeFileSync(join(ready, "pki.json"), JSON.stringify(manifest("10.0.0.1")));
  await ensure(ready, []);
  const kinds = ["nothing", "new hosts", "new keys"];
  const wordsOf = (kind) => (kind === "new keys" ? ["-new-keys"] : []);
  const times = {};
  for (const kind of kinds) {
    const runs = [];
    for (let run = 0; run < 5; run++) {
      begin(kind);
      runs.push((await ensure(work, wordsOf(kind))).time);
    }
    times[kind] = runs.sort((one, other) => one - other);
  }
  while (kills < Number(options.runs)) {
    const kind = kinds[kills % kinds.length];
    begin(kind);
    const [fastest, , usual] = times[kind];
    const { isKilled } = await ensure(work, wordsOf(kind), fastest * 0.2 + Math.random() * (usual - fastest * 0.2));
    if (!isKilled) continue;
    kills++;
    look(`killed, ${kind}`);
    const keys = ["ca", "other", "sa"].map((name) => [name, read(`${name}-key.pem`)]);
    const { code, errors } = await ensure(work, []);
    if (code !== 0) complain(`the next run, ${kind}: exit code ${code}: ${errors.trim().slice(0, 200)}`);
    look(`the next run, ${kind}`);
    for (const name of names) {
      const [cert, chain, combined, pkcs8] = [".pem", "-fullchain.pem", "-combined.pem", "-pkcs8.pem"].map((ending) =>
        read(name + ending),
      );
      if (cert !== chain || cert + pkcs8 !== combined) complain(`an output of another pair, ${kind}`);
    }
    for (const [name, key] of keys)
      if (key !== null && key !== read(`${name}-key.pem`)) complain(`${name} has another key, ${kind}`);
    if ((await ensure(work, ["-n"])).code !== 0) complain(`something is left to do, ${kind}`);
    const left = readdirSync(work).filter((name) => name.startsWith("."));
    if (left.length > 0) complain(`left behind, ${kind}: ${left[0].replace(/[\d]+|[\w-]{36}/g, "*")}`);
  }
  for (const [text, count] of [...problems].sort()) console.log(String(count).padStart(5), text);
  console.log(problems.size === 0 ? `${kills} kills, nothing wrong` : `${kills} kills`);
  process.exitCode = problems.size === 0 ? 0 : 1;
} finally {
  rmSync(room, { recursive: true, force: true });
}
