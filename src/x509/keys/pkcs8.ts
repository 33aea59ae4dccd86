import {
  int,
  octetString as octetStringType,
  objectIdentifier as oidType,
  rawValue,
  sequence as sequenceType,
} from "../../go/asn1/types.js";
import { unmarshal } from "../../go/asn1/unmarshal.js";
import { integer, octetString, sequence } from "../encode/der.js";

/** PrivateKeyInfo (RFC 5208 §5) without its attributes. */
export interface Pkcs8 {
  readonly algorithm: string;
  /** DER of the algorithm's parameters; empty if they are absent. */
  readonly parameters: Uint8Array;
  readonly privateKey: Uint8Array;
  /** Whether bytes follow the structure. */
  readonly hasTrailingData: boolean;
}

const pkcs8Type = sequenceType("pkcs8", {
  version: [int],
  algorithm: [
    sequenceType("AlgorithmIdentifier", { algorithm: [oidType], parameters: [rawValue, { optional: true }] }),
  ],
  privateKey: [octetStringType],
});

/** Parses PKCS #8 as Go does: with any version, and ignoring attributes and trailing data. Throws GoError. */
export function parsePkcs8(der: Uint8Array): Pkcs8 {
  const { value, rest } = unmarshal(pkcs8Type, der);
  return {
    algorithm: value.algorithm.algorithm,
    parameters: value.algorithm.parameters.fullBytes,
    privateKey: value.privateKey,
    hasTrailingData: rest.length > 0,
  };
}

/** Encodes PKCS #8. `algorithm` is a whole AlgorithmIdentifier. */
export function encodePkcs8(algorithm: Uint8Array, privateKey: Uint8Array): Uint8Array {
  return sequence(integer(0n), algorithm, octetString(privateKey));
}
