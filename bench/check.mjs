// Times `cfssl check` on a folder of many certificates: bun bench/check.mjs [NUMBER]
// Prints the seconds of the fastest of five runs of the standalone program, and the most memory of all: first for the
// certificates alone, then with a key beside each.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalSigner, genkey, initca } from "../src/index.ts";

const number = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), "cfssl-ts-check-"));
try {
  const { cert: ca, key: caKey } = await initca({ CN: "bench", ca: { expiry: "87600h" } });
  const signer = await createLocalSigner({ ca, caKey });
  writeFileSync(join(folder, "ca.pem"), ca);
  const keys = [];
  for (let at = 0; at < number; at++) {
    const { csr, key } = await genkey({ CN: `node-${at}`, hosts: [`node-${at}`, `10.0.${at >> 8}.${at & 255}`] });
    const { cert } = await signer.sign(csr);
    writeFileSync(join(folder, `node-${at}.pem`), cert);
    keys.push(key);
  }
  await report(`${number} certificates`);
  for (const [at, key] of keys.entries()) writeFileSync(join(folder, `node-${at}-key.pem`), key, { mode: 0o600 });
  await report(`${number} certificates and keys`);
} finally {
  rmSync(folder, { recursive: true });
}

async function report(what) {
  const runs = [];
  for (let run = 0; run < 5; run++) runs.push(await time());
  const seconds = Math.min(...runs.map((each) => each.seconds));
  const megabytes = Math.max(...runs.map((each) => each.megabytes));
  console.log(`${what}: ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`);
}

/** One run, measured by GNU time. */
function time() {
  return new Promise((resolve, reject) => {
    const child = spawn("/usr/bin/time", ["-f", "%e %M", "standalone/cfssl", "check", folder]);
    let errors = "";
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const [, seconds, kilobytes] = /([\d.]+) (\d+)\s*$/.exec(errors) ?? [];
      if (code !== 0 || !seconds) return reject(new Error(errors));
      resolve({ seconds: Number(seconds), megabytes: Number(kilobytes) / 1024 });
    });
  });
}
