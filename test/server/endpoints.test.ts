import { createHmac } from "node:crypto";
import { type ApiServer, apiKey, createApiServer, fixture } from "../support/api-server.js";

let server: ApiServer;
beforeAll(async () => {
  server = await createApiServer();
  server.log();
});
beforeEach(() => void server.log());

const csr = fixture("leaf-ecdsa-256.csr");
const ca = fixture("ca-ecdsa-256.pem");
const address = "[INFO] 127.0.0.1:40000";

function failure(code: number, message: string): string {
  return `${JSON.stringify({ success: false, result: null, errors: [{ code, message }], messages: [] })}\n`;
}

function authenticated(inner: unknown, over: object = {}) {
  const request = Buffer.from(JSON.stringify(inner));
  const token = createHmac("sha256", Buffer.from(apiKey, "hex")).update(request).digest("base64");
  return { token, request: request.toString("base64"), ...over };
}

/** The moment of a UTCTime, in seconds. */
function secondsOf([, digits = ""]: readonly string[]): number {
  return Date.parse(`20${digits.replace(/(..)(..)(..)(..)(..)(..)/, "$1-$2-$3T$4:$5:$6Z")}`) / 1000;
}

// The answers and log lines are those of cfssl serve 1.6.5.
test.each<[string, string, unknown, string, string, string]>([
  ["sign", "without a request", {}, "400", failure(400, "missing parameter 'certificate_request'"), ""],
  ["sign", "of a wrong type", { hosts: "a" }, "400", failure(400, "Unable to parse sign request"), ""],
  [
    "sign",
    "of text that is no request",
    { certificate_request: "x" },
    "400",
    failure(9002, "CSR Decode failed"),
    '[WARNING] failed to sign request: {"code":9002,"message":"CSR Decode failed"}\n',
  ],
  [
    "sign",
    "for a profile with a key",
    { certificate_request: csr, profile: "auth" },
    "400",
    failure(400, "authentication required"),
    "[ERROR] profile requires authentication\n",
  ],
  [
    "sign",
    "without the serial number that a profile wants",
    { certificate_request: csr, profile: "serial" },
    "400",
    failure(1400, "Missing serial number in request"),
    '[WARNING] failed to sign request: {"code":1400,"message":"Missing serial number in request"}\n',
  ],
  [
    "sign",
    "with a serial number below zero",
    { certificate_request: csr, profile: "serial", serial: -5 },
    "400",
    failure(1000, "x509: serial number must be positive"),
    '[WARNING] failed to sign request: {"code":1000,"message":"x509: serial number must be positive"}\n',
  ],
  [
    "authsign",
    "with a wrong token",
    authenticated({ certificate_request: csr, profile: "auth" }, { token: "AAAA" }),
    "400",
    failure(400, "invalid token"),
    "[WARNING] received authenticated request with invalid token\n",
  ],
  [
    "authsign",
    "for a profile without a key",
    authenticated({ certificate_request: csr }),
    "400",
    failure(400, "no authentication provider"),
    "[ERROR] profile has no authentication provider\n",
  ],
  [
    "authsign",
    "with a number for a token",
    { token: 5 },
    "400",
    failure(400, "json: cannot unmarshal number into Go struct field AuthenticatedRequest.token of type []uint8"),
    "[ERROR] failed to unmarshal authenticated request: json: cannot unmarshal number into Go struct field " +
      "AuthenticatedRequest.token of type []uint8\n",
  ],
])("%s %s is refused", async (endpoint, _what, body, status, answer, log) => {
  expect(await server.post(endpoint, body)).toEqual([status, answer]);
  const { code } = JSON.parse(answer).errors[0];
  expect(server.log()).toBe(
    `[INFO] signature request received\n${log}${address} - "POST /api/v1/cfssl/${endpoint}" ${code}\n`,
  );
});

