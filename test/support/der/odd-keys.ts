import { bits, certificate, type Der, hex, int, nul, oid, p256Point, seq, tlv } from "./build.js";

const rsa = (modulus: Der, exponent: Der, parameters: Der = nul()) =>
  keyed(seq(oid("1.2.840.113549.1.1.1"), parameters), bits(0, seq(modulus, exponent)));
const ec = (curve: Der, point: Der) => keyed(seq(oid("1.2.840.10045.2.1"), curve), bits(0, point));
const keyed = (algorithm: Der, key: Der) => certificate({ key: seq(algorithm, key) });
const signed = (...algorithm: readonly Der[]) => certificate({ inner: seq(...algorithm) });

const modulus = int(0, 0xc5, ...new Array<number>(127).fill(0x3b));
const exponent = int(1, 0, 1);
const p256 = oid("1.2.840.10045.3.1.7");

/** A point whose last byte is off by one, so it is not on P-256. */
const besideTheCurve = Uint8Array.from([...p256Point.subarray(0, 64), 0xf6]);

const dsaAlgorithm = (...parameters: readonly Der[]) => seq(oid("1.2.840.10040.4.1"), ...parameters);

const points: Readonly<Record<string, readonly [string, string]>> = {
  "P-224": [
    "1.3.132.0.33",
    "04 b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21 bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
  ],
  "P-384": [
    "1.3.132.0.34",
    "04 aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7 3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
  ],
  "P-521": [
    "1.3.132.0.35",
    "04 00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66 011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
  ],
};

const pss = "1.2.840.113549.1.1.10";
const sha = (n: number) => oid(`2.16.840.1.101.3.4.2.${n}`);
const mgf1 = oid("1.2.840.113549.1.1.8");

interface PssParts {
  readonly hash?: Der;
  readonly mask?: Der;
  readonly salt?: Der;
  readonly trailer?: Der;
}

/** RSASSA-PSS-params with SHA-256 everywhere, except in the given parts. */
function pssParameters(parts: PssParts): Der {
  return seq(
    parts.hash ?? tlv(0xa0, seq(sha(1), nul())),
    parts.mask ?? tlv(0xa1, seq(mgf1, seq(sha(1), nul()))),
    parts.salt ?? tlv(0xa2, int(32)),
    parts.trailer ?? new Uint8Array(),
  );
}

const withPss = (parts: PssParts) => signed(oid(pss), pssParameters(parts));

