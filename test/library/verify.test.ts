import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type CertificatesInput,
  createLocalSigner,
  describeCertificate,
  describeRequest,
  GoError,
  gencsr,
  initca,
  orderChain,
  renewca,
  selfsign,
  splitBundle,
  type VerifyTerms,
  verifyCertificate,
} from "../../src/index.js";
import { fixturePath } from "../support/contents.js";
import { type RecordedServer, recordedAt, recordedServers } from "../support/recorded-servers.js";

const read = (name: string) => readFileSync(fixturePath(`pem/${name}`), "utf8");
const caKey = read("ca-ecdsa-256-key.pem");
const time = new Date("2026-03-01T00:00:00Z");
const now = () => Date.parse("2026-02-03T04:05:00Z");

interface Party {
  readonly cert: string;
  readonly key: string;
}

let root: Party;
let middle: Party;
let low: Party;
let leaf: Party;

async function issue(issuer: Party, name: string, isCa: boolean): Promise<Party> {
  const authority = { expiry: "8760h", usages: ["cert sign", "crl sign"], ca_constraint: { is_ca: true } } as const;
  const end = { expiry: "8760h", usages: ["signing", "client auth"] } as const;
  const config = { signing: { default: isCa ? authority : end } };
  const signer = await createLocalSigner({ ca: issuer.cert, caKey: issuer.key, config }, { now });
  return signer.gencert({ CN: name, hosts: [`${name}.example`] });
}

beforeAll(async () => {
  root = await initca({ CN: "root" }, { now });
  middle = await issue(root, "middle", true);
  low = await issue(middle, "low", true);
  leaf = await issue(low, "leaf", false);
});

const namesOf = (chain: readonly string[]) => chain.map((pem) => describeCertificate(pem).subject.commonName);

const derOf = (text: string) => new X509Certificate(text).raw;
const pem = (label: string, der: Uint8Array) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString("base64")}\n-----END ${label}-----\n`;

/** A message that only carries certificates, as `openssl crl2pkcs7 -nocrl` makes it. */
function pkcs7(certificates: readonly Uint8Array[]): Uint8Array {
  const typeOf = (last: number) => element(0x06, Buffer.from([42, 134, 72, 134, 247, 13, 1, 7, last]));
  const none = element(0x31);
  const list = element(0xa0, ...certificates);
  const signed = element(0x30, element(0x02, Buffer.of(1)), none, element(0x30, typeOf(1)), list, none);
  return element(0x30, typeOf(2), element(0xa0, signed));
}

/** An element of DER with less than 64 KiB. The library's tests on other runtimes have no encoder of its own. */
function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const contents = Buffer.concat(parts);
  const [high, low] = [contents.length >> 8, contents.length & 0xff];
  const size = high > 0 ? [0x82, high, low] : low > 0x7f ? [0x81, low] : [low];
  return Buffer.concat([Buffer.of(tag, ...size), contents]);
}

describe("splitBundle", () => {
  test("finds the certificates in a PKCS #7 message, which upstream cannot read", async () => {
    const message = pkcs7([derOf(low.cert), derOf(middle.cert)]);
    expect(splitBundle(message)).toEqual([low.cert, middle.cert]);
    for (const label of ["PKCS7", "CERTIFICATE"]) {
      expect(splitBundle(leaf.cert + pem(label, message) + root.cert)).toEqual(
        [leaf, low, middle, root].map(({ cert }) => cert),
      );
    }
    expect(splitBundle(read("pkcs7.pem")).map((each) => new X509Certificate(each).subject)).toEqual([
      "C=US\nO=Example\nCN=leaf.example",
    ]);
  });

  test("finds the certificates, and nothing else", () => {
    const text = `# comment\n${leaf.key}${leaf.cert}\nin between\n${low.cert}${read("request-bare.csr")}${root.cert}trailer`;
    for (const bundle of [text, Buffer.from(text), text.replaceAll("\n", "\r\n")]) {
      expect(splitBundle(bundle)).toEqual([leaf.cert, low.cert, root.cert]);
    }
    expect(splitBundle(Buffer.from(leaf.cert.replace(/-----.*-----|\s/g, ""), "base64"))).toEqual([leaf.cert]);
  });

  test("takes the older label", () => {
    expect(splitBundle(leaf.cert.replaceAll(" CERTIFICATE", " X509 CERTIFICATE"))).toEqual([leaf.cert]);
  });

  test.each<[string, () => string, number, string]>([
    ["a key", () => leaf.key, 1002, 'Failed to decode certificate: bundle is labeled "EC PRIVATE KEY"'],
    ["no text at all", () => "", 1002, "Failed to decode certificate"],
    [
      "a certificate that is cut off",
      () => leaf.cert + low.cert.slice(0, 300),
      1002,
      "Failed to decode certificate: only 1 of the 2 in the bundle are well-formed",
    ],
    [
      "a certificate with a broken line",
      () => leaf.cert.replace(/\n[A-Z]/i, "\n*") + low.cert,
      1002,
      "Failed to decode certificate: only 1 of the 2 in the bundle are well-formed",
    ],
    [
      "a PKCS #7 message without certificates",
      () => pem("PKCS7", pkcs7([])),
      1003,
      "no certificate in the PKCS #7 message",
    ],
    [
      "a PKCS #7 message with something else",
      () => pem("PKCS7", pkcs7([derOf(leaf.cert), Uint8Array.of(0x30)])),
      1003,
      "Failed to parse certificate",
    ],
    [
      "a block that is no certificate",
      () => `${leaf.cert}-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n`,
      1003,
      "Failed to parse certificate",
    ],
  ])("of %s is a CfsslError", (_, make, code, message) => {
    expect(() => splitBundle(make())).toThrow(expect.objectContaining({ code, message }));
  });
});

