// Records again what the real programs answer to the inputs of fixtures/x509: node scripts/record-x509.mjs The inputs
// are in the same files. Only the answers in a row change.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";

const programs = process.env["CFSSL_ORACLE_DIR"] ?? join(homedir(), ".cache", "cfssl-oracle");
const releases = ["1.6.5", "1.2.0"];
const pem = resolve("fixtures/pem");

function run(release, args, files) {
  const cwd = mkdtempSync(join(tmpdir(), "record-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const { status, stdout, stderr } = spawnSync(join(programs, release, "cfssl"), args, { cwd, encoding: "utf8" });
  rmSync(cwd, { recursive: true });
  const last = stderr.trim().split("\n").at(-1) ?? "";
  return {
    status,
    stdout,
    error: /^\{"code":\d+,"message"/.test(last) ? JSON.parse(last) : { code: 0, message: last },
  };
}

const encode = (label, base64) =>
  `-----BEGIN ${label}-----\n${base64.replace(/.{1,64}/g, "$&\n")}-----END ${label}-----\n`;
const decode = (text) => Buffer.from(text.replace(/-----[^-]+-----|\s/g, ""), "base64");

/** The elements inside a DER element. */
function elements(der) {
  const sizeOf = (bytes) => {
    const count = bytes[1] < 0x80 ? 0 : bytes[1] & 0x7f;
    return { header: 2 + count, length: count === 0 ? bytes[1] : bytes.readUIntBE(2, count) };
  };
  const outer = sizeOf(der);
  const found = [];
  for (let rest = der.subarray(outer.header); rest.length > 0; ) {
    const { header, length } = sizeOf(rest);
    found.push(rest.subarray(0, header + length));
    rest = rest.subarray(header + length);
  }
  return found;
}

/**
 * Puts the key into a request. The answer is the request's hash if its signature is always the same, and otherwise the
 * hash of the public key.
 */
function answerToKey(release, { key }) {
  const files = { key: encode("PRIVATE KEY", key), "csr.json": '{"CN":"x"}' };
  const args = release === "1.6.5" ? ["gencsr", "-key", "key"] : ["gencert", "-initca", "-ca-key", "key"];
  const { status, stdout, error } = run(release, [...args, "csr.json"], files);
  if (status === 2) return "panic";
  if (status !== 0) return error.code === 2003 ? "refused" : `unusable: ${error.message}`;
  const request = decode(JSON.parse(stdout).csr);
  const [info, algorithm] = elements(request);
  const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  const isEcdsa = algorithm.includes(Buffer.from("2a8648ce3d", "hex"));
  return isEcdsa ? `key ${hash(elements(info)[2])}` : `request ${hash(request)}`;
}

function answerToRequest(release, { request }) {
  const authority = ["-ca", join(pem, "ca-rsa-2048.pem"), "-ca-key", join(pem, "ca-rsa-2048-key.pem")];
  const { status, error } = run(release, ["sign", ...authority, "csr"], {
    csr: encode("CERTIFICATE REQUEST", request),
  });
  return status === 0 ? "" : error.message;
}

function certificate({ key, config, csr, args = [] }) {
  const files = { "config.json": JSON.stringify(config) };
  const authority = ["-ca", join(pem, `${key}.pem`), "-ca-key", join(pem, `${key}-key.pem`)];
  const { stdout, error } = run(
    "1.6.5",
    ["sign", ...authority, "-config", "config.json", ...args, join(pem, csr)],
    files,
  );
  return stdout === "" ? { error: error.message } : { certificate: decode(JSON.parse(stdout).cert).toString("base64") };
}

function request({ key, json }) {
  const { stdout, error } = run("1.6.5", ["gencsr", "-key", join(pem, `${key}-key.pem`), "csr.json"], {
    "csr.json": json,
  });
  return stdout === "" ? { error: error.message } : { request: decode(JSON.parse(stdout).csr).toString("base64") };
}

function list({ key, serials }) {
  const args = ["gencrl", "serials", join(pem, `${key}.pem`), join(pem, `${key}-key.pem`)];
  return run("1.6.5", args, { serials: serials.map((serial) => `${serial}\n`).join("") }).stdout.trim();
}

function record(name, answer) {
  const file = join("fixtures", "x509", `${name}.json`);
  const rows = JSON.parse(readFileSync(file, "utf8")).map((row) => ({ ...row, ...answer(row) }));
  writeFileSync(file, `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`);
}

const ofBoth = (answer) => (row) => Object.fromEntries(releases.map((release) => [release, answer(release, row)]));
record("private-keys", ofBoth(answerToKey));
record("signatures", ofBoth(answerToRequest));
record("requests", request);
record("certificates", certificate);
record("lists", (row) => ({ list: list(row) }));
