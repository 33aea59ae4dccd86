// Times `cfssl explain` on logs of many lines: bun bench/explain.mjs [NUMBER]
// Prints the seconds of the fastest of three runs of the standalone program, and the most memory of all.
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initca } from "../src/index.ts";

const number = Number(process.argv[2] ?? 1_000_000);
const two = (at) => String(at % 60).padStart(2, "0");
const time = (at) => `${two(at / 3600)}:${two(at / 60)}:${two(at)}`;
const before = (at) => `Nov 28 ${time(Math.floor(at))} cp-1`;

/** A message that recurs, from another port and at another time. */
const refused = (at) =>
  `${before(at)} etcd[1234]: {"level":"warn","ts":"2026-11-28T${time(Math.floor(at))}.${at % 1000}Z","caller":"embed/config_logging.go:169","msg":"rejected connection","remote-addr":"127.0.0.1:${30_000 + (at % 30_000)}","server-name":"","error":"remote error: tls: bad certificate"}`;

const logs = {
  "a journal, one line in twenty a message": (at) =>
    at % 20 === 0
      ? refused(at)
      : `${before(at)} kubelet[2345]: I1128 ${time(at)}.${at} 2345 kubelet.go:2125] "SyncLoop (UPDATE, certificates)" source="api" pods="kube-system/coredns-${at}"`,
  "every line a message": refused,
  "every line another message": (at) =>
    `${before(at)} kubelet[2345]: E1128 ${time(at)}.${at} 2345 reflector.go:138] Get "https://10.${at % 250}.${(at >> 8) % 250}.${at >> 16}:6443/api/v1/nodes/n${at}": x509: certificate is valid for 10.0.0.${at % 250}, n${at}, not 10.${at % 250}.${(at >> 8) % 250}.${at >> 16}`,
};

const folder = mkdtempSync(join(tmpdir(), "cfssl-ts-explain-"));
try {
  const { cert } = await initca({ CN: "bench", ca: { expiry: "87600h" } });
  writeFileSync(join(folder, "ca.pem"), cert);
  for (const [name, lineOf] of Object.entries(logs)) {
    const log = join(folder, "log.txt");
    await write(log, lineOf);
    const runs = [];
    for (let run = 0; run < 3; run++) runs.push(await measure(log));
    const seconds = Math.min(...runs.map((each) => each.seconds));
    const megabytes = Math.max(...runs.map((each) => each.megabytes));
    console.log(`${name}: ${number} lines in ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function write(log, lineOf) {
  const file = createWriteStream(log);
  for (let at = 0; at < number; at += 1000) {
    let text = "";
    for (let each = at; each < at + 1000; each++) text += `${lineOf(each)}\n`;
    if (!file.write(text)) await new Promise((resolve) => file.once("drain", resolve));
  }
  await new Promise((resolve) => file.end(resolve));
}

/** One run, measured by GNU time. */
function measure(log) {
  return new Promise((resolve, reject) => {
    const child = spawn("/usr/bin/time", ["-f", "%e %M", "standalone/cfssl", "explain", "-", join(folder, "ca.pem")], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    createReadStream(log).pipe(child.stdin);
    let errors = "";
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.on("error", reject);
    child.on("close", () => {
      const [, seconds, kilobytes] = /([\d.]+) (\d+)\s*$/.exec(errors) ?? [];
      if (!seconds) return reject(new Error(errors));
      resolve({ seconds: Number(seconds), megabytes: Number(kilobytes) / 1024 });
    });
  });
}
