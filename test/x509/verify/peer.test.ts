import { GoError } from "../../../src/go/errors.js";
import { encodePem } from "../../../src/go/pem.js";
import { initca, selfsign } from "../../../src/index.js";
import { verifyPeer } from "../../../src/x509/verify/peer.js";
import { recordedAt, recordedServers } from "../../support/recorded-servers.js";
import { releaseNames, rulesOf } from "../recorded.js";

function rulesFor(release: keyof typeof rulesOf) {
  const { parser, tls } = rulesOf[release];
  return { ...tls, parser };
}

async function verdict(action: Promise<void>): Promise<string> {
  try {
    await action;
    return "ok";
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    return cause.message.replace(/current time \S+/, "current time NOW");
  }
}

describe.each(releaseNames)("cfssl %s verifies a TLS server", (release) => {
  test.each(recordedServers().map((server) => [server.name, server] as const))("with %s", async (_, server) => {
    const peer = {
      certificates: server.sent,
      trustedCas: server.trusted.map((der) => encodePem("CERTIFICATE", der)),
      host: server.host,
    };
    expect(await verdict(verifyPeer(peer, recordedAt.getTime(), rulesFor(release)))).toBe(server[release]);
  });
});

describe("a TLS server", () => {
  const issued = Date.parse("2026-02-03T04:05:00Z");
  const { cert } = { cert: selfsign({ CN: "x", hosts: ["a.test"] }, { now: () => issued }).then((made) => made.cert) };
  const derOf = (pem: string) => new Uint8Array(Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64"));

  test.each([
    ["2026-03-01T00:00:00Z", "ok"],
    [
      "2027-06-01T00:00:00Z",
      "certificate has expired or is not yet valid: current time 2027-06-01T00:00:00Z is after 2026-05-05T10:05:00Z",
    ],
    [
      "2026-02-03T03:59:59.9Z",
      "certificate has expired or is not yet valid: current time 2026-02-03T03:59:59Z is before 2026-02-03T04:00:00Z",
    ],
  ])("is checked at the given time, %s: %s", async (time, text) => {
    const peer = { certificates: [derOf(await cert)], trustedCas: [await cert], host: "a.test" };
    const action = verifyPeer(peer, Date.parse(time), rulesFor("1.6.5"));
    if (text === "ok") await expect(action).resolves.toBeUndefined();
    else await expect(action).rejects.toThrow(`tls: failed to verify certificate: x509: ${text}`);
  });

  test("is refused without a certificate, and with a malformed one", async () => {
    const peer = { certificates: [], trustedCas: [], host: "a.test" };
    await expect(verifyPeer(peer, issued, rulesFor("1.6.5"))).rejects.toThrow("tls: received empty certificates");
    const text = "tls: failed to parse certificate from server: x509: malformed certificate";
    const odd = { ...peer, certificates: [new Uint8Array()] };
    await expect(verifyPeer(odd, issued, rulesFor("1.6.5"))).rejects.toThrow(text);
  });

  test("finds its CA in a text with many", async () => {
    const others = await Promise.all(["A", "B"].map((CN) => initca({ CN }, { now: () => issued })));
    const trustedCas = [others.map((made) => made.cert).join("no certificate\n") + (await cert)];
    const peer = { certificates: [derOf(await cert)], trustedCas, host: "a.test" };
    await expect(verifyPeer(peer, issued, rulesFor("1.6.5"))).resolves.toBeUndefined();
  });
});
