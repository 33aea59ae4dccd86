import { initca, selfsign } from "../../../src/index.js";
import { v120 } from "../../../src/release/v1-2-0.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { verifyPeer } from "../../../src/x509/verify/peer.js";

const rules = { parser: v165.issuing.parser, namesVerification: true };
const issued = Date.parse("2026-02-03T04:05:00Z");
const at = (time: string) => Date.parse(time);

function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64"));
}

const certificate = selfsign({ CN: "x", hosts: ["a.test"] }, { now: () => issued }).then(({ cert }) => derOf(cert));

describe("a server that is met over TLS", () => {
  test("passes when it is valid, for the name, and trusted", async () => {
    const peer = { certificate: await certificate, chainFault: null, host: "a.test" };
    expect(() => verifyPeer(peer, issued, rules)).not.toThrow();
  });

  const unknown = "certificate signed by unknown authority";
  test.each([
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "a.test", "2026-03-01T00:00:00Z", unknown],
    ["SELF_SIGNED_CERT_IN_CHAIN", "a.test", "2026-03-01T00:00:00Z", unknown],
    ["INVALID_PURPOSE", "a.test", "2026-03-01T00:00:00Z", "certificate specifies an incompatible key usage"],
    ["SOMETHING_NEW", "a.test", "2026-03-01T00:00:00Z", unknown],
    [null, "b.test", "2026-03-01T00:00:00Z", "certificate is valid for a.test, not b.test"],
    ["INVALID_PURPOSE", "b.test", "2026-03-01T00:00:00Z", "certificate is valid for a.test, not b.test"],
    [
      "INVALID_PURPOSE",
      "b.test",
      "2027-06-01T00:00:00Z",
      "certificate has expired or is not yet valid: current time 2027-06-01T00:00:00Z is after 2026-05-05T10:05:00Z",
    ],
    [
      null,
      "a.test",
      "2026-02-03T03:59:59.9Z",
      "certificate has expired or is not yet valid: current time 2026-02-03T03:59:59Z is before 2026-02-03T04:00:00Z",
    ],
  ])("with the fault %p, asked for as %s at %s, is refused: %s", async (chainFault, host, time, text) => {
    const peer = { certificate: await certificate, chainFault, host };
    expect(() => verifyPeer(peer, at(time), rules)).toThrow(`tls: failed to verify certificate: x509: ${text}`);
    const early = { parser: v120.issuing.parser, namesVerification: false };
    expect(() => verifyPeer(peer, at(time), early)).toThrow(`x509: ${text}`);
    expect(() => verifyPeer(peer, at(time), early)).not.toThrow("failed to verify");
  });

  test("is refused without a certificate", () => {
    const peer = { certificate: new Uint8Array(), chainFault: null, host: "a.test" };
    expect(() => verifyPeer(peer, issued, rules)).toThrow("x509: malformed certificate");
  });

  test("is refused with a name that only its common name says", async () => {
    const { cert } = await initca({ CN: "a.test" }, { now: () => issued });
    const peer = { certificate: derOf(cert), chainFault: null, host: "a.test" };
    expect(() => verifyPeer(peer, issued, rules)).toThrow("relies on legacy Common Name field");
  });
});