test.each<[string, string, unknown, string, string, string]>([
  [
    "info",
    "with a number for a label",
    { label: 5 },
    "400",
    failure(400, "json: cannot unmarshal number into Go struct field Req.label of type string"),
    "[WARNING] failed to unmarshal request: json: cannot unmarshal number into Go struct field Req.label of type string\n",
  ],
  [
    "newkey",
    "with a CA section",
    { CN: "x", ca: {} },
    "400",
    failure(400, "ca section only permitted in initca"),
    "[INFO] request for CSR\n[WARNING] request received with CA section\n",
  ],
  [
    "newcert",
    "without a request",
    { request: null },
    "400",
    failure(400, "missing request section"),
    "[INFO] request for CSR\n[WARNING] empty request received\n",
  ],
  [
    "init_ca",
    "with a bad expiry",
    { CN: "x", ca: { expiry: "zz" } },
    "500",
    failure(0, 'time: invalid duration "zz"'),
    '[INFO] setting up initial CA handler\n[WARNING] failed to initialise new CA: time: invalid duration "zz"\n',
  ],
  [
    "certinfo",
    "with nothing to look at",
    {},
    "400",
    failure(400, "no valid parameter sets found"),
    "[WARNING] invalid request: no valid parameter sets found\n",
  ],
  [
    "certinfo",
    "with an empty certificate",
    { certificate: null },
    "400",
    failure(1002, "Failed to decode certificate"),
    '[WARNING] bad PEM certificate: {"code":1002,"message":"Failed to decode certificate"}\n',
  ],
  [
    "certinfo",
    "of a server that is down",
    { domain: "127.0.0.1:9" },
    "500",
    failure(0, "dial tcp 127.0.0.1:9: connect: connection refused"),
    "[WARNING] couldn't parse remote certificate: dial tcp 127.0.0.1:9: connect: connection refused\n",
  ],
  ["gencrl", "with a bad key", { certificate: ca, issuingKey: "x" }, "400", failure(400, "malformed Private Key"), ""],
  [
    "gencrl",
    "with a bad time",
    { certificate: ca, expireTime: "1h" },
    "500",
    failure(0, 'strconv.ParseInt: parsing "1h": invalid syntax'),
    "",
  ],
  [
    "certadd",
    "without a status",
    { serial_number: "1", authority_key_identifier: "aa" },
    "400",
    failure(400, "Invalid certificate status"),
    "",
  ],
])("%s %s is refused", async (endpoint, _what, body, status, answer, log) => {
  expect(await server.post(endpoint, body)).toEqual([status, answer]);
  const { code } = JSON.parse(answer).errors[0];
  expect(server.log()).toBe(`${log}${address} - "POST /api/v1/cfssl/${endpoint}" ${code}\n`);
});

test("a request is signed, and the log tells the serial number", async () => {
  const [status, body] = await server.post("sign", { certificate_request: csr, profile: "serial", serial: 77 });
  expect([status, JSON.parse(body).result.certificate]).toEqual(["200", expect.stringMatching(/^-----BEGIN CERT/)]);
  expect(server.log()).toBe(
    "[INFO] signature request received\n[INFO] signed certificate with serial number 77\n[INFO] wrote response\n" +
      `${address} - "POST /api/v1/cfssl/sign" 200\n`,
  );
});

test("a request with the right token is signed", async () => {
  const [status, body] = await server.post("authsign", authenticated({ certificate_request: csr, profile: "auth" }));
  expect([status, JSON.parse(body).success]).toEqual(["200", true]);
});

test("a list of revoked certificates is valid for a week if the request has no time, and for none if that is 0", async () => {
  const key = fixture("ca-ecdsa-256-key.pem");
  const lifetimes = await Promise.all(
    [{}, { expireTime: "0" }, { expireTime: " 0x10 " }].map(async (time) => {
      const [, body] = await server.post("gencrl", { certificate: ca, issuingKey: key, ...time });
      const list = Buffer.from(JSON.parse(body).result, "base64").toString("latin1");
      const [from = Number.NaN, to = Number.NaN] = Array.from(list.matchAll(/\x17\x0d(\d{12})Z/g), secondsOf);
      return to - from;
    }),
  );
  expect(lifetimes).toEqual([604800, 0, 16]);
});

test("a bundle that nobody can make is a remark, not an error", async () => {
  const [, body] = await server.post("sign", { certificate_request: csr, bundle: true });
  expect(JSON.parse(body).messages).toEqual([
    { code: 5300, message: "This request requires a bundler, but one is not initialized for the API server." },
  ]);
  expect(server.log()).not.toContain("wrote response");
});