describe("a certificate that is no PEM", () => {
  test.each<[string, (pem: string) => string]>([
    ["stands behind a text", (pem) => `ca: ${pem}`],
    ["is indented", (pem) => pem.replace(/^(?=.)/gm, "  ")],
    ["is in one line", (pem) => `${pem.replaceAll("\n", "")}\n`],
    ["ends in the middle of a line", (pem) => `${pem.trimEnd()} ;\n`],
    ["has a character that nobody sees before it", (pem) => `\u200b${pem}`],
  ])("is not passed over if it %s", async (_, change) => {
    const bundle = change(leaf.cert) + low.cert;
    const error = expect.objectContaining({
      code: 1002,
      message: "Failed to decode certificate: only 1 of the 2 in the bundle are well-formed",
    });
    expect(() => splitBundle(bundle)).toThrow(error);
    await expect(verifyCertificate(bundle, { roots: middle.cert, usages: ["any"], time })).rejects.toEqual(error);
  });
});

test.each<[string, (pem: string) => string | Uint8Array]>([
  ["text", (pem) => `\ufeff${pem}`],
  ["bytes", (pem) => Buffer.from(`\ufeff${pem}`)],
])("a byte order mark before PEM as %s does not matter", async (_, mark) => {
  expect(splitBundle(mark(leaf.cert + low.cert))).toEqual([leaf.cert, low.cert]);
  expect(describeCertificate(mark(leaf.cert))).toEqual(describeCertificate(leaf.cert));
  const { csr } = await gencsr({ CN: "x" }, mark(leaf.key));
  expect(describeRequest(mark(csr))).toEqual(describeRequest(csr));
  const signer = await createLocalSigner({ ca: mark(root.cert), caKey: mark(root.key) }, { now });
  expect((await signer.sign(mark(csr))).csr).toBe(csr);
});

