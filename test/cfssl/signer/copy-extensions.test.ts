import { golden, pem } from "../../golden/describe.js";
import { inProcessRunner } from "../../support/in-process.js";
import { transcript } from "../../support/transcript/transcript.js";

/** What a certificate signed for a request of fixtures/pem has for extensions, as lines of a transcript. */
async function extensions(request: string, profile: object): Promise<string[]> {
  const usual = { usages: ["digital signature", "server auth"], expiry: "1h", crl_url: "http://crl.example" };
  const testCase = golden("", "cfssl sign -ca ca.pem -ca-key ca-key.pem -config config.json leaf.csr", {
    "ca.pem": pem("ca-ecdsa-256.pem"),
    "ca-key.pem": pem("ca-ecdsa-256-key.pem"),
    "leaf.csr": pem(`${request}.csr`),
    "config.json": { signing: { default: { ...usual, ...profile } } },
  });
  const text = transcript(testCase, await inProcessRunner()(testCase));
  return (text.match(/^ +extension .*$/gm) ?? []).map((line) => line.trim());
}

/**
 * 1.6.5 lets a request override what its CA decides; upstream has ended that later, and so do we (SECURITY.md). The
 * request here asks for key usages, extended key usages, key identifiers, alternative names of its own and of the issuer,
 * name constraints, revocation lists, access to the authority, policies, and for an extension that is nobody's.
 */
test("copy_extensions copies what is not the CA's to decide, and nothing else", async () => {
  const plain = await extensions("request-overrides", {});
  const copied = await extensions("request-overrides", { copy_extensions: true });
  expect(plain.map((line) => line.split(" ")[2])).toEqual([
    "keyUsage",
    "extKeyUsage",
    "basicConstraints",
    "subjectKeyIdentifier",
    "authorityKeyIdentifier",
    "subjectAltName",
    "cRLDistributionPoints",
  ]);
  expect(copied).toEqual([...plain, 'extension 1.2.3.4 utf8"custom"']);
});
