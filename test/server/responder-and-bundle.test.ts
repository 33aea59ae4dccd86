import { type ApiServer, createApiServer, fixture } from "../support/api-server.js";

let server: ApiServer;
let leaf: string;
const ca = fixture("ca-ecdsa-256.pem");
const csr = fixture("leaf-ecdsa-256.csr");
beforeAll(async () => {
  server = await createApiServer({ hasResponder: true, roots: ca, now: "2026-12-03T04:05:47.600Z" });
  const [, body] = await server.post("sign", { certificate_request: csr });
  leaf = JSON.parse(body).result.certificate;
});
beforeEach(() => void server.log());

/** The first error of an answer. */
async function refusal(endpoint: string, body: unknown): Promise<readonly [status: string, error: unknown]> {
  const [status, text] = await server.post(endpoint, body);
  return [status, JSON.parse(text).errors[0]];
}

// The answers and log lines are those of cfssl serve 1.6.5.
test.each<[string, object, string, number, string]>([
  ["a number for a certificate", { certificate: 5 }, "400", 400, "Unable to parse sign request"],
  ["no certificate", {}, "400", 400, "Malformed certificate"],
  ["a date that is none", { status: "revoked", revoked_at: "x" }, "400", 400, "Malformed revocation time"],
  ["a hash that is none", { issuer_hash: "sha1" }, "400", 400, "Unsupported hash algorithm in request"],
  ["MD5", { issuer_hash: "MD5" }, "500", 0, "unsupported issuer hash algorithm"],
  ["a status that is none", { status: "Good" }, "400", 8200, "Invalid revocation status"],
  ["an empty status", { status: "" }, "400", 8200, "Invalid revocation status"],
  [
    "a certificate of another CA",
    { certificate: fixture("cert-ecdsa-256.pem") },
    "400",
    8100,
    "Certificate not issued by this issuer",
  ],
])("an OCSP response is not signed for %s", async (_what, over, status, code, message) => {
  const own = "certificate" in over || Object.keys(over).length === 0 ? {} : { certificate: leaf };
  expect(await refusal("ocspsign", { ...own, ...over })).toEqual([status, { code, message }]);
});

test.each<[object, string]>([
  [{}, "8000"],
  [{ status: null }, "8000"],
  [{ status: "unknown" }, "8200"],
  [{ status: "revoked", revoked_at: "2026-01-02", reason: 4 }, "a116180f32303236303130323030303030305aa0030a0104"],
  [{ status: "revoked", reason: 99 }, "a116180f32303236313230333034303534375aa0030a0163"],
  [{ issuer_hash: "SHA256" }, "0609608648016503040201"],
])("an OCSP response says what the request says: %j", async (over, part) => {
  const [status, body] = await server.post("ocspsign", { certificate: leaf, ...over });
  expect(status).toBe("200");
  expect(Buffer.from(JSON.parse(body).result.ocspResponse, "base64").toString("hex")).toContain(part);
});

test("what is issued comes with its bundle, if that is wanted", async () => {
  const [, signed] = await server.post("sign", { certificate_request: csr, bundle: true });
  const { result, messages } = JSON.parse(signed);
  expect([Object.keys(result), messages]).toEqual([["bundle", "certificate"], []]);
  expect([result.bundle.crt, result.bundle.root]).toEqual([result.certificate.trimEnd(), ca.trimEnd()]);
  const [, made] = await server.post("newcert", { request: { CN: "x", hosts: ["x"] }, bundle: true });
  const names = ["bundle", "certificate", "certificate_request", "private_key", "sums"];
  expect(Object.keys(JSON.parse(made).result)).toEqual(names);
  expect(server.log()).not.toContain("Ubiquitous");
});

test("a chain is built, and the log tells the flavor", async () => {
  const [, body] = await server.post("bundle", { certificate: leaf, domain: "leaf.example" });
  expect(JSON.parse(body).result.root).toBe(ca.trimEnd());
  expect(server.log()).toContain(
    "[INFO] request for flavor ubiquitous\n[INFO] bundling certificate for CN=leaf.example",
  );
});

test.each<[string, object, number, string, string]>([
  [
    "for a name that it does not have",
    { domain: "zz" },
    1200,
    "x509: certificate is valid for leaf.example, not zz",
    "",
  ],
  [
    "of a root",
    { certificate: ca },
    1100,
    "Certificate is self signed",
    "[WARNING] bad PEM certificate or private key\n",
  ],
  [
    "of text that is none",
    { certificate: "" },
    1002,
    "Failed to decode certificate",
    "[WARNING] bad PEM certificate or private key\n",
  ],
])("there is no chain %s", async (_what, over, code, message, log) => {
  expect(await refusal("bundle", { certificate: leaf, ...over })).toEqual(["400", { code, message }]);
  expect(server.log()).toContain(log);
});
