import { isCopied } from "../../../src/cfssl/signer/copied-extensions.js";
import { decodePem } from "../../../src/go/pem.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { parseCertificate } from "../../../src/x509/parse/index.js";
import { golden, pem } from "../../golden/describe.js";
import { inProcessRunner } from "../../support/in-process.js";
import { transcript } from "../../support/transcript/transcript.js";

/** The extensions of a certificate that is signed for a request of fixtures/pem, as lines of a transcript. */
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
 * 1.6.5 lets a request override what its CA decides. Upstream ended that later, and so do we (SECURITY.md). This
 * request asks for key usages, extended key usages, key identifiers, alternative names of its own and of the issuer,
 * name constraints, revocation lists, access to the authority, policies, and one private extension.
 */
test("copy_extensions copies only what is not for the CA to decide", async () => {
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

/** How often a certificate has an extension of this OID if its request asks for it. */
async function copiesOf(id: string, profile: object): Promise<number> {
  const config = { usages: ["digital signature"], expiry: "1h", copy_extensions: true, ...profile };
  const extension = { Id: id.split(".").map(Number), Value: "BQA=" };
  const testCase = golden("", "cfssl gencert -ca ca.pem -ca-key ca-key.pem -config config.json csr.json", {
    "ca.pem": pem("ca-ecdsa-256.pem"),
    "ca-key.pem": pem("ca-ecdsa-256-key.pem"),
    "csr.json": { CN: "x", extensions: [extension] },
    "config.json": { signing: { default: config } },
  });
  const { steps } = await inProcessRunner()(testCase);
  const { cert } = JSON.parse(Buffer.from(steps[0]?.stdout ?? []).toString() || '{"cert":""}');
  const { extensions } = certificateOf(cert);
  return extensions.filter((each) => each.id === id && Buffer.from(each.value).equals(Buffer.of(5, 0))).length;
}

function certificateOf(text: string) {
  const found = decodePem(new TextEncoder().encode(text));
  if (!found) throw new Error("no certificate was issued");
  return parseCertificate(found.block.bytes, { ...v165.issuing.parser });
}

/** By the rule of SECURITY.md: what relying parties read as usage, identity, status or constraint is not copied. */
const reserved: readonly (readonly [what: string, id: string])[] = [
  ["subject directory attributes", "2.5.29.9"],
  ["private key usage period", "2.5.29.16"],
  ["issuer alternative name", "2.5.29.18"],
  ["policy mappings", "2.5.29.33"],
  ["policy constraints", "2.5.29.36"],
  ["freshest CRL", "2.5.29.46"],
  ["inhibit any-policy", "2.5.29.54"],
  ["an unknown extension of X.509", "2.5.29.99"],
  ["biometric information", "1.3.6.1.5.5.7.1.2"],
  ["qualified certificate statements", "1.3.6.1.5.5.7.1.3"],
  ["address blocks", "1.3.6.1.5.5.7.1.7"],
  ["a logotype", "1.3.6.1.5.5.7.1.12"],
  ["proxy certificate information", "1.3.6.1.5.5.7.1.14"],
  ["an ACME identifier", "1.3.6.1.5.5.7.1.31"],
  ["the Netscape certificate type", "2.16.840.1.113730.1.1"],
  ["the Netscape revocation URL", "2.16.840.1.113730.1.3"],
  ["the Netscape server name", "2.16.840.1.113730.1.12"],
  ["the name of a Microsoft template", "1.3.6.1.4.1.311.20.2"],
  ["the Microsoft CA version", "1.3.6.1.4.1.311.21.1"],
  ["the hash of the previous CA", "1.3.6.1.4.1.311.21.2"],
  ["application policies", "1.3.6.1.4.1.311.21.10"],
  ["application policy mappings", "1.3.6.1.4.1.311.21.11"],
  ["application policy constraints", "1.3.6.1.4.1.311.21.12"],
  ["a security identifier", "1.3.6.1.4.1.311.25.2"],
  ["a marker of Apple", "1.2.840.113635.100.6.1.13"],
  ["the identifier of an organization", "2.23.140.3.1"],
];

const written: readonly (readonly [what: string, id: string])[] = [
  ["OCSP no-check", "1.3.6.1.5.5.7.48.1.5"],
  ["the poison of Certificate Transparency", "1.3.6.1.4.1.11129.2.4.3"],
  ["certificate timestamps", "1.3.6.1.4.1.11129.2.4.2"],
];

const copied: readonly (readonly [what: string, id: string])[] = [
  ["subject information access", "1.3.6.1.5.5.7.1.11"],
  ["the TLS feature", "1.3.6.1.5.5.7.1.24"],
  ["the Netscape comment", "2.16.840.1.113730.1.13"],
  ["a Microsoft template", "1.3.6.1.4.1.311.21.7"],
  ["an OID that only starts the same", "1.3.6.1.4.1.3110.21.10"],
  ["a private extension", "1.2.3.4"],
];

test.each(copied)("copy_extensions copies %s (%s)", async (_, id) => {
  expect(await copiesOf(id, {})).toBe(1);
  expect(await copiesOf(id, { allowed_extensions: [id] })).toBe(1);
  expect(await copiesOf(id, { copy_extensions: false, allowed_extensions: [id] })).toBe(0);
});

test.each(reserved)("copy_extensions copies %s (%s) only where allowed_extensions lists it", async (_, id) => {
  expect(isCopied(id, [])).toBe(false);
  expect(isCopied(id, ["1.2.3", id])).toBe(true);
  expect(isCopied(id, ["1.2.3", `${id}.1`])).toBe(false);
});

test.each(written)("copy_extensions never copies %s (%s)", async (_, id) => {
  expect(isCopied(id, [id])).toBe(false);
});

test("what the profile does not copy is not in the certificate", async () => {
  expect(await copiesOf("2.16.840.1.113730.1.1", {})).toBe(0);
  expect(await copiesOf("2.16.840.1.113730.1.1", { allowed_extensions: ["2.16.840.1.113730.1.1"] })).toBe(1);
});

test("an extension in both profile and request appears once", async () => {
  const id = "1.3.6.1.5.5.7.48.1.5";
  expect(await copiesOf(id, { ocsp_no_check: true })).toBe(1);
  expect(await copiesOf(id, { ocsp_no_check: true, allowed_extensions: [id] })).toBe(1);
  expect(await copiesOf(id, { allowed_extensions: [id] })).toBe(0);
});