/** Certificates with many kinds of keys and signature algorithms. */
export const oddKeys: Readonly<Record<string, () => Der>> = {
  "RSA key": () => rsa(modulus, exponent),
  "RSA key with parameters absent": () => rsa(modulus, exponent, new Uint8Array()),
  "RSA key with parameters other than NULL": () => rsa(modulus, exponent, seq()),
  "RSA key with NULL that is not empty": () => rsa(modulus, exponent, tlv(0x05, [0])),
  "RSA key with more behind NULL": () => rsa(modulus, exponent, Uint8Array.from([5, 0, 5, 0])),
  "RSA key with a negative modulus": () => rsa(int(0xc5, 1), exponent),
  "RSA key with modulus 0": () => rsa(int(0), exponent),
  "RSA key with modulus 1": () => rsa(int(1), exponent),
  "RSA key with an even modulus": () => rsa(int(0x7e, 0x02), exponent),
  "RSA key with a modulus not minimal": () => rsa(int(0, 0x45), exponent),
  "RSA key with exponent 0": () => rsa(modulus, int(0)),
  "RSA key with exponent 1": () => rsa(modulus, int(1)),
  "RSA key with exponent 2": () => rsa(modulus, int(2)),
  "RSA key with a negative exponent": () => rsa(modulus, int(0xff)),
  "RSA key with an exponent of 63 bits": () => rsa(modulus, int(0x7f, 255, 255, 255, 255, 255, 255, 255)),
  "RSA key with an exponent of 64 bits": () => rsa(modulus, int(0, 255, 255, 255, 255, 255, 255, 255, 255)),
  "RSA key without exponent": () => rsa(modulus, new Uint8Array()),
  "RSA key with a third number": () => rsa(modulus, Uint8Array.from([...exponent, ...int(7)])),
  "RSA key with more behind it": () =>
    keyed(seq(oid("1.2.840.113549.1.1.1"), nul()), bits(0, seq(modulus, exponent), [0, 0])),
  "RSA key in unaligned bits": () =>
    keyed(seq(oid("1.2.840.113549.1.1.1"), nul()), bits(1, seq(modulus, exponent), [0])),
  "RSA key that is no sequence": () => keyed(seq(oid("1.2.840.113549.1.1.1"), nul()), bits(0, modulus)),
  "RSA key of 16384 bits": () => rsa(int(0, ...new Array<number>(2048).fill(0xc3)), exponent),
  "RSA-PSS key": () => keyed(seq(oid(pss)), bits(0, seq(modulus, exponent))),
  "RSA-OAEP key": () => keyed(seq(oid("1.2.840.113549.1.1.7")), bits(0, seq(modulus, exponent))),
  ...Object.fromEntries(
    Object.entries(points).flatMap(([curve, [id, point]]) => [
      [`${curve} key`, () => ec(oid(id), hex(point))],
      [
        `${curve} key beside the curve`,
        () => ec(oid(id), hex(point.replace(/.$/, (digit) => (digit === "f" ? "e" : "f")))),
      ],
    ]),
  ),
  "P-256 key": () => ec(p256, p256Point),
  "P-256 key beside the curve": () => ec(p256, besideTheCurve),
  "P-256 key in compressed form": () => ec(p256, Uint8Array.from([3, ...p256Point.subarray(1, 33)])),
  "P-256 key in hybrid form": () => ec(p256, Uint8Array.from([7, ...p256Point.subarray(1)])),
  "P-256 key at infinity": () => ec(p256, Uint8Array.of(0)),
  "P-256 key of zeros": () => ec(p256, Uint8Array.from([4, ...new Array<number>(64).fill(0)])),
  "P-256 key without octets": () => ec(p256, new Uint8Array()),
  "P-256 key that is too short": () => ec(p256, p256Point.subarray(0, 64)),
  "P-256 key that is too long": () => ec(p256, Uint8Array.from([...p256Point, 0])),
  "P-256 key with x beyond the prime": () =>
    ec(p256, Uint8Array.from([4, ...new Array<number>(32).fill(0xff), ...p256Point.subarray(33)])),
  "P-256 key on another curve": () => ec(oid("1.3.132.0.34"), p256Point),
  "P-256 key with more behind the curve": () => ec(Uint8Array.from([...p256, 5, 0]), p256Point),
  "EC key on secp256k1": () => ec(oid("1.3.132.0.10"), p256Point),
  "EC key on brainpoolP256r1": () => ec(oid("1.3.36.3.3.2.8.1.1.7"), p256Point),
  "EC key on P-192": () => ec(oid("1.2.840.10045.3.1.1"), p256Point),
  "EC key with curve parameters in words": () => ec(seq(int(1), seq(), seq(), nul(), int(5)), p256Point),
  "EC key without curve": () => ec(new Uint8Array(), p256Point),
  "EC key with NULL for its curve": () => ec(nul(), p256Point),
  "ECDH key": () => keyed(seq(oid("1.3.132.1.12"), p256), bits(0, p256Point)),
  "Ed25519 key": () => keyed(seq(oid("1.3.101.112")), bits(0, new Array<number>(32).fill(9))),
  "Ed25519 key with NULL": () => keyed(seq(oid("1.3.101.112"), nul()), bits(0, new Array<number>(32).fill(9))),
  "Ed25519 key of 31 octets": () => keyed(seq(oid("1.3.101.112")), bits(0, new Array<number>(31).fill(9))),
  "Ed25519 key of 33 octets": () => keyed(seq(oid("1.3.101.112")), bits(0, new Array<number>(33).fill(9))),
  "Ed448 key": () => keyed(seq(oid("1.3.101.113")), bits(0, new Array<number>(57).fill(9))),
  "X25519 key": () => keyed(seq(oid("1.3.101.110")), bits(0, new Array<number>(32).fill(9))),
  "X25519 key of 31 octets": () => keyed(seq(oid("1.3.101.110"), nul()), bits(0, new Array<number>(31).fill(9))),
  "X448 key": () => keyed(seq(oid("1.3.101.111")), bits(0, new Array<number>(56).fill(9))),
  "ML-DSA-44 key": () => keyed(seq(oid("2.16.840.1.101.3.4.3.17")), bits(0, [1, 2])),
  "Diffie-Hellman key": () => keyed(seq(oid("1.2.840.113549.1.3.1"), seq()), bits(0, int(5))),
  "GOST key": () => keyed(seq(oid("1.2.643.7.1.1.1.1"), seq()), bits(0, [4, 64])),
  "DSA key": () => keyed(dsaAlgorithm(seq(int(23), int(11), int(4))), bits(0, int(8))),
  "DSA key without parameters": () => keyed(dsaAlgorithm(), bits(0, int(8))),
  "DSA key with NULL": () => keyed(dsaAlgorithm(nul()), bits(0, int(8))),
  "DSA key with two parameters": () => keyed(dsaAlgorithm(seq(int(23), int(11))), bits(0, int(8))),
  "DSA key with a zero": () => keyed(dsaAlgorithm(seq(int(23), int(0), int(4))), bits(0, int(8))),
  "DSA key that is negative": () => keyed(dsaAlgorithm(seq(int(23), int(11), int(4))), bits(0, int(0x88))),
  "DSA key that is no integer": () => keyed(dsaAlgorithm(seq(int(23), int(11), int(4))), bits(0, nul())),
  "key algorithm without OID": () => keyed(seq(nul()), bits(0, [1])),
  "key algorithm with broken parameters": () => keyed(seq(oid("1.3.101.112"), Uint8Array.of(5)), bits(0, [1])),
  "key without bits": () => certificate({ key: seq(seq(oid("1.3.101.112"))) }),
  "key in an octet string": () => certificate({ key: seq(seq(oid("1.3.101.112")), tlv(0x04, [1])) }),
  "key with more behind it": () => certificate({ key: seq(seq(oid("1.2.3")), bits(0, [1]), nul()) }),
  "key algorithm as an OID": () => certificate({ key: seq(oid("1.2.3"), bits(0, [1])) }),

  ...Object.fromEntries(
    [
      ...[2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16].map((arc) => `1.2.840.113549.1.1.${arc}`),
      ...["1.3.14.3.2.29", "1.3.14.3.2.3", "1.3.14.3.2.13", "1.3.14.3.2.27", "1.3.36.3.3.1.2", "1.2.643.2.2.3"],
      ...["1.2.840.10040.4.3", ...[1, 2, 3, 4].map((arc) => `2.16.840.1.101.3.4.3.${arc}`)],
      ...["1.2.840.10045.4.1", "1.2.840.10045.4.2", ...[1, 2, 3, 4].map((arc) => `1.2.840.10045.4.3.${arc}`)],
      ...["1.3.101.112", "1.3.101.113", "2.16.840.1.101.3.4.3.10", "2.16.840.1.101.3.4.3.17", "1.2.156.10197.1.501"],
    ].flatMap((id) => [
      [`signed with ${id}`, () => signed(oid(id))],
      [`signed with ${id} and NULL`, () => signed(oid(id), nul())],
    ]),
  ),
  "signed with an OID of two arcs": () => signed(oid("2.5")),

  "PSS with SHA-256": () => withPss({}),
  "PSS without parameters": () => signed(oid(pss)),
  "PSS with NULL": () => signed(oid(pss), nul()),
  "PSS with all defaults": () => signed(oid(pss), seq()),
  "PSS with SHA-384": () =>
    withPss({
      hash: tlv(0xa0, seq(sha(2))),
      mask: tlv(0xa1, seq(mgf1, seq(sha(2)))),
      salt: tlv(0xa2, int(48)),
    }),
  "PSS with SHA-512": () =>
    withPss({
      hash: tlv(0xa0, seq(sha(3), nul())),
      mask: tlv(0xa1, seq(mgf1, seq(sha(3), nul()))),
      salt: tlv(0xa2, int(64)),
      trailer: tlv(0xa3, int(1)),
    }),
  "PSS with another salt": () => withPss({ salt: tlv(0xa2, int(20)) }),
  "PSS without salt": () => withPss({ salt: new Uint8Array() }),
  "PSS with another trailer": () => withPss({ trailer: tlv(0xa3, int(2)) }),
  "PSS with another mask hash": () => withPss({ mask: tlv(0xa1, seq(mgf1, seq(sha(2), nul()))) }),
  "PSS without mask hash": () => withPss({ mask: tlv(0xa1, seq(mgf1)) }),
  "PSS with another mask function": () => withPss({ mask: tlv(0xa1, seq(sha(1), seq(sha(1), nul()))) }),
  "PSS with hash parameters": () => withPss({ hash: tlv(0xa0, seq(sha(1), seq())) }),
  "PSS with SHA-1": () => withPss({ hash: tlv(0xa0, seq(oid("1.3.14.3.2.26"), nul())) }),
  "PSS with more behind its parameters": () => signed(oid(pss), pssParameters({}), nul()),
};