describe("orderChain", () => {
  test.each<[string, () => CertificatesInput]>([
    ["a bundle in any order", () => root.cert + leaf.cert + low.cert + middle.cert],
    ["a list", () => [middle.cert, root.cert, low.cert, leaf.cert]],
    [
      "a list of bundles, with duplicates",
      () => [leaf.cert + low.cert, low.cert + middle.cert, Buffer.from(root.cert)],
    ],
  ])("orders %s from the leaf to the root", async (_, make) => {
    expect(namesOf(await orderChain(make()))).toEqual(["leaf", "low", "middle", "root"]);
  });

  test("needs no root, and one certificate is a chain", async () => {
    expect(namesOf(await orderChain([low.cert, leaf.cert]))).toEqual(["leaf", "low"]);
    expect(await orderChain(root.cert)).toEqual([root.cert]);
  });

  test("ends with a certificate that signed itself, whatever the order", async () => {
    const renewed = await renewca({ ca: root.cert, caKey: root.key }, { now: () => now() + 1000 });
    const certificates = [middle.cert, root.cert, renewed.cert];
    for (const given of [certificates, certificates.toReversed()]) {
      await expect(orderChain(given)).rejects.toMatchObject({ code: 1000 });
    }
    expect(await orderChain([renewed.cert, middle.cert])).toEqual([middle.cert, renewed.cert]);
  });

  test("follows CAs that signed each other once around", async () => {
    const other = await initca({ CN: "other" }, { now });
    const sign = async (issuer: Party, csr: string) => {
      const config = {
        signing: { default: { expiry: "1h", usages: ["cert sign"], ca_constraint: { is_ca: true } } },
      } as const;
      const signer = await createLocalSigner({ ca: issuer.cert, caKey: issuer.key, config }, { now });
      return (await signer.sign(csr)).cert;
    };
    const [here, there] = [
      await sign(root, other.csr),
      await sign(other, (await gencsr({ CN: "root" }, root.key)).csr),
    ];
    expect(await orderChain([here, there, middle.cert])).toEqual([middle.cert, there, here]);
    await expect(orderChain([here, there])).rejects.toMatchObject({
      message: "there is no certificate to begin a chain",
    });
  });

  test.each<[string, () => Promise<CertificatesInput>, string | RegExp]>([
    [
      "a certificate is missing in the middle",
      async () => [leaf.cert, middle.cert, root.cert],
      'these certificates are no single chain: "middle" is not among the issuers of "leaf"',
    ],
    [
      "there are two leaves",
      async () => [leaf.cert, (await issue(low, "other", false)).cert, low.cert],
      'these certificates are no single chain: "other" is not among the issuers of "leaf"',
    ],
    [
      "an issuer only has the right name",
      async () => [leaf.cert, (await issue(middle, "low", true)).cert],
      'these certificates are no single chain: "low" is not among the issuers of "leaf"',
    ],
    [
      "there are two CAs of one name",
      async () => {
        const other = await initca({ CN: "root" }, { now, random: (length) => new Uint8Array(length).fill(1) });
        return [root.cert, other.cert];
      },
      /^these certificates are no single chain: "root" \(serial:\d+\) is not among the issuers of "root" \(serial:\d+\)$/,
    ],
    ["there are none", async () => [], "there is no certificate to begin a chain"],
  ])("says so when %s", async (_, make, message) => {
    const error: unknown = await orderChain(await make()).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 1000, message: expect.stringMatching(message) });
  });
});