test("what is made comes with its digests, in upstream's order", async () => {
  const [, newKey] = await server.post("newkey", "null");
  const { result: key } = JSON.parse(newKey);
  expect(Object.keys(key)).toEqual(["private_key", "certificate_request", "sums"]);
  expect(Object.keys(key.sums.certificate_request)).toEqual(["md5", "sha-1", "sha-256"]);
  const [, newCertificate] = await server.post("newcert", { request: { CN: "x", hosts: ["x"] }, profile: "auth" });
  const { result, messages } = JSON.parse(newCertificate);
  expect(Object.keys(result)).toEqual(["certificate", "certificate_request", "private_key", "sums"]);
  expect(messages).toEqual([]);
});

test("a wrong method is told, and the connection goes on", async () => {
  expect(await server.send("PUT /api/v1/cfssl/info HTTP/1.1\r\nHost: h\r\n\r\n")).toContain(
    failure(405, 'Method is not allowed:"PUT"'),
  );
});

test("a name that X.509 cannot hold ends the connection, as upstream's crash does", async () => {
  expect(await server.post("newkey", { CN: "x", hosts: ["bücher"] })).toEqual(["", ""]);
  expect(server.log()).toContain("panic 127.0.0.1:40000: GoPanic: ");
});

test("the log says which endpoints there are, and why not the others", async () => {
  const bare = await createApiServer({ hasSigner: false, disabled: "health,/" });
  const lines = bare.log().split("\n");
  expect(lines).toContain("[WARNING] endpoint 'sign' is disabled: signer not initialized");
  expect(lines).toContain("[WARNING] endpoint 'revoke' is disabled: cert db not configured (missing -db-config)");
  expect(lines).toContain("[INFO] endpoint 'health' is explicitly disabled");
  expect(lines).toContain("[INFO] endpoint '/api/v1/cfssl/newkey' is enabled");
  expect(await bare.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).toContain("404 page not found");
});

test("1.2.0 has fewer endpoints, and names them by their paths", async () => {
  const early = await createApiServer({ compat: "1.2" });
  const log = early.log();
  expect(log).toContain("[INFO] Setting up '/api/v1/cfssl/sign' endpoint\n");
  expect(log).toContain("[WARNING] endpoint '/' is disabled: could not locate box \"static\"\n");
  expect(await early.send("GET /api/v1/cfssl/health HTTP/1.1\r\nHost: h\r\n\r\n")).toContain("404 page not found");
});

test("no key and no token is in the log", async () => {
  const request = authenticated({ certificate_request: csr, profile: "auth" });
  await server.post("authsign", request);
  const [, made] = await server.post("newkey", { CN: "x" });
  const log = server.log();
  const secrets = [apiKey, request.token, JSON.parse(made).result.private_key.split("\n")[1]];
  for (const secret of secrets) expect(log).not.toContain(secret);
});

test("a wrong time of gencrl is told rather than a member of a wrong type", async () => {
  const [status, body] = await server.post("gencrl", { certificate: ca, issuingKey: [], expireTime: "zz" });
  expect([status, body]).toEqual(["500", failure(0, 'strconv.ParseInt: parsing "zz": invalid syntax')]);
});

test.each<[string, object, string]>([
  ["sign", { certificate_request: csr, bundle: "x" }, "[INFO] wrote response\n"],
  [
    "certinfo",
    { certificate: "x" },
    '[WARNING] bad PEM certifcate: {"code":1002,"message":"Failed to decode certificate"}\n',
  ],
])("1.2.0 has words and members of its own: %s", async (endpoint, body, line) => {
  const early = await createApiServer({ compat: "1.2" });
  await early.post(endpoint, body);
  expect(early.log()).toContain(line);
});

test("1.2.0 refuses a key of gencrl in words of its own", async () => {
  const early = await createApiServer({ compat: "1.2" });
  const [, body] = await early.post("gencrl", { certificate: ca, issuingKey: "x" });
  expect(body).toBe(failure(400, "Malformed Private Key"));
});
