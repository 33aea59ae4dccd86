// node server.js CA.pem CA-KEY.pem CALLERS.json: signs for the callers in that file, on port $PORT (8443).
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { certinfo, createLocalSigner } from "cfssl-ts";
import { byClientCertificate, byToken } from "./callers.js";
import { config } from "./config.js";
import { createSignHandler } from "./handler.js";

const [caPath, caKeyPath, callersPath] = process.argv.slice(2);
if (caPath === undefined || caKeyPath === undefined || callersPath === undefined) {
  console.error("Usage: node server.js CA.pem CA-KEY.pem CALLERS.json");
  process.exit(2);
}

const [ca, caKey, callers] = await Promise.all([readFile(caPath), readFile(caKeyPath), readJson(callersPath)]);
const signer = await createLocalSigner({ ca, caKey, config, strictProfile: true });

// The server's own certificate. It lives as long as the process does, and is on no disk.
const hosts = (process.env["HOSTS"] ?? "localhost,127.0.0.1").split(",");
const own = await signer.gencert({ CN: "sign-server", hosts }, { profile: "sign-server" });

const [tokens, certificates] = [byToken(callers), byClientCertificate(callers)];
const handler = createSignHandler({
  signer,
  authenticate: (request) => certificates(request) ?? tokens(request),
  audit: (entry) => console.log(JSON.stringify(auditLine(entry))),
});

const server = createServer(
  { ca, cert: own.cert, key: own.key, requestCert: true, rejectUnauthorized: false },
  (request, response) => void handler(request, response),
);
// A client that sends a byte now and then must not hold a connection for ever.
server.headersTimeout = 5_000;
server.requestTimeout = 10_000;
server.listen(Number(process.env["PORT"] ?? 8443), () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : address;
  console.log(JSON.stringify({ event: "listening", url: `https://${hosts[0]}:${port}` }));
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close());

/** @param {import("./handler.js").AuditEntry} entry */
function auditLine({ certificate, ...entry }) {
  const time = new Date().toISOString();
  if (certificate === undefined) return { time, ...entry };
  const { serial_number, sans, not_after } = certinfo(certificate);
  return { time, ...entry, serial_number, sans, not_after };
}

/** @param {string} path */
async function readJson(path) {
  return JSON.parse(await readFile(path, "utf8"));
}
