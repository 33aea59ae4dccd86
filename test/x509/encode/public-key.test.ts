import { encodePublicKey, isKeyOf } from "../../../src/x509/encode/public-key.js";
import { computeKeyIdentifier } from "../../../src/x509/keys/key-identifier.js";
import { parseCertificate } from "../../../src/x509/parse/index.js";
import { fromBase64, keyFixture, pemFixture, recorded, rulesOf } from "../recorded.js";

test.each(["ca-rsa-2048", "cert-ecdsa-224", "ca-ecdsa-256", "ca-ecdsa-384", "ca-ecdsa-521", "ca-ed25519"])(
  "the key of %s is written as it was read",
  (name) => {
    const { publicKey, rawSpki } = parseCertificate(pemFixture(`${name}.pem`), rulesOf["1.6.5"].parser);
    expect(publicKey && encodePublicKey(publicKey)).toEqual(rawSpki);
  },
);

test.each([
  ["ca-ecdsa-256", true],
  ["ca-utf8", true],
  ["ca-ecdsa-384", false],
  ["ca-rsa-2048", false],
  ["cert-dsa", false],
])("the key of %s is that of ca-ecdsa-256: %s", async (name, isSame) => {
  const { publicKey } = parseCertificate(pemFixture(`${name}.pem`), rulesOf["1.6.5"].parser);
  expect(publicKey && isKeyOf(publicKey, await keyFixture("ca-ecdsa-256"))).toBe(isSame);
});

test("a DSA key is refused", () => {
  const { publicKey } = parseCertificate(pemFixture("cert-dsa.pem"), rulesOf["1.6.5"].parser);
  expect(() => publicKey && encodePublicKey(publicKey)).toThrow("x509: unsupported public key type: *dsa.PublicKey");
});

test.each(recorded<{ name: string; certificate: string }>("certificates"))(
  "the key identifier in a certificate with $name is upstream's",
  async ({ certificate }) => {
    const { rawSpki, subjectKeyId } = parseCertificate(fromBase64(certificate), rulesOf["1.6.5"].parser);
    expect(await computeKeyIdentifier(rawSpki)).toEqual(new Uint8Array(subjectKeyId));
  },
);
