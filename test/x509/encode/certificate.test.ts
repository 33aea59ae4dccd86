import { formatUrl } from "../../../src/go/url.js";
import { type CertificateTemplate, createCertificate, type Issuer } from "../../../src/x509/encode/certificate.js";
import { signatureAlgorithmFor } from "../../../src/x509/encode/signing-algorithm.js";
import type { Certificate } from "../../../src/x509/model/certificate.js";
import { emptyName } from "../../../src/x509/model/name.js";
import { attributeType, extensionId } from "../../../src/x509/model/oid.js";
import { parseCertificate } from "../../../src/x509/parse/index.js";
import { fromBase64, keyFixture, pemFixture, recorded, rulesOf, toBase64 } from "../recorded.js";

interface Row {
  readonly name: string;
  readonly key: string;
  readonly certificate: string;
}

const { parser } = rulesOf["1.6.5"];
const built: ReadonlySet<string> = new Set([
  extensionId.keyUsage,
  extensionId.extKeyUsage,
  extensionId.basicConstraints,
  extensionId.subjectKeyIdentifier,
  extensionId.authorityKeyIdentifier,
  extensionId.authorityInfoAccess,
  extensionId.subjectAltName,
  extensionId.crlDistributionPoints,
]);

/** The template for a parsed certificate, with its other extensions unchanged. */
function templateOf(certificate: Certificate): CertificateTemplate {
  const known: ReadonlySet<string> = new Set(Object.values(attributeType));
  const { subject } = certificate;
  return {
    ...certificate,
    subject: { ...subject, extraNames: subject.names.filter(({ type }) => !known.has(type)) },
    uris: certificate.uris.map(formatUrl),
    notBefore: certificate.notBefore.seconds,
    notAfter: certificate.notAfter.seconds,
    extraExtensions: certificate.extensions.filter(({ id }) => !built.has(id)),
  };
}

test.each(recorded<Row>("certificates"))("a certificate with $name is upstream's to the byte", async (row) => {
  const key = await keyFixture(row.key);
  const issuer = parseCertificate(pemFixture(`${row.key}.pem`), parser);
  const certificate = parseCertificate(fromBase64(row.certificate), parser);
  const made = await createCertificate(
    templateOf(certificate),
    issuer,
    certificate.rawSpki,
    key,
    signatureAlgorithmFor(key),
  );
  expect(toBase64(made)).toBe(row.certificate);
});

describe("a certificate from a template", () => {
  const template: CertificateTemplate = {
    serialNumber: 1n,
    subject: { ...emptyName(), commonName: "x" },
    notBefore: 0,
    notAfter: 1,
    keyUsage: 0,
    extKeyUsage: [],
    basicConstraintsValid: true,
    isCa: false,
    maxPathLen: 0n,
    maxPathLenZero: false,
    subjectKeyId: new Uint8Array(),
    ocspServer: [],
    issuingCertificateUrl: [],
    crlDistributionPoints: [],
    dnsNames: [],
    emailAddresses: [],
    ipAddresses: [],
    uris: [],
    extraExtensions: [],
  };

  async function make(changes: Partial<CertificateTemplate>): Promise<Certificate> {
    const key = await keyFixture("ca-ed25519");
    const issuer = parseCertificate(pemFixture("ca-ed25519.pem"), parser);
    const changed = { ...template, ...changes };
    return parseCertificate(
      await createCertificate(changed, issuer, key.spki, key, signatureAlgorithmFor(key)),
      parser,
    );
  }

  test.each<[string, Partial<CertificateTemplate>]>([
    ["x509: serial number must be positive", { serialNumber: -1n }],
    ["x509: only CAs are allowed to specify MaxPathLen", { maxPathLen: 1n }],
    ["x509: only CAs are allowed to specify MaxPathLen", { maxPathLenZero: true }],
    ["x509: only CAs are allowed to specify MaxPathLen", { maxPathLen: -2n }],
    ["asn1: structure error: cannot represent time as GeneralizedTime", { notAfter: 253402300800 }],
    ["asn1: string not valid UTF-8", { subject: { ...emptyName(), commonName: "\udcff" } }],
    ['x509: "é" cannot be encoded as an IA5String', { dnsNames: ["é"] }],
    ["asn1: structure error: invalid object identifier", { extKeyUsage: ["1"] }],
  ])("%s", async (text, changes) => {
    await expect(make(changes)).rejects.toMatchObject({ name: "GoError", message: text });
  });

  test("needs the issuer's own key, if that key is known", async () => {
    const key = await keyFixture("ca-ed25519");
    const issuer = parseCertificate(pemFixture("ca-ecdsa-256.pem"), parser);
    const makeUnder = (by: Issuer) => createCertificate(template, by, key.spki, key, signatureAlgorithmFor(key));
    await expect(makeUnder(issuer)).rejects.toThrow("x509: provided PrivateKey doesn't match parent's PublicKey");
    const made = parseCertificate(await makeUnder({ ...issuer, publicKey: null }), parser);
    expect(made.rawIssuer).toEqual(issuer.rawSubject);
  });

  test("has an extra extension at the end, which replaces the built one", async () => {
    const own = { id: extensionId.keyUsage, critical: false, value: Uint8Array.of(3, 2, 0, 1) };
    const { extensions } = await make({ keyUsage: 1, extraExtensions: [own] });
    const before = [extensionId.basicConstraints, extensionId.authorityKeyIdentifier];
    expect(extensions.map(({ id }) => id)).toEqual([...before, own.id]);
    expect(extensions.at(-1)).toEqual(own);
  });

  test("copies a subject in DER, and has no authorityKeyIdentifier if the subject is the issuer", async () => {
    const issuer = parseCertificate(pemFixture("ca-ed25519.pem"), parser);
    const made = await make({ subject: issuer.rawSubject });
    expect(made.rawSubject).toEqual(issuer.rawSubject);
    expect(made.extensions.map(({ id }) => id)).toEqual([extensionId.basicConstraints]);
  });

  test("has no extensions field without extensions", async () => {
    const issuer = parseCertificate(pemFixture("ca-ed25519.pem"), parser);
    const made = await make({ subject: issuer.rawSubject, basicConstraintsValid: false });
    expect(made.extensions).toEqual([]);
  });
});
