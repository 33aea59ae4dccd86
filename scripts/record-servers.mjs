// Asks the real programs again about the TLS servers of fixtures/x509/servers.json, each on loopback with the
// certificates that its row names, and records the answers: node scripts/record-servers.mjs
import { spawn } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createServer } from "node:tls";

const programs = process.env["CFSSL_ORACLE_DIR"] ?? join(homedir(), ".cache", "cfssl-oracle");
const file = join("fixtures", "x509", "servers.json");
const { certificates, keys, servers } = JSON.parse(readFileSync(file, "utf8"));
const folder = mkdtempSync(join(tmpdir(), "record-"));
const trustedFile = join(folder, "trusted.pem");

const pem = (at) =>
  `-----BEGIN CERTIFICATE-----\n${certificates[at].replace(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`;
const keyOf = (at) => createPrivateKey({ key: Buffer.from(keys[at], "base64"), format: "der", type: "pkcs8" });

function listen({ key, sent }) {
  const body = JSON.stringify({ success: true, result: { certificate: "x" }, errors: [], messages: [] });
  const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
  const options = {
    cert: sent.map(pem).join(""),
    key: keyOf(key).export({ type: "pkcs8", format: "pem" }),
    ciphers: "ALL:@SECLEVEL=0",
  };
  const server = createServer(options, (socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => socket.end(answer));
  });
  server.on("tlsClientError", () => {});
  return new Promise((done) => server.listen(0, "::", () => done(server)));
}

/** `ok`, or the error without the URL and with the present time masked. */
function ask(release, host, port) {
  const url = `https://${host.includes(":") ? `[${host.replace("%", "%25")}]` : host}:${port}`;
  const args = ["sign", "-remote", url, "-tls-remote-ca", trustedFile, resolve("fixtures/pem/request-bare.csr")];
  const child = spawn(join(programs, release, "cfssl"), args, { env: { TZ: "UTC" } });
  const printed = { out: "", err: "" };
  child.stdout.on("data", (part) => (printed.out += part));
  child.stderr.on("data", (part) => (printed.err += part));
  return new Promise((done) => {
    child.on("close", () => {
      if (printed.out !== "") return done("ok");
      const { message } = JSON.parse(printed.err.trim().split("\n").at(-1));
      done(message.replace(/^.*"https:[^"]*": /, "").replace(/current time \S+/, "current time NOW"));
    });
  });
}

for (const row of servers) {
  writeFileSync(trustedFile, row.trusted.map(pem).join(""));
  const server = await listen(row);
  for (const release of ["1.6.5", "1.2.0"]) row[release] = await ask(release, row.host, server.address().port);
  server.close();
}
rmSync(folder, { recursive: true });
const lines = (list) => list.map((each) => JSON.stringify(each)).join(",\n");
const parts = Object.entries({ certificates, keys, servers }).map(([name, list]) => `"${name}":[\n${lines(list)}\n]`);
writeFileSync(file, `{${parts.join(",\n")}}\n`);
