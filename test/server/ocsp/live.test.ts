import type { CertificateRecord } from "../../../src/cfssl/certdb/records.js";
import { parsePemCertificate } from "../../../src/cfssl/input/certificate.js";
import { parsePemKey } from "../../../src/cfssl/input/key.js";
import { createLogger } from "../../../src/cfssl/log.js";
import { createLiveSource } from "../../../src/cfssl/revocation/live-source.js";
import type { HashName } from "../../../src/crypto/names.js";
import { encodeHex } from "../../../src/go/hex.js";
import { parseRequestUri } from "../../../src/go/url.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { createOcspResponder } from "../../../src/server/ocsp/responder.js";
import { explicit, objectIdentifier, octetString, sequence } from "../../../src/x509/encode/der.js";
import { encodeExtensions } from "../../../src/x509/encode/extensions.js";
import { createCertId, encodeCertId } from "../../../src/x509/encode/ocsp.js";
import type { Certificate } from "../../../src/x509/model/certificate.js";
import type { PrivateKey } from "../../../src/x509/model/key.js";
import { ocspObject } from "../../../src/x509/model/oid.js";
import { checkDataSignature } from "../../../src/x509/verify/certificate-signature.js";
import { readOcspResponse } from "../../../src/x509/verify/ocsp-response.js";
import { pem } from "../../golden/describe.js";
import { bytesOf } from "../../support/contents.js";

const now = Date.parse("2026-02-03T04:05:47.600Z");
const thisUpdate = now / 1000 - 0.6;
const revokedAt = Date.parse("2026-01-02T03:04:05Z") / 1000;

let issuer: Certificate;
let other: Certificate;
let key: PrivateKey;
beforeAll(async () => {
  const context = { log: createLogger(5n, () => "", fail), rules: v165.issuing };
  issuer = parsePemCertificate(bytesOf(pem("ca-ecdsa-256.pem")), context);
  other = parsePemCertificate(bytesOf(pem("ca-rsa-2048.pem")), context);
  key = await parsePemKey(bytesOf(pem("ca-ecdsa-256-key.pem")), null, v165.issuing);
});

function fail(line: string): never {
  throw new Error(line);
}

/** The rows of the database, by their serial numbers. */
const rows: Readonly<Record<string, Pick<CertificateRecord, "status" | "reason" | "revokedAt">>> = {
  "1": { status: "good", reason: 0n, revokedAt: { seconds: 0, nanos: 0 } },
  "2": { status: "revoked", reason: 1n, revokedAt: { seconds: revokedAt, nanos: 0 } },
  "3": { status: "revoked", reason: 0n, revokedAt: { seconds: revokedAt, nanos: 0 } },
  "4": { status: "unknown", reason: 0n, revokedAt: { seconds: 0, nanos: 0 } },
  "5": { status: "zz", reason: 0n, revokedAt: { seconds: 0, nanos: 0 } },
};

/** What a request asks: about serial numbers of a CA, and with the value of the nonce's extension. */
interface Asked {
  readonly serials: readonly bigint[];
  readonly by?: "another CA";
  readonly hash?: HashName;
  readonly nonce?: Uint8Array;
}

async function ask({ serials, by, hash = "SHA-1", nonce }: Asked) {
  const ids = await Promise.all(serials.map((serial) => createCertId(by ? other : issuer, serial, hash)));
  const extensions = nonce && [{ id: ocspObject.nonce, critical: false, value: nonce }];
  const list = sequence(...ids.map((id) => sequence(encodeCertId(id))));
  const body = sequence(sequence(list, extensions ? explicit(2, encodeExtensions(extensions)) : new Uint8Array()));
  const database = {
    async findCertificates(serial: string, authorityKeyId: string) {
      const row = authorityKeyId === encodeHex(issuer.subjectKeyId) ? rows[serial] : undefined;
      return row ? [row as CertificateRecord] : [];
    },
  };
  let log = "";
  const logger = createLogger(
    0n,
    () => "",
    (line) => {
      if (!/Received (OCSP )?request/.test(line)) log += line.replace(/serial \w+, request body [\w+/=]+/, "ABOUT");
    },
  );
  const source = createLiveSource(
    { issuer, responder: issuer, key, interval: 3_600_000_000_000n },
    database,
    () => now,
  );
  const context = { log: logger, rules: v165.issuing, now: () => now, zone: () => 0 };
  const {
    status,
    headers,
    body: answer,
  } = await createOcspResponder(
    source,
    context,
  )({
    ...{ method: "POST", target: "/", url: parseRequestUri("/"), protocol: "HTTP/1.1", host: "h" },
    ...{
      headers: new Map(),
      remoteAddress: "127.0.0.1:1",
      clientCertificate: null,
      isChunked: false,
      readBody: async () => body,
    },
  });
  return { status, headers: new Map(headers), der: Buffer.from(answer), log: log.trim() };
}

