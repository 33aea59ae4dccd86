import { type OpenedKey, openKey } from "../../crypto/keys.js";
import type { CurveName } from "../../crypto/names.js";
import type { EcdsaSecret } from "../../crypto/repeatable-ecdsa.js";
import {
  bitString as bitStringType,
  int,
  octetString as octetStringType,
  objectIdentifier as oidType,
  sequence as sequenceType,
} from "../../go/asn1/types.js";
import { unmarshal } from "../../go/asn1/unmarshal.js";
import { equalBytes } from "../../go/bytes.js";
import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { decodeHex, encodeHex } from "../../go/hex.js";
import { bitString, explicit, integer, objectIdentifier, octetString, sequence } from "../encode/der.js";
import { curveBits, ecAlgorithm, encodePoint } from "../encode/public-key.js";
import { signatureAlgorithmFor } from "../encode/signing-algorithm.js";
import type { PrivateKey } from "../model/key.js";
import { namedCurve } from "../model/oid.js";
import { encodeEcdsaSignature } from "./ecdsa-signature.js";
import { encodePkcs8 } from "./pkcs8.js";

/** The private part of an ECDSA key. The scalar is padded to the curve's size. */
export interface EcScalar {
  readonly curve: CurveName;
  readonly scalar: Uint8Array;
}

const ecPrivateKeyType = sequenceType("ecPrivateKey", {
  version: [int],
  privateKey: [octetStringType],
  parameters: [oidType, { optional: true, explicit: true, tag: 0 }],
  publicKey: [bitStringType, { optional: true, explicit: true, tag: 1 }],
});

const curveNames = ["P-224", "P-256", "P-384", "P-521"] as const;

/** The group orders of the curves (SP 800-186 §3.2.1), in hexadecimal digits, padded to the curve's size. */
const orders: Readonly<Record<CurveName, string>> = {
  "P-224": "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
  "P-256": "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
  "P-384": "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
  "P-521":
    "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
};

/**
 * Parses an EC private key (SEC 1 §C.4, RFC 5915 §3) as Go does. It ignores the public key and trailing data. The
 * scalar may have more or fewer leading zeros than the standards require.
 *
 * @param parameters DER of the parameters in PKCS #8; if they are not an OID, the parameters in the key count
 * @throws GoError
 */
export function parseSec1(der: Uint8Array, parameters: Uint8Array): EcScalar {
  const { value } = unmarshal(ecPrivateKeyType, der);
  if (value.version !== 1n) throw new GoError(`x509: unknown EC private key version ${value.version}`);
  const curve = curveOf(readOid(parameters) ?? value.parameters);
  const order = orders[curve];
  const digits = encodeHex(value.privateKey);
  if (digits.slice(0, -order.length).replaceAll("0", "") !== "")
    throw new GoError("x509: invalid elliptic curve private key value");
  const scalar = digits.slice(-order.length).padStart(order.length, "0");
  // Hexadecimal digits of equal length compare as texts like their numbers.
  if (scalar >= order) throw new GoError("x509: invalid elliptic curve private key value");
  return { curve, scalar: decodeHex(scalar) };
}

/**
 * The public key that a file of an EC private key holds beside the scalar, as SubjectPublicKeyInfo; null without one.
 * Nothing proves that it is the scalar's.
 *
 * @throws GoError
 */
export function readSec1PublicKey(der: Uint8Array, parameters: Uint8Array): Uint8Array | null {
  const plain = parameters.length === 0 ? readPlainSec1(der) : null;
  if (plain) return plain;
  const { value } = unmarshal(ecPrivateKeyType, der);
  const point = value.publicKey.bytes;
  return point.length === 0 ? null : encodePoint(curveOf(readOid(parameters) ?? value.parameters), point);
}

/** The fast path, in a fifth of the time: a key with all its parts, as encodeSec1 writes it. Null for any other form. */
function readPlainSec1(der: Uint8Array): Uint8Array | null {
  const reader = new DerReader(der).enter(tags.sequence);
  if (reader?.readInteger() !== 1n || !reader.read(tags.octetString)) return null;
  const oid = reader.enter(contextTag(0, "constructed"))?.readElement(tags.oid);
  const point = reader.enter(contextTag(1, "constructed"))?.readBitString();
  if (!oid || !point || point.bytes.length === 0 || !reader.isEmpty()) return null;
  for (const name of curveNames) {
    if (equalBytes(oid, objectIdentifier(namedCurve[name]))) return encodePoint(name, point.bytes);
  }
  return null;
}

function readOid(parameters: Uint8Array): string | null {
  try {
    return parameters.length === 0 ? null : unmarshal(oidType, parameters).value;
  } catch (error) {
    if (error instanceof GoError) return null;
    throw error;
  }
}

function curveOf(oid: string): CurveName {
  for (const name of curveNames) if (namedCurve[name] === oid) return name;
  throw new GoError("x509: unknown elliptic curve");
}

/** Encodes ECPrivateKey (RFC 5915 §3) with parameters and public key. */
export function encodeSec1({ curve, scalar }: EcScalar, point: Uint8Array): Uint8Array {
  const parameters = explicit(0, objectIdentifier(namedCurve[curve]));
  return sequence(integer(1n), octetString(scalar), parameters, explicit(1, bitString(point)));
}

/** Makes a private key from a key that the runtime has imported. */
export function makeEcKey({ curve, scalar }: EcScalar, { publicKey, sign }: OpenedKey): PrivateKey {
  const key: PrivateKey = {
    kind: "ecdsa",
    curve,
    bits: curveBits(curve),
    spki: encodePoint(curve, publicKey),
    async sign(data, algorithm = signatureAlgorithmFor(key)) {
      return encodeEcdsaSignature(await sign(algorithm.hash, data));
    },
    repeatable: () => ({
      ...key,
      async sign(data, algorithm = signatureAlgorithmFor(key)) {
        const { signRepeatably } = await import("../../crypto/repeatable-ecdsa.js");
        return encodeEcdsaSignature(await signRepeatably(algorithm.hash ?? "SHA-256", data, secretOf(curve, scalar)));
      },
    }),
  };
  return key;
}

function secretOf(curve: CurveName, scalar: Uint8Array): EcdsaSecret {
  const order = orders[curve];
  return {
    ...{ order: BigInt(`0x${order}`), scalar: BigInt(`0x${encodeHex(scalar)}`) },
    async pointOf(factor) {
      const { publicKey } = await openScalar({ curve, scalar: factor });
      // An uncompressed point (SEC 1 §2.3.3): x is the first half after the first byte.
      return BigInt(`0x${encodeHex(publicKey.subarray(1, 1 + order.length / 2))}`);
    },
  };
}

function openScalar({ curve, scalar }: EcScalar): Promise<OpenedKey> {
  const pkcs8 = encodePkcs8(ecAlgorithm(curve), sequence(integer(1n), octetString(scalar)));
  return openKey({ kind: "ecdsa", curve }, pkcs8);
}

/** Makes the private key of a scalar and computes its public key. */
export async function openEcKey({ curve, scalar }: EcScalar): Promise<PrivateKey> {
  const kind = "ecdsa";
  if (isZero(scalar)) {
    return { kind, curve, bits: curveBits(curve), spki: new Uint8Array(), sign: refuseZero };
  }
  return makeEcKey({ curve, scalar }, await openScalar({ curve, scalar }));
}

function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}

/** Go reads zero as a private key, but zero has no public key. */
async function refuseZero(): Promise<never> {
  throw new GoError("x509: invalid elliptic curve public key");
}
