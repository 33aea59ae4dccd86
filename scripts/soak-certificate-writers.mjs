// Issues certificates into one database from eight writers at once, kills some of them, and stops and starts PostgreSQL in
// the middle: `node scripts/soak-certificate-writers.mjs [--programs standalone] [--seconds 60] [--databases sqlite,postgres]`.
// Every certificate that was printed must be in the database, as it was printed, and no serial number there twice. With
// PostgreSQL half of the writers ask one `cfssl serve`, which must go on after the restart.
import { spawn, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import Sqlite from "better-sqlite3";
import pg from "pg";

const { values: options } = parseArgs({
  options: {
    programs: { type: "string", default: "bin" },
    seconds: { type: "string", default: "60" },
    databases: { type: "string", default: "sqlite,postgres" },
  },
});
const program = resolve(options.programs, "cfssl");
const duration = Number(options.seconds) * 1000;
const writers = 8;
/** How many runs of a hundred are killed. */
const kills = 30;
const room = mkdtempSync(join(tmpdir(), "cfssl-ts-soak-"));
const started = new Set();
process.on("exit", () => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(room, { recursive: true, force: true });
});

const request = { CN: "x.example", hosts: ["x.example"], key: { algo: "ecdsa", size: 256 } };
writeFileSync(join(room, "x.json"), JSON.stringify(request));
writeFileSync(join(room, "ca.json"), JSON.stringify({ ...request, CN: "CA" }));
const made = spawnSync(program, ["gencert", "-initca", "ca.json"], { cwd: room, encoding: "utf8" });
const ca = JSON.parse(made.stdout);
writeFileSync(join(room, "ca.pem"), ca.cert);
writeFileSync(join(room, "ca-key.pem"), ca.key, { mode: 0o600 });

let isBad = false;
for (const name of options.databases.split(",")) {
  const report = await (name === "sqlite" ? soakSqlite() : soakPostgres());
  console.log(`${name}: ${JSON.stringify(report)}`);
}
process.exit(isBad ? 1 : 0);

async function soakSqlite() {
  configure("sqlite3", "certs.db");
  const state = newState();
  const until = Date.now() + duration;
  await Promise.all(Array.from({ length: writers }, () => write(state, until)));
  const database = new Sqlite(join(room, "certs.db"));
  const rows = database.prepare("SELECT serial_number AS serial, pem FROM certificates").all();
  const integrity = database.pragma("integrity_check", { simple: true });
  database.close();
  if (integrity !== "ok") isBad = true;
  return { ...compare(state, rows), integrity };
}

async function soakPostgres() {
  const port = await freePort();
  const start = await preparePostgres(port);
  let server = await start();
  configure("postgres", `host=127.0.0.1 port=${port} user=cfssl dbname=postgres sslmode=disable`);
  const httpPort = await freePort();
  const words = ["serve", "-port", String(httpPort), "-ca", "ca.pem", "-ca-key", "ca-key.pem", "-db-config", "db.json"];
  const http = run(program, words);
  await untilListening(httpPort);
  const state = newState();
  const until = Date.now() + duration;
  const work = Array.from({ length: writers }, (_, at) => (at % 2 ? write(state, until) : ask(state, httpPort, until)));
  await pause(duration / 2);
  await stop(server, "SIGINT");
  state.downtimes++;
  await pause(3000);
  server = await start();
  const back = Date.now();
  await Promise.all(work);
  if (http.exitCode !== null || !(state.lastAnswer > back)) complain("cfssl serve did not go on after the restart");
  const client = new pg.Client({ host: "127.0.0.1", port, user: "cfssl", database: "postgres" });
  await client.connect();
  const { rows } = await client.query("SELECT convert_from(serial_number, 'UTF8') AS serial, pem FROM certificates");
  await client.end();
  await stop(http, "SIGTERM");
  await stop(server, "SIGINT");
  return { ...compare(state, rows), downtimes: state.downtimes };
}

function newState() {
  return {
    printed: new Map(),
    twice: 0,
    runs: 0,
    killed: 0,
    answers: 0,
    lastAnswer: 0,
    time: 300,
    downtimes: 0,
    refusals: {},
  };
}