const nonceId = Buffer.from(objectIdentifier(ocspObject.nonce));
const good = { is: "good" };
const nonce = (length: number) => octetString(new Uint8Array(length).fill(7));
test.each<[string, Asked, unknown]>([
  ["good", { serials: [1n] }, good],
  ["revoked for a reason", { serials: [2n] }, { is: "revoked", seconds: revokedAt, reason: 1n }],
  ["revoked without a reason", { serials: [3n] }, { is: "revoked", seconds: revokedAt, reason: 0n }],
  ["unknown by its row", { serials: [4n] }, { is: "unknown" }],
  ["good, asked about by SHA-256", { serials: [1n], hash: "SHA-256" }, good],
  ["good, asked about by SHA-384", { serials: [1n], hash: "SHA-384" }, good],
  ["good, asked about by SHA-512", { serials: [1n], hash: "SHA-512" }, good],
  ["good, asked about with the shortest nonce", { serials: [1n], nonce: nonce(1) }, good],
  ["good, asked about with the longest nonce", { serials: [1n], nonce: nonce(128) }, good],
  ["good, asked about with SHA-256 and a nonce", { serials: [1n], hash: "SHA-256", nonce: nonce(32) }, good],
  ["good, and the first of two", { serials: [1n, 2n] }, good],
])("a certificate that is %s is answered as of now", async (_, asked, status) => {
  const { status: code, headers, der, log } = await ask(asked);
  const { hash = "SHA-1", nonce } = asked;
  expect({ code, cache: headers.get("Cache-Control"), log }).toEqual({
    ...{ code: 200, cache: "max-age=3599, public, no-transform, must-revalidate", log: "" },
  });
  const response = await readOcspResponse(der, v165.issuing.parser);
  expect(response.certId).toEqual(await createCertId(issuer, asked.serials[0] ?? 0n, hash));
  expect(response.status).toEqual(status);
  expect([response.thisUpdate.seconds, response.nextUpdate.seconds]).toEqual([thisUpdate, thisUpdate + 3600]);
  await checkDataSignature(response, issuer);
  const extensions = encodeExtensions([{ id: ocspObject.nonce, critical: false, value: nonce ?? new Uint8Array() }]);
  expect(der.includes(nonceId)).toBe(nonce !== undefined);
  expect(der.includes(Buffer.from(explicit(1, extensions)))).toBe(nonce !== undefined);
});

const unauthorized = { status: 200, body: "30030a0106", log: "[INFO] No response found for request: ABOUT" };
const malformed = (reason: string) => ({
  ...{ status: 400, body: "30030a0101", log: `[DEBUG] Malformed request: ${reason}, ABOUT` },
});
test.each<[string, Asked, { readonly status: number; readonly body: string; readonly log: string }]>([
  ["a certificate without a row", { serials: [9n] }, unauthorized],
  ["a certificate of another CA", { serials: [1n], by: "another CA" }, unauthorized],
  ["an empty nonce", { serials: [1n], nonce: nonce(0) }, malformed("a nonce of 0 bytes")],
  ["a nonce that is too long", { serials: [1n], nonce: nonce(129) }, malformed("a nonce of 129 bytes")],
  [
    "a nonce with a byte after it",
    { serials: [1n], nonce: Uint8Array.of(...nonce(8), 0) },
    malformed("trailing data in the nonce"),
  ],
  ["a malformed nonce and no row", { serials: [9n], nonce: nonce(0) }, malformed("a nonce of 0 bytes")],
  [
    "a row with a status that is none",
    { serials: [5n] },
    {
      ...{ status: 500, body: "30030a0102" },
      log: '[INFO] Error retrieving response for request: ABOUT, error: {"code":8200,"message":"Invalid revocation status"}',
    },
  ],
])("%s gets an error", async (_, asked, { status, body, log }) => {
  const answer = await ask(asked);
  expect({ status: answer.status, body: answer.der.toString("hex"), log: answer.log }).toEqual({ status, body, log });
});

test("a nonce that is no OCTET STRING gets an error", async () => {
  const { status, der, log } = await ask({ serials: [1n], nonce: new TextEncoder().encode("nonce") });
  expect([status, der.toString("hex")]).toEqual([400, "30030a0101"]);
  expect(log).toMatch(/^\[DEBUG\] Malformed request: asn1: /);
});