describe("verifyCertificate", () => {
  const usages = ["client auth"] as const;
  const terms = (more: Partial<VerifyTerms> = {}): VerifyTerms => ({
    roots: root.cert,
    intermediates: [low.cert, middle.cert],
    usages,
    time,
    ...more,
  });

  test("answers the chains, each from the certificate to a root", async () => {
    const { chains } = await verifyCertificate(leaf.cert, terms({ host: "leaf.example" }));
    expect(chains).toEqual([[leaf.cert, low.cert, middle.cert, root.cert]]);
    const shorter = await verifyCertificate(leaf.cert, terms({ roots: [root.cert, middle.cert] }));
    expect(shorter.chains.map(namesOf).sort()).toEqual([
      ["leaf", "low", "middle"],
      ["leaf", "low", "middle", "root"],
    ]);
  });

  test("takes the intermediates out of a server's file, and the clock of the options", async () => {
    const file = leaf.cert + low.cert + middle.cert;
    const { chains } = await verifyCertificate(file, { roots: root.cert, usages }, { now: () => time.getTime() });
    expect(chains.map(namesOf)).toEqual([["leaf", "low", "middle", "root"]]);
  });

  test.each<[string, Partial<VerifyTerms>]>([
    ["one of several usages", { usages: ["server auth", "client auth"] }],
    ["any usage", { usages: ["any"] }],
    ["a host in another case", { host: "LEAF.example" }],
  ])("is content with %s", async (_, more) => {
    expect((await verifyCertificate(leaf.cert, terms(more))).chains.length).toBe(1);
  });

  const unknown = "x509: certificate signed by unknown authority";

  test.each<[string, () => Partial<VerifyTerms>, string | RegExp]>([
    [
      "a usage that it does not have",
      () => ({ usages: ["server auth"] }),
      "x509: certificate specifies an incompatible key usage",
    ],
    ["no usage at all", () => ({ usages: [] }), "x509: certificate specifies an incompatible key usage"],
    ["another host", () => ({ host: "x.example" }), "x509: certificate is valid for leaf.example, not x.example"],
    ["no root", () => ({ roots: [] }), unknown],
    ["no intermediate", () => ({ intermediates: [] }), unknown],
    [
      "a time before it",
      () => ({ time: new Date("2026-01-01T00:00:00Z") }),
      "x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is before 2026-02-03T04:00:00Z",
    ],
    [
      "a time after it",
      () => ({ time: new Date("2028-01-01T00:00:00Z") }),
      "x509: certificate has expired or is not yet valid: current time 2028-01-01T00:00:00Z is after 2027-02-03T04:00:00Z",
    ],
  ])("refuses a certificate for %s with Go's text", async (_, more, message) => {
    const error: unknown = await verifyCertificate(leaf.cert, terms(more())).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(GoError);
    expect(error).toHaveProperty("message", message);
  });

  test("asks for a server's certificate unless told otherwise, as Go does", async () => {
    const { cert } = await selfsign({ CN: "x", hosts: ["a.example"] }, { now });
    expect((await verifyCertificate(cert, { roots: cert, host: "a.example", time })).chains).toEqual([[cert]]);
    const { usages: _, ...rest } = terms();
    await expect(verifyCertificate(leaf.cert, rest)).rejects.toThrow("incompatible key usage");
  });

  test.each<[string, object, string, string]>([
    [
      "no roots",
      { roots: undefined },
      "TypeError",
      "roots must be PEM text, or bytes of PEM or DER, or an X509Certificate, or an array of these; nothing was given",
    ],
    ["a key for a root", { roots: [caKey] }, "CfsslError", 'roots[0] is labeled "EC PRIVATE KEY"'],
    ["a key usage", { usages: ["signing"] }, "RangeError", "usages[0] must be an extended key usage"],
    ["a text for a time", { time: "2026-01-01" }, "TypeError", "time must be a Date; a string was given"],
    ["a date that is none", { time: new Date("x") }, "RangeError", "time must be a valid date"],
  ])("says so when it is given %s", async (_, more, name, message) => {
    const outcome = verifyCertificate(leaf.cert, { ...terms(), ...more });
    await expect(outcome).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});

// Real cfssl's Go verifies the certificates of TLS servers by the same rules.
describe.each<["1.6.5" | "1.2.0", "1.6" | "1.2"]>([
  ["1.6.5", "1.6"],
  ["1.2.0", "1.2"],
])("the Go of cfssl %s", (release, compat) => {
  const isAboutVerifying = ({ [release]: said }: RecordedServer) => said === "ok" || said.includes("x509: ");
  const isReadable = ({ [release]: said }: RecordedServer) => !said.includes("failed to parse certificate");
  const servers = recordedServers().filter((server) => isAboutVerifying(server) && isReadable(server));

  test("was asked often", () => expect(servers.length).toBeGreaterThan(200));

  test.each(servers.map((server) => [server.name, server] as const))("says the same of %s", async (_, server) => {
    const [certificate, ...intermediates] = server.sent;
    const terms = {
      roots: server.trusted,
      intermediates,
      host: server.host,
      time: recordedAt,
    };
    const outcome = await verifyCertificate(certificate ?? "", terms, { compat }).then(
      () => "ok",
      (error: unknown) => String((error as Error).message).replace(/current time \S+/, "current time NOW"),
    );
    expect(outcome).toBe(server[release].replace("tls: failed to verify certificate: ", ""));
  });
});
