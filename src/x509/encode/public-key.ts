import { toBytes } from "../../crypto/modular.js";
import type { CurveName } from "../../crypto/names.js";
import { uncompressedPoint } from "../../crypto/point.js";
import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import type { PrivateKey, PublicKey } from "../model/key.js";
import { namedCurve, publicKeyAlgorithm } from "../model/oid.js";
import { bitString, integer, nullValue, objectIdentifier, sequence } from "./der.js";

/** The AlgorithmIdentifier of RSA keys in DER (RFC 3279 §2.3.1). */
export function rsaAlgorithm(): Uint8Array {
  return sequence(objectIdentifier(publicKeyAlgorithm.rsa), nullValue());
}

/** The AlgorithmIdentifier of ECDSA keys on a curve in DER (RFC 5480 §2.1.1). */
export function ecAlgorithm(curve: CurveName): Uint8Array {
  return sequence(objectIdentifier(publicKeyAlgorithm.ecdsa), objectIdentifier(namedCurve[curve]));
}

/** The AlgorithmIdentifier of Ed25519 keys in DER (RFC 8410 §3). */
export function ed25519Algorithm(): Uint8Array {
  return sequence(objectIdentifier(publicKeyAlgorithm.ed25519));
}

/** The length of a coordinate in bytes. */
export function coordinateLength(curve: CurveName): number {
  return Math.ceil(curveBits(curve) / 8);
}

/** The length of a coordinate in bits. */
export function curveBits(curve: CurveName): number {
  return Number.parseInt(curve.slice(2), 10);
}

/**
 * Encodes SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) as Go does, even if the key was read from another encoding.
 *
 * @throws GoError for a DSA key
 */
export function encodePublicKey(key: PublicKey): Uint8Array {
  switch (key.kind) {
    case "rsa":
      return sequence(rsaAlgorithm(), bitString(sequence(integer(key.n), integer(key.e))));
    case "ecdsa":
      return encodePoint(key.curve, joinCoordinates(key.curve, key.x, key.y));
    case "ed25519":
      return sequence(ed25519Algorithm(), bitString(key.bytes));
    case "dsa":
      throw new GoError("x509: unsupported public key type: *dsa.PublicKey");
  }
}

function joinCoordinates(curve: CurveName, x: bigint, y: bigint): Uint8Array {
  const length = coordinateLength(curve);
  return uncompressedPoint(toBytes(x, length), toBytes(y, length));
}

/**
 * Whether the private key belongs to the public key. The encoding that the public key was read from does not matter.
 */
export function isKeyOf(publicKey: PublicKey, { spki }: Pick<PrivateKey, "spki">): boolean {
  return publicKey.kind !== "dsa" && equalBytes(encodePublicKey(publicKey), spki);
}

/** Encodes SubjectPublicKeyInfo of an uncompressed point. */
export function encodePoint(curve: CurveName, point: Uint8Array): Uint8Array {
  return sequence(ecAlgorithm(curve), bitString(point));
}
