import { GoError } from "../../go/errors.js";
import { bitString, explicit, integer, octetString, sequence } from "../encode/der.js";
import { coordinateLength, ecAlgorithm, rsaAlgorithm } from "../encode/public-key.js";
import type { PrivateKey } from "../model/key.js";
import { publicKeyAlgorithm } from "../model/oid.js";
import { encodeSec1, parseSec1 } from "./ec-key.js";
import { encodeEd25519Pkcs8, readEd25519Seed } from "./ed25519-key.js";
import { encodePkcs8, parsePkcs8 } from "./pkcs8.js";

/** How a private key is written: RSA alone (RFC 8017 §A.1.2), EC alone (SEC 1 §C.4), or any (RFC 5958). */
export type KeyForm = "pkcs1" | "sec1" | "pkcs8";

/** A private key in one of its forms. */
export interface EncodedKey {
  readonly key: PrivateKey;
  /** PKCS #8, PKCS #1 or SEC 1. */
  readonly der: Uint8Array;
}

/**
 * Writes a private key in another form. The numbers of the key are not computed anew.
 *
 * @throws GoError if that form has no keys of this kind
 */
export function convertKey(encoded: EncodedKey, form: KeyForm): Uint8Array {
  switch (encoded.key.kind) {
    case "rsa":
      return convertRsa(innerKey(encoded.der), form);
    case "ecdsa":
      return convertEc(encoded, form);
    case "ed25519":
      if (form !== "pkcs8") throw new GoError(`x509: ${formNames[form]} has no Ed25519 keys; PKCS #8 has`);
      return encodeEd25519Pkcs8(readEd25519Seed(parsePkcs8(encoded.der)));
  }
}

const formNames = { pkcs1: "PKCS #1", sec1: "SEC 1" } as const;

function convertRsa(pkcs1: Uint8Array, form: KeyForm): Uint8Array {
  if (form === "sec1") throw new GoError("x509: SEC 1 has no RSA keys; PKCS #1 and PKCS #8 have");
  return form === "pkcs1" ? pkcs1 : encodePkcs8(rsaAlgorithm(), pkcs1);
}

function convertEc({ key: { spki }, der }: EncodedKey, form: KeyForm): Uint8Array {
  if (form === "pkcs1") throw new GoError("x509: PKCS #1 has no ECDSA keys; SEC 1 and PKCS #8 have");
  const { curve, scalar } = readScalar(der);
  const point = spki.subarray(-1 - 2 * coordinateLength(curve));
  if (form === "sec1") return encodeSec1({ curve, scalar }, point);
  // The algorithm names the curve, so the key need not (RFC 5915 §3).
  const inner = sequence(integer(1n), octetString(scalar), explicit(1, bitString(point)));
  return encodePkcs8(ecAlgorithm(curve), inner);
}

function readScalar(der: Uint8Array) {
  const pkcs8 = tryPkcs8(der);
  return pkcs8 ? parseSec1(pkcs8.privateKey, pkcs8.parameters) : parseSec1(der, new Uint8Array());
}

/** RSAPrivateKey, without PKCS #8 around it. */
function innerKey(der: Uint8Array): Uint8Array {
  const pkcs8 = tryPkcs8(der);
  return pkcs8?.algorithm === publicKeyAlgorithm.rsa ? pkcs8.privateKey : der;
}

function tryPkcs8(der: Uint8Array) {
  try {
    return parsePkcs8(der);
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}
