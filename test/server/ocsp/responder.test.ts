import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createLogger } from "../../../src/cfssl/log.js";
import { createFileSource, type OcspSource } from "../../../src/cfssl/revocation/ocsp-source.js";
import { GoError } from "../../../src/go/errors.js";
import { parseRequestUri } from "../../../src/go/url.js";
import { v120 } from "../../../src/release/v1-2-0.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { createOcspResponder } from "../../../src/server/ocsp/responder.js";
import { sequence } from "../../../src/x509/encode/der.js";
import { encodeCertId } from "../../../src/x509/encode/ocsp.js";
import { readOcspResponse } from "../../../src/x509/verify/ocsp-response.js";
import { fixturePath } from "../../support/contents.js";

const text = readFileSync(fixturePath("ocsp/responses.txt"));
const first = new Uint8Array(Buffer.from(text.toString().split(/\s/)[0] ?? "", "base64"));
const etag = `"${createHash("sha256").update(first).digest("hex").toUpperCase()}"`;

let request: Buffer;
let unknown: Buffer;
let now: number;
beforeAll(async () => {
  const { certId, nextUpdate } = await readOcspResponse(first, v165.issuing.parser);
  const ask = (serial: bigint) =>
    Buffer.from(sequence(sequence(sequence(sequence(encodeCertId({ ...certId, serial }))))));
  request = ask(certId.serial);
  unknown = ask(5n);
  now = (nextUpdate.seconds - 60.5) * 1000;
});

/** A request as a client sends it: the method, the path, the body, and header lines by their names in lower case. */
interface Sent {
  readonly method: string;
  readonly target: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

async function answered(sent: Sent, release = v165, source?: OcspSource, level = 1n) {
  const { method, target, body = new Uint8Array(), headers = {} } = sent;
  let log = "";
  const stamp = () => "<time>";
  const logger = createLogger(level, stamp, (line) => {
    log += line;
  });
  const context = { log: logger, rules: release.issuing, now: () => now, zone: () => 0 };
  const quiet = { error() {}, info() {} };
  const chosen = source ?? (await createFileSource(text, { ...context, log: quiet }));
  const response = await createOcspResponder(
    chosen,
    context,
  )({
    ...{ method, target, url: parseRequestUri(target), protocol: "HTTP/1.1", host: "h" },
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    isChunked: false,
    remoteAddress: "127.0.0.1:40000",
    clientCertificate: null,
    readBody: async () => body,
  });
  const lines = response.headers.map(([name, value]) => `${name}: ${value}`).sort();
  const bytes = typeof response.body === "string" ? response.body : Buffer.from(response.body).toString("hex");
  return { head: [response.status, ...lines], body: bytes, log };
}

const post = (body: Buffer, headers = {}): Sent => ({ method: "POST", target: "/", body, headers });
const get = (target: string, headers = {}, method = "GET"): Sent => ({ method, target, headers });
const quoted = () => encodeURIComponent(request.toString("base64"));
test.each<[string, () => Sent]>([
  ["POST", () => post(request)],
  ["GET", () => get(`/${quoted()}`)],
  ["GET with a bare path", () => get(`/${request.toString("base64")}`)],
  ["GET that is escaped twice", () => get(`/${encodeURIComponent(quoted())}`)],
  ["GET with a query", () => get(`/${quoted()}?a=b`)],
  ["another ETag", () => get(`/${quoted()}`, { "if-none-match": `W/${etag}` })],
])("%s is answered with the response and its headers", async (_, sent) => {
  const utc = (milliseconds: number) => new Date(milliseconds).toUTCString().replace("GMT", "UTC");
  expect(await answered(sent())).toEqual({
    head: [
      200,
      "Cache-Control: max-age=60, public, no-transform, must-revalidate",
      "Content-Type: application/ocsp-response",
      `Etag: ${etag}`,
      `Expires: ${utc(now + 60_500)}`,
      `Last-Modified: ${utc(now + 60_500 - 96 * 3_600_000)}`,
    ],
    body: Buffer.from(first).toString("hex"),
    log: "",
  });
});

test("a client that has the response is told so", async () => {
  const { head, body } = await answered(get(`/${quoted()}`, { "if-none-match": etag }));
  expect(head.slice(0, 2)).toEqual([304, "Cache-Control: max-age=60, public, no-transform, must-revalidate"]);
  expect(body).toBe("");
});

const failing: OcspSource = {
  async find() {
    throw new GoError("failed to obtain OCSP response: x");
  },
};
const junk: OcspSource = { find: async () => Buffer.from("junk") };
const notCached = "Cache-Control: max-age=0, no-cache";
const refusal = (status: number) => [status, notCached, "Content-Type: application/ocsp-response"];
const bare = (status: number) => [status, notCached];
const notAResponse =
  "asn1: structure error: tags don't match (16 vs {class:1 tag:10 length:117 isCompound:true}) {optional:false " +
  "explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false " +
  "omitEmpty:false} responseASN1 @2";
const notFound = () =>
  `<time> [INFO] No response found for request: serial 5, request body ${unknown.toString("base64")}\n`;

// What 1.6.5 answered to the same.
test.each<[string, () => Sent, OcspSource | undefined, unknown[], string, () => string]>([
  ["an unknown certificate", () => post(unknown), undefined, refusal(200), "30030a0106", notFound],
  ["junk", () => post(Buffer.from("junk")), undefined, refusal(400), "30030a0101", () => ""],
  [
    "a request that is too long",
    () => post(Buffer.concat([request, Buffer.of(0)])),
    undefined,
    refusal(400),
    "30030a0101",
    () => "",
  ],
  ["an empty path", () => get("/"), undefined, refusal(400), "30030a0101", () => ""],
  ["a path that is no base64", () => get("/zz"), undefined, bare(400), "", () => ""],
  ["another method", () => get("/", {}, "PUT"), undefined, bare(405), "", () => ""],
  [
    "a source that fails",
    () => post(unknown),
    failing,
    refusal(500),
    "30030a0102",
    () =>
      `<time> [INFO] Error retrieving response for request: serial 5, request body ${unknown.toString("base64")}, ` +
      "error: failed to obtain OCSP response: x\n",
  ],
  [
    "a stored body that is no response",
    () => post(unknown),
    junk,
    refusal(200),
    "30030a0102",
    () => `<time> [ERROR] Error parsing response for serial 5: ${notAResponse}\n`,
  ],
])("%s gets an error", async (_, sent, source, head, body, log) => {
  expect(await answered(sent(), v165, source)).toEqual({ head, body, log: log() });
});

test("debug lines tell what was asked and answered", async () => {
  const { log } = await answered(post(unknown, { "user-agent": "<ua>" }), v165, undefined, 0n);
  const [received, , event = ""] = log.trim().split("\n");
  expect(received).toBe(`<time> [DEBUG] Received OCSP request: ${unknown.toString("base64")}`);
  expect(event).toMatch(/"ua":"\\u003cua\\u003e","method":"POST","path":"\/","body":"M/);
  expect(event).toMatch(
    /"serial":"05","issuerKeyHash":"[0-9a-f]{40}","issuerNameHash":"[0-9a-f]{40}","hashAlg":"SHA1"\}$/,
  );
});

test("1.2.0 does not understand GET, and tells of faults at once", async () => {
  const { head, log } = await answered(get("/!!"), v120);
  expect(head).toEqual(bare(400));
  expect(log).toBe("<time> [INFO] Error decoding base64 from URL: /!!\n");
});
