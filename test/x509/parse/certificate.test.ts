import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { v120 } from "../../../src/release/v1-2-0.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import {
  parseCertificate,
  parseCertificateRequest,
  parseCertificates,
  parsePkcs7,
} from "../../../src/x509/parse/index.js";
import { families } from "../../support/corpus/cases.js";
import {
  bits,
  certificate,
  extension,
  int,
  name,
  octetString,
  oid,
  p256Point,
  seq,
  text,
  tlv,
  yes,
} from "../../support/der/build.js";
import { mutate } from "../../support/der/mutate.js";
import { Random } from "../../support/der/random.js";

const { parser: rules } = v165.issuing;

describe("parseCertificate", () => {
  const der = certificate({
    serial: int(0x12, 0x34),
    subject: name(["2.5.4.10", text(0x0c, "one")], ["2.5.4.10", text(0x0c, "two")], ["2.5.4.3", text(0x13, "cn")]),
    signature: bits(0, [9, 8]),
    extensions: [
      extension("2.5.29.15", bits(1, [0x06]), yes),
      extension("2.5.29.37", seq(oid("1.3.6.1.5.5.7.3.1"), oid("1.2.3"))),
      extension("2.5.29.19", seq(yes, int(3)), yes),
      extension("2.5.29.14", octetString([1, 2])),
      extension("2.5.29.35", seq(tlv(0x80, [3, 4]))),
      extension(
        "2.5.29.17",
        seq(text(0x82, "a.example"), text(0x81, "m@a.example"), tlv(0x87, [10, 0, 0, 1]), text(0x86, "urn:x")),
      ),
      extension(
        "1.3.6.1.5.5.7.1.1",
        seq(
          seq(oid("1.3.6.1.5.5.7.48.1"), text(0x86, "http://o")),
          seq(oid("1.3.6.1.5.5.7.48.2"), text(0x86, "http://i")),
        ),
      ),
      extension(
        "2.5.29.31",
        seq(seq(tlv(0xa0, tlv(0xa0, text(0x86, "http://c1")))), seq(tlv(0xa0, tlv(0xa0, text(0x86, "http://c2"))))),
      ),
      extension("2.5.29.32", seq(seq(oid("2.23.140.1.2.1")), seq(oid("1.2.3")))),
      extension(
        "2.5.29.30",
        seq(tlv(0xa0, seq(text(0x82, ".a"))), tlv(0xa1, seq(tlv(0x87, [10, 0, 0, 0, 255, 0, 0, 0])))),
        yes,
      ),
      extension("1.2.3.4", octetString([5]), yes),
    ],
  });
  const parsed = parseCertificate(der, rules);

  test("reads the frame (RFC 5280 §4.1)", () => {
    expect(parsed.version).toBe(3);
    expect(parsed.serialNumber).toBe(0x1234n);
    expect(parsed.signatureAlgorithm).toBe("SHA256-RSA");
    expect([...parsed.signature]).toEqual([9, 8]);
    expect(parsed.notBefore.seconds).toBe(Date.UTC(2020, 0, 1) / 1000);
    expect(parsed.notAfter.seconds).toBe(Date.UTC(2030, 0, 1) / 1000);
    expect([...parsed.raw]).toEqual([...der]);
    expect(parsed.rawTbs[0]).toBe(0x30);
  });

  test("reads names", () => {
    expect(parsed.subject.organization).toEqual(["one", "two"]);
    expect(parsed.subject.commonName).toBe("cn");
    expect(parsed.subject.names.map(({ type }) => type)).toEqual(["2.5.4.10", "2.5.4.10", "2.5.4.3"]);
  });

  test("reads a P-256 key", () => {
    expect(parsed.publicKeyAlgorithm).toBe("ECDSA");
    expect(parsed.publicKey).toMatchObject({ kind: "ecdsa", curve: "P-256" });
    const x = parsed.publicKey?.kind === "ecdsa" ? parsed.publicKey.x : 0n;
    expect(x.toString(16)).toBe(
      Array.from(p256Point.subarray(1, 33), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    );
  });

  test("reads the extensions (RFC 5280 §4.2)", () => {
    // keyCertSign and cRLSign are the standard's bits 5 and 6.
    expect(parsed.keyUsage).toBe((1 << 5) | (1 << 6));
    expect(parsed.extKeyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.2.3"]);
    expect(parsed).toMatchObject({ basicConstraintsValid: true, isCa: true, maxPathLen: 3n, maxPathLenZero: false });
    expect([[...parsed.subjectKeyId], [...parsed.authorityKeyId]]).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(parsed.dnsNames).toEqual(["a.example"]);
    expect(parsed.emailAddresses).toEqual(["m@a.example"]);
    expect(parsed.ipAddresses.map((address) => [...address])).toEqual([[10, 0, 0, 1]]);
    expect(parsed.uris.map(({ scheme, opaque }) => [scheme, opaque])).toEqual([["urn", "x"]]);
    expect(parsed.ocspServer).toEqual(["http://o"]);
    expect(parsed.issuingCertificateUrl).toEqual(["http://i"]);
    expect(parsed.crlDistributionPoints).toEqual(["http://c1", "http://c2"]);
    expect(parsed.policyIdentifiers).toEqual(["2.23.140.1.2.1", "1.2.3"]);
    expect(parsed.nameConstraints?.critical).toBe(true);
    expect(parsed.nameConstraints?.permitted.dnsDomains).toEqual([".a"]);
    expect(parsed.nameConstraints?.excluded.ipRanges.map(({ mask }) => [...mask])).toEqual([[255, 0, 0, 0]]);
    expect(parsed.unhandledCriticalExtensions).toEqual(["1.2.3.4"]);
    expect(parsed.extensions).toHaveLength(11);
  });

  test("distinguishes a path length of 0 from no path length", () => {
    const withConstraints = (...parts: readonly Uint8Array[]) =>
      parseCertificate(certificate({ extensions: [extension("2.5.29.19", seq(...parts))] }), rules);
    expect(withConstraints(yes, int(0))).toMatchObject({ maxPathLen: 0n, maxPathLenZero: true });
    expect(withConstraints(yes)).toMatchObject({ maxPathLen: -1n, maxPathLenZero: false });
    expect(parseCertificate(certificate({}), rules)).toMatchObject({ maxPathLen: 0n, maxPathLenZero: false });
  });

  test("policies may have arcs of any size in 1.6.5", () => {
    const policy = seq(seq(tlv(0x06, [0x2a, 0x83, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])), seq(oid("1.2.3")));
    const huge = certificate({ extensions: [extension("2.5.29.32", policy)] });
    expect(parseCertificate(huge, rules).policyIdentifiers).toEqual(["1.2.3"]);
    expect(() => parseCertificate(huge, v120.issuing.parser)).toThrow("x509: invalid certificate policies");
  });
});

test("parseCertificates reads concatenated certificates", () => {
  const two = certificate({ tail: certificate({ serial: int(2) }) });
  expect(parseCertificates(two, rules).map(({ serialNumber }) => serialNumber)).toEqual([1n, 2n]);
  expect(parseCertificates(new Uint8Array(), rules)).toEqual([]);
});

describe("the parsers throw nothing but GoError", () => {
  const readers = [parseCertificate, parseCertificates, parseCertificateRequest, parsePkcs7];
  const attempt = (der: Uint8Array) => {
    for (const read of readers) {
      for (const release of [v165, v120]) {
        try {
          read(der, release.issuing.parser);
        } catch (error) {
          expect(error).toBeInstanceOf(GoError);
        }
      }
    }
  };

  test("for random bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), attempt));
  });

  test("for mutations of unusual certificates, requests and messages", () => {
    const { certificates, requests, messages } = families;
    const inputs = [certificates, requests, messages].flatMap(({ cases }) =>
      Object.values(cases).map((make) => make()),
    );
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        attempt(mutate(random.pick(inputs), random.pick(inputs), random));
      }),
      { numRuns: 200 },
    );
  });
});
