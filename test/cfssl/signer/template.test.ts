import { defaultProfile } from "../../../src/cfssl/config/policy.js";
import { fillTemplate } from "../../../src/cfssl/signer/template.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { emptyName } from "../../../src/x509/model/name.js";

const requested = {
  subject: emptyName(),
  publicKey: null,
  ...{ dnsNames: [], emailAddresses: [], ipAddresses: [], uris: [], extraExtensions: [] },
  ...{ basicConstraintsValid: false, isCa: false, maxPathLen: 0n, maxPathLenZero: false },
};

/** notBefore of a certificate made at that moment with the default profile, backdated by this many nanoseconds. */
function notBefore(now: string, backdate: bigint): string {
  const profile = { ...defaultProfile(), backdate };
  const options = {
    ...{ fallback: profile, now: Date.parse(now), serialNumber: 1n, crlUrls: [] },
    subjectKeyId: new Uint8Array(),
  };
  return new Date(fillTemplate(requested, profile, options, v165.issuing).notBefore * 1000).toISOString();
}

// As sign of the real programs answers; the last one is for 2026-11-23T22:02:00Z.
test.each([
  ["five minutes by default", 0n, "2026-11-23T21:57:00.000Z"],
  ["an hour", 3_600_000_000_000n, "2026-11-23T21:02:00.000Z"],
  ["half a second", 500_000_000n, "2026-11-23T22:01:59.000Z"],
  ["less than nothing", -3_600_000_000_000n, "2026-11-23T23:02:00.000Z"],
  ["the smallest duration, which has no opposite", -(2n ** 63n), "1734-08-14T22:14:43.000Z"],
])("a certificate is backdated by %s", (_, backdate, made) => {
  expect(notBefore("2026-11-23T22:01:31Z", backdate)).toBe(made);
});
