import type { CertificateRecord, OcspRecord } from "../../../src/cfssl/certdb/records.js";
import { parsePemCertificate } from "../../../src/cfssl/input/certificate.js";
import { parsePemKey } from "../../../src/cfssl/input/key.js";
import { silent } from "../../../src/cfssl/log.js";
import { refreshResponses } from "../../../src/cfssl/revocation/refresh.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { pem } from "../../golden/describe.js";
import { bytesOf } from "../../support/contents.js";

const context = { log: silent, rules: v165.issuing, now: () => Date.parse("2026-02-03T04:05:47Z") };
const authority = bytesOf(pem("ca-ecdsa-256.pem"));
const record: CertificateRecord = {
  ...{ serial: "1", authorityKeyId: "ab", caLabel: "", status: "good", reason: 0n },
  ...{ expiry: { seconds: 0, nanos: 0 }, revokedAt: { seconds: 0, nanos: 0 }, pem: Buffer.from(authority).toString() },
  ...{ issuedAt: null, notBefore: null, metadata: null, sans: null, commonName: null },
};

test.each([
  ["a few rows", 200],
  ["more rows than are kept in memory", 20_002],
])("of %s, the rest is left when the work is stopped", async (_, rows) => {
  const issuer = parsePemCertificate(authority, context);
  const key = await parsePemKey(bytesOf(pem("ca-ecdsa-256-key.pem")), null, context.rules);
  const kept: OcspRecord[] = [];
  const database = {
    async *unexpiredCertificates() {
      for (let row = 0; row < rows; row++) yield record;
    },
    findCertificates: async () => [record],
    upsertOcspResponses: async (responses: readonly OcspRecord[]) => void kept.push(...responses),
  };
  const signer = { issuer, responder: issuer, key, interval: 3_600_000_000_000n };
  expect(await refreshResponses(signer, database, context, () => kept.length > 100)).toBe(128);
  expect(kept).toHaveLength(128);
});
