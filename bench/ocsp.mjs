// Times `cfssl ocsprefresh` and `cfssl ocspserve -db-config` beside real cfssl, in turns: node bench/ocsp.mjs
// [--rows 10000] [--turns 3] [--seconds 5] [--connections 64] [--method POST]
// Needs `npm run build` and `npm run standalone`; real cfssl must be in $CFSSL_ORACLE_DIR/1.6.5. Ratios of time below 1
// are faster, ratios of requests above 1. Time of the processors is what other programs disturb least.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { createLocalSigner, genkey, initca } from "../dist/esm/index.js";
import { median } from "./measure.mjs";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "10000" },
    turns: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    connections: { type: "string", default: "64" },
    method: { type: "string", default: "POST" },
  },
});
const [rows, turns, seconds, connections] = ["rows", "turns", "seconds", "connections"].map((name) =>
  Number(options[name]),
);
const programs = {
  real: join(process.env.CFSSL_ORACLE_DIR ?? join(homedir(), ".cache", "cfssl-oracle"), "1.6.5", "cfssl"),
  ours: resolve("standalone/cfssl"),
};
const room = mkdtempSync(join(tmpdir(), "cfssl-ts-ocsp-"));
const inRoom = (name) => join(room, name);
const signer = ["-ca", "ca.pem", "-responder", "ocsp.pem", "-responder-key", "ocsp-key.pem"];

/** A CA, a responder of its own, and a database with certificates of the CA. */
async function prepare() {
  const spec = (CN) => ({ CN, key: { algo: "ecdsa", size: 256 } });
  const ca = await initca(spec("CA"));
  const local = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
  const responder = await genkey(spec("OCSP"));
  writeFileSync(inRoom("ca.pem"), ca.cert);
  writeFileSync(inRoom("ocsp.pem"), (await local.sign(responder.csr)).cert);
  writeFileSync(inRoom("ocsp-key.pem"), responder.key);
  writeFileSync(inRoom("db.json"), JSON.stringify({ driver: "sqlite3", data_source: "certs.db" }));
  const database = new Database(inRoom("empty.db"));
  database.exec(readFileSync("fixtures/certdb/sqlite.sql", "utf8"));
  const insert = database.prepare(
    "INSERT INTO certificates (serial_number, authority_key_identifier, ca_label, status, reason, expiry, revoked_at, pem) " +
      "VALUES (?, ?, '', 'good', 0, '2090-01-01 00:00:00+00:00', '0001-01-01 00:00:00+00:00', ?)",
  );
  const { csr } = await genkey({ ...spec("leaf"), hosts: ["leaf.example"] });
  const pems = [];
  for (let row = 0; row < rows; row++) pems.push((await local.sign(csr)).cert);
  database.transaction(() => pems.forEach((pem, row) => void insert.run(`row ${row}`, "x", pem)))();
  database.close();
}

/** Processor seconds that a process has used. */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function refresh(program) {
  copyFileSync(inRoom("empty.db"), inRoom("certs.db"));
  const { status, stderr } = spawnSync(
    "/usr/bin/time",
    ["-f", "%e %U %S %M", program, "ocsprefresh", "-db-config", "db.json", ...signer],
    { cwd: room, encoding: "utf8" },
  );
  const [wall, user, system, kilobytes] = stderr.trim().split(/\s+/).slice(-4).map(Number);
  if (status !== 0) throw new Error(stderr);
  return { wall, processor: user + system, memory: kilobytes / 1024 };
}

/** One request for each of some rows, as a client sends it. */
function readRequests() {
  const database = new Database(inRoom("certs.db"));
  const responses = database.prepare("SELECT cast(body AS blob) AS body FROM ocsp_responses LIMIT 500").all();
  database.close();
  return responses.map(({ body }) => requestFor(body));
}

/** The request that a response answers: its CertID is the SEQUENCE after the second time in it. */
function requestFor(body) {
  const sha1 = Buffer.from("300906052b0e03021a0500", "hex");
  const start = body.indexOf(sha1) - 2;
  const certId = body.subarray(start, start + 2 + body[start + 1]);
  const der = [0, 1, 2, 3].reduce((inner) => Buffer.concat([Buffer.of(0x30, inner.length), inner]), certId);
  if (options.method === "GET") {
    return Buffer.from(`GET /${encodeURIComponent(der.toString("base64"))} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  }
  const head = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ocsp-request\r\nContent-Length: ${der.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), der]);
}

/** Asks on keep-alive connections for some seconds; gives the number of answers. */
async function load(port, requests) {
  let answers = 0;
  const sockets = Array.from({ length: connections }, (_, at) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let next = at;
    let text = "";
    const ask = () => socket.write(requests[next++ % requests.length]);
    socket.on("connect", ask);
    socket.on("error", (cause) => fail(cause));
    socket.on("data", (chunk) => {
      text += chunk.latin1Slice();
      const end = text.indexOf("\r\n\r\n");
      if (end < 0 || text.length < end + 4 + Number(/^Content-Length: (\d+)/im.exec(text)?.[1])) return;
      if (!text.startsWith("HTTP/1.1 200") || !text.includes("Etag")) fail(new Error(text));
      text = "";
      answers++;
      ask();
    });
    return socket;
  });
  await pause(1000 * seconds);
  for (const socket of sockets) socket.destroy();
  return answers;
}

function fail(cause) {
  throw cause;
}

async function serve(program, requests, port) {
  const server = spawn(program, ["ocspserve", "-db-config", "db.json", "-port", String(port), "-loglevel", "3"], {
    ...{ cwd: room, stdio: "ignore" },
  });
  try {
    for (let tries = 0; !(await answers(port)); tries++) {
      if (tries > 200) throw new Error(`${program} does not listen`);
      await pause(50);
    }
    const before = processorTime(server.pid);
    const count = await load(port, requests);
    const processor = (processorTime(server.pid) - before) / count;
    const memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) / 1024;
    return { rate: count / seconds, processor: processor * 1e6, memory };
  } finally {
    server.kill("SIGKILL");
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

/** Runs both programs in turns, and prints the medians and their ratios. */
async function compare(title, names, run) {
  const results = { real: [], ours: [] };
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, program] of Object.entries(programs)) results[name].push(await run(program));
  }
  console.log(title);
  for (const [member, text] of Object.entries(names)) {
    const [real, ours] = ["real", "ours"].map((name) => median(results[name].map((result) => result[member])));
    console.log(`  ${text}: ours ${ours.toFixed(2)}, real ${real.toFixed(2)}, ratio ${(ours / real).toFixed(2)}`);
  }
}

try {
  await prepare();
  await compare(
    `ocsprefresh of ${rows} rows, P-256`,
    { wall: "seconds", processor: "seconds of processors", memory: "MiB at most" },
    refresh,
  );
  const requests = readRequests();
  let port = 18900;
  await compare(
    `ocspserve from a database, ${connections} connections, ${options.method}`,
    { rate: "requests a second", processor: "µs of processors for a request", memory: "MiB at most" },
    (program) => serve(program, requests, port++),
  );
} finally {
  rmSync(room, { recursive: true });
}
