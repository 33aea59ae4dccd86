import { createHmac } from "node:crypto";
import type { CertificateRecord } from "../../src/cfssl/certdb/records.js";
import { parseConfig } from "../../src/cfssl/config/load.js";
import { parsePemCertificate } from "../../src/cfssl/input/certificate.js";
import { parsePemKey } from "../../src/cfssl/input/key.js";
import { createLogger } from "../../src/cfssl/log.js";
import { createCaSigner } from "../../src/cfssl/signer/ca-signer.js";
import { GoError } from "../../src/go/errors.js";
import { encodeUtf8 } from "../../src/go/utf8.js";
import { chooseRelease } from "../../src/release/choose-release.js";
import { dumpRequest } from "../../src/server/multiroot/dump-request.js";
import { isPermitted, parseNetworks } from "../../src/server/multiroot/networks.js";
import { parseRootsFile } from "../../src/server/multiroot/roots-file.js";
import { setUpMultiroot } from "../../src/server/multiroot/set-up.js";
import { apiKey, fixture } from "../support/api-server.js";
import { converse } from "../support/client-connection.js";

test.each<[string, string, Readonly<Record<string, Readonly<Record<string, string>>>>]>([
  ["nothing", "", {}],
  ["comments and blank lines", "# a\n\n \t\n", {}],
  ["lines before a section", "a = b\n", { default: { a: "b" } }],
  ["blanks around names and before values", " [ x ] \n  a  =   b\n", { x: { a: "b" } }],
  ["blanks behind values, which stay", "[x]\na = b  \n", { x: { a: "b  " } }],
  ["quotes", "[x]\na = \"b\"\nc = 'd' \n", { x: { a: "b", c: "d" } }],
  ["CR LF", "[x]\r\na = b\r\n", { x: { a: "b" } }],
  ["a section that comes twice, and a value too", "[x]\na = b\n[y]\n[x]\na = c\n", { x: { a: "c" }, y: {} }],
])("a file of roots may have %s", (_what, text, sections) => {
  const found = [...parseRootsFile(text)].map(([name, section]) => [name, Object.fromEntries(section)]);
  expect(Object.fromEntries(found)).toEqual(sections);
});

test.each(["junk", "  # x", "; x", "[x-y]", "a: b", "[x] y"])("%j is no line of a file of roots", (line) => {
  expect(() => parseRootsFile(`[x]\n${line}\n`)).toThrow("invalid config file");
});

test.each<[string, string, boolean]>([
  ["", "10.0.0.1:1", true],
  ["127.0.0.0/8", "127.3.2.1:40000", true],
  ["127.0.0.0/8", "128.0.0.1:40000", false],
  ["10.0.0.0/8, 192.168.1.0/24", "192.168.1.200:1", true],
  ["10.0.0.0/8, 192.168.1.0/24", "192.168.2.1:1", false],
  ["10.1.0.0/15", "10.0.255.255:1", true],
  ["0.0.0.0/0", "1.2.3.4:1", true],
  ["0.0.0.0/0", "[::1]:1", false],
  ["::1/128", "[::1]:40000", true],
])("the networks %j and the client %s: %j", (networks, client, isLet) => {
  expect(isPermitted(client, parseNetworks(networks))).toBe(isLet);
});

test.each(["zz", "1.2.3.4", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/08", "::/129"])("%j is no network", (text) => {
  expect(() => parseNetworks(text)).toThrow(`invalid CIDR address: ${text}`);
});

/** Sends a request with a token to a server with one CA, which keeps what it issues in a list. */
async function signOnRecord(inner: object): Promise<{ answer: string; records: readonly CertificateRecord[] }> {
  const release = chooseRelease("1.6");
  if (!release) throw new Error("the release is missing");
  const { issuing: rules } = release;
  const log = createLogger(
    5n,
    () => "",
    () => {},
  );
  const network = {
    roundTrip: () => Promise.reject(new GoError("no network")),
    env: () => undefined,
    wait: async () => {},
  };
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const context = { log, rules, now: () => Date.parse("2026-02-03T04:05:47.600Z"), random, network };
  const profile = { expiry: "1h", usages: ["signing"], auth_key: "k" };
  const config = { signing: { default: profile }, auth_keys: { k: { type: "standard", key: apiKey } } };
  const sources = { readFile: () => new Uint8Array(), env: () => undefined };
  const policy = await parseConfig(encodeUtf8(JSON.stringify(config)), { ...context, sources });
  const records: CertificateRecord[] = [];
  const store = { insertCertificate: async (record: CertificateRecord) => void records.push(record) };
  const key = await parsePemKey(encodeUtf8(fixture("ca-ecdsa-256-key.pem")), null, rules);
  const certificate = parsePemCertificate(encodeUtf8(fixture("ca-ecdsa-256.pem")), context);
  const signer = createCaSigner(key, certificate, policy, context, store);
  const roots = { byLabel: new Map([["one", { signer, networks: null }]]), defaultLabel: "" };
  const handle = setUpMultiroot(roots, { log, rules, release, print: () => {} });
  const request = Buffer.from(JSON.stringify(inner));
  const token = createHmac("sha256", Buffer.from(apiKey, "hex")).update(request).digest("base64");
  const body = JSON.stringify({ token, request: request.toString("base64") });
  const head = `POST /api/v1/cfssl/authsign HTTP/1.1\r\nHost: h\r\nContent-Length: ${body.length}\r\n\r\n`;
  const { text } = await converse({ handle, onPanic: () => {} }, [head + body, { until: "answered" }]);
  return { answer: text, records };
}

// The row is that of multirootca 1.6.5.
test.each<[string, object, string]>([
  ["with what the client wants to be kept", { metadata: { b: "<", a: [1, 2.5] } }, '{"a":[1,2.5],"b":"\\u003c"}'],
  ["without anything to keep", {}, "null"],
])("a certificate goes on record %s", async (_what, more, metadata) => {
  const inner = { certificate_request: fixture("leaf-ecdsa-256.csr"), hosts: ["a.b"], label: "one", ...more };
  const { answer, records } = await signOnRecord(inner);
  expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
  expect(records).toEqual([expect.objectContaining({ caLabel: "one", sans: '["a.b"]', status: "good", metadata })]);
});

test.each<[string, string, Partial<Parameters<typeof dumpRequest>[0]>, string, string]>([
  [
    "in chunks, which nobody has read",
    "/x",
    { isChunked: true },
    "ab",
    "Host: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n\n",
  ],
  [
    "in chunks, which somebody has read",
    "/x",
    { isChunked: true },
    "",
    "Host: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\n",
  ],
  ["with a host in its target", "http://h/x", {}, "ab", "\r\nab\n"],
])("a refused request %s is shown as upstream shows it", (_what, target, over, body, shown) => {
  const url = { rawQuery: "" } as Parameters<typeof dumpRequest>[0]["url"];
  const request = {
    ...{ method: "POST", target, url, protocol: "HTTP/1.1", host: "h", headers: new Map(), isChunked: false },
    ...{ remoteAddress: "", clientCertificate: null, readBody: async () => new Uint8Array() },
  };
  expect(dumpRequest({ ...request, ...over }, encodeUtf8(body))).toBe(`POST ${target} HTTP/1.1\r\n${shown}`);
});
