import type { CurveName } from "../../crypto/names.js";
import { type BitString, rightAlign } from "../../go/asn1/value.js";
import { DerReader, type OidRules, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import type { PublicKey } from "../model/key.js";
import { namedCurve } from "../model/oid.js";
import { type AlgorithmIdentifier, isNull, publicKeyAlgorithmOf } from "./algorithm.js";
import { parsePoint } from "./curve.js";
import { demand } from "./demand.js";

/**
 * Parses the key of a SubjectPublicKeyInfo (RFC 3279 §2.3, RFC 5480 §2, RFC 8410 §4); null for an unknown algorithm.
 * Throws GoError for a malformed key.
 */
export function parsePublicKey(
  algorithm: AlgorithmIdentifier,
  subjectPublicKey: BitString,
  rules: OidRules,
): PublicKey | null {
  const bytes = rightAlign(subjectPublicKey);
  switch (publicKeyAlgorithmOf(algorithm.algorithm)) {
    case "RSA":
      return parseRsa(algorithm.parameters, bytes);
    case "ECDSA":
      return parseEcdsa(algorithm.parameters, bytes, rules);
    case "Ed25519":
      return parseEd25519(algorithm.parameters, bytes);
    case "DSA":
      return parseDsa(algorithm.parameters, bytes);
    case null:
      return null;
  }
}

function parseRsa(parameters: Uint8Array, bytes: Uint8Array): PublicKey {
  // RFC 3279 §2.3.1.
  if (!isNull(parameters)) throw new GoError("x509: RSA key missing NULL parameters");
  const reader = demand(new DerReader(bytes).enter(tags.sequence), "x509: invalid RSA public key");
  const n = demand(reader.readInteger(), "x509: invalid RSA modulus");
  const e = demand(reader.readInt64(), "x509: invalid RSA public exponent");
  if (n <= 0n) throw new GoError("x509: RSA modulus is not a positive number");
  if (e <= 0n) throw new GoError("x509: RSA public exponent is not a positive number");
  return { kind: "rsa", n, e };
}

function parseEcdsa(parameters: Uint8Array, bytes: Uint8Array, rules: OidRules): PublicKey {
  const oid = demand(new DerReader(parameters).readOid(rules), "x509: invalid ECDSA parameters");
  const curve = demand(curveOf(oid), "x509: unsupported elliptic curve");
  return {
    kind: "ecdsa",
    curve,
    ...demand(parsePoint(curve, bytes), "x509: failed to unmarshal elliptic curve point"),
  };
}

function curveOf(oid: string): CurveName | null {
  for (const name of ["P-224", "P-256", "P-384", "P-521"] as const) if (namedCurve[name] === oid) return name;
  return null;
}

function parseEd25519(parameters: Uint8Array, bytes: Uint8Array): PublicKey {
  if (parameters.length !== 0) throw new GoError("x509: Ed25519 key encoded with illegal parameters");
  if (bytes.length !== 32) throw new GoError("x509: wrong Ed25519 public key size");
  return { kind: "ed25519", bytes: bytes };
}

function parseDsa(parameters: Uint8Array, bytes: Uint8Array): PublicKey {
  const y = demand(new DerReader(bytes).readInteger(), "x509: invalid DSA public key");
  const reader = demand(new DerReader(parameters).enter(tags.sequence), "x509: invalid DSA parameters");
  const p = demand(reader.readInteger(), "x509: invalid DSA parameters");
  const q = demand(reader.readInteger(), "x509: invalid DSA parameters");
  const g = demand(reader.readInteger(), "x509: invalid DSA parameters");
  if (y <= 0n || p <= 0n || q <= 0n || g <= 0n) throw new GoError("x509: zero or negative DSA parameter");
  return { kind: "dsa", p, q, g, y };
}