/** Runs gencert again and again, and kills some of the runs. */
async function write(state, until) {
  while (Date.now() < until) {
    const child = run(program, [
      "gencert",
      "-ca",
      "ca.pem",
      "-ca-key",
      "ca-key.pem",
      "-db-config",
      "db.json",
      "x.json",
    ]);
    const closed = once(child, "close");
    const began = performance.now();
    // At any moment of a run, and so also between the row and the output.
    if (Math.random() * 100 < kills) setTimeout(() => child.kill("SIGKILL"), Math.random() * 1.3 * state.time);
    const [, signal] = await closed;
    state.runs++;
    if (signal !== null) state.killed++;
    else state.time = 0.8 * state.time + 0.2 * (performance.now() - began);
    if (signal === null && child.exitCode !== 0) refuse(state, child.errors);
    if (child.output.endsWith("}\n")) keep(state, JSON.parse(child.output).cert);
  }
}

/** Asks the server again and again. */
async function ask(state, port, until) {
  while (Date.now() < until) {
    const body = JSON.stringify({ request });
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/cfssl/newcert`, { method: "POST", body });
    const { success, result, errors } = await answer.json();
    state.runs++;
    if (success) {
      state.answers++;
      state.lastAnswer = Date.now();
      keep(state, result.certificate);
    } else {
      refuse(state, errors[0].message);
      await pause(100);
    }
  }
}

function keep(state, pem) {
  const serial = BigInt(`0x${new X509Certificate(pem).serialNumber}`).toString();
  if (state.printed.has(serial)) state.twice++;
  state.printed.set(serial, pem);
}

function refuse(state, text) {
  const [message = text] = /\{"code.*|dial .*|pq: .*/.exec(text) ?? [];
  const reason = message.replace(/\d{4,}/g, "N").trim();
  state.refusals[reason] = (state.refusals[reason] ?? 0) + 1;
}

function compare({ printed, twice, runs, killed, answers, refusals }, rows) {
  const stored = new Map(rows.map(({ serial, pem }) => [String(serial), pem.toString()]));
  const missing = [...printed].filter(([serial, pem]) => stored.get(serial) !== pem).length;
  if (missing > 0) complain(`${missing} printed certificates are not in the database`);
  if (twice > 0 || stored.size !== rows.length) complain("a serial number is there twice");
  const unprinted = stored.size - (printed.size - missing);
  return { runs, killed, answers, printed: printed.size, rows: rows.length, missing, twice, unprinted, refusals };
}

function complain(text) {
  console.log(text);
  isBad = true;
}

function configure(driver, source) {
  writeFileSync(join(room, "db.json"), JSON.stringify({ driver, data_source: source }));
  const { status, stderr } = spawnSync(program, ["certdb", "init", "-db-config", "db.json"], { cwd: room });
  if (status !== 0) throw new Error(`cfssl certdb init fails: ${stderr}`);
}

function run(path, words) {
  const child = spawn(path, words, { cwd: room, stdio: ["ignore", "pipe", "pipe"] });
  started.add(child);
  child.on("close", () => started.delete(child));
  Object.assign(child, { output: "", errors: "" });
  child.stdout.on("data", (data) => {
    child.output += data;
  });
  child.stderr.on("data", (data) => {
    child.errors += data;
  });
  return child;
}

async function stop(child, signal) {
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
}

/** Makes a cluster of PostgreSQL. The answer starts its server. */
async function preparePostgres(port) {
  const all = "/usr/lib/postgresql";
  const versions = existsSync(all) ? readdirSync(all).sort() : [];
  const programs = versions.length > 0 ? join(all, versions.at(-1), "bin/") : "";
  const data = join(room, "postgres");
  mkdirSync(data, { mode: 0o700 });
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid() === 0;
  const user = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : ["env"];
  chmodSync(room, 0o711);
  if (isRoot) spawnSync("chown", ["postgres", data]);
  const [first, ...words] = user;
  const init = [`${programs}initdb`, "-D", data, "-U", "cfssl", "--auth=trust", "--no-sync", "-E", "UTF8"];
  const { status, stderr } = spawnSync(first, [...words, ...init], { cwd: "/" });
  if (status !== 0) throw new Error(`initdb fails: ${stderr}`);
  const settings = ["-c", "listen_addresses=127.0.0.1"];
  return async () => {
    const args = [`${programs}postgres`, "-D", data, "-p", String(port), "-k", data, ...settings];
    const server = run(first, [...words, ...args]);
    while (!server.errors.includes("ready to accept connections")) {
      if (server.exitCode !== null) throw new Error(server.errors);
      await pause(50);
    }
    return server;
  };
}

async function untilListening(port) {
  for (let left = 200; left > 0; left--) {
    const isThere = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await pause(100);
  }
  throw new Error("cfssl serve does not listen");
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
