import { int, objectIdentifier, rawValue, sequence } from "../../go/asn1/types.js";
import { unmarshal } from "../../go/asn1/unmarshal.js";
import type { DerReader, OidRules } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import type { PublicKeyAlgorithmName } from "../model/key.js";
import type { PssAlgorithmName, SignatureAlgorithmName } from "../model/signature-algorithm.js";
import { demand } from "./demand.js";

export interface AlgorithmRules {
  /** Whether Go knows the signature algorithm MD2 with RSA. */
  readonly knowsMd2: boolean;
}

/** An AlgorithmIdentifier (RFC 5280 §4.1.1.2). `parameters` is the whole element; empty if it is absent. */
export interface AlgorithmIdentifier {
  readonly algorithm: string;
  readonly parameters: Uint8Array;
}

/** Signature algorithms by OID (RFC 8017 appendix C, RFC 5758, RFC 8410 §3), apart from RSASSA-PSS. */
const signatureAlgorithms: Readonly<Record<string, SignatureAlgorithmName>> = {
  "1.2.840.113549.1.1.2": "MD2-RSA",
  "1.2.840.113549.1.1.4": "MD5-RSA",
  "1.2.840.113549.1.1.5": "SHA1-RSA",
  "1.3.14.3.2.29": "SHA1-RSA",
  "1.2.840.113549.1.1.11": "SHA256-RSA",
  "1.2.840.113549.1.1.12": "SHA384-RSA",
  "1.2.840.113549.1.1.13": "SHA512-RSA",
  "1.2.840.10040.4.3": "DSA-SHA1",
  "2.16.840.1.101.3.4.3.2": "DSA-SHA256",
  "1.2.840.10045.4.1": "ECDSA-SHA1",
  "1.2.840.10045.4.3.2": "ECDSA-SHA256",
  "1.2.840.10045.4.3.3": "ECDSA-SHA384",
  "1.2.840.10045.4.3.4": "ECDSA-SHA512",
  "1.3.101.112": "Ed25519",
};

const publicKeyAlgorithms: Readonly<Record<string, PublicKeyAlgorithmName>> = {
  "1.2.840.113549.1.1.1": "RSA",
  "1.2.840.10040.4.1": "DSA",
  "1.2.840.10045.2.1": "ECDSA",
  "1.3.101.112": "Ed25519",
};

const ed25519 = "1.3.101.112";
const rsassaPss = "1.2.840.113549.1.1.10";
const mgf1 = "1.2.840.113549.1.1.8";

/** The hashes for RSASSA-PSS by OID, with their salt lengths. */
const pssHashes: Readonly<Record<string, { readonly saltLength: bigint; readonly name: PssAlgorithmName }>> = {
  "2.16.840.1.101.3.4.2.1": { saltLength: 32n, name: "SHA256-RSAPSS" },
  "2.16.840.1.101.3.4.2.2": { saltLength: 48n, name: "SHA384-RSAPSS" },
  "2.16.840.1.101.3.4.2.3": { saltLength: 64n, name: "SHA512-RSAPSS" },
};

/** AlgorithmIdentifier for encoding/asn1. */
export const algorithmIdentifier = sequence("AlgorithmIdentifier", {
  algorithm: [objectIdentifier],
  parameters: [rawValue, { optional: true }],
});

/** RSASSA-PSS-params (RFC 8017 appendix A.2.3). Go requires members that have defaults in the RFC. */
const pssParameters = sequence("pssParameters", {
  hash: [algorithmIdentifier, { explicit: true, tag: 0 }],
  mgf: [algorithmIdentifier, { explicit: true, tag: 1 }],
  saltLength: [int, { explicit: true, tag: 2 }],
  trailerField: [int, { optional: true, explicit: true, tag: 3, absent: 1n }],
});

/** Parses the contents of an AlgorithmIdentifier. Throws GoError. */
export function parseAlgorithmIdentifier(reader: DerReader, rules: OidRules): AlgorithmIdentifier {
  const algorithm = demand(reader.readOid(rules), "x509: malformed OID");
  if (reader.isEmpty()) return { algorithm, parameters: new Uint8Array() };
  return { algorithm, parameters: demand(reader.readAny(), "x509: malformed parameters").element };
}

/** The public key algorithm of an OID; null if unknown. */
export function publicKeyAlgorithmOf(oid: string): PublicKeyAlgorithmName | null {
  return publicKeyAlgorithms[oid] ?? null;
}

/** The signature algorithm of an AlgorithmIdentifier; null if unknown. */
export function signatureAlgorithmOf(
  { algorithm, parameters }: AlgorithmIdentifier,
  rules: AlgorithmRules,
): SignatureAlgorithmName | null {
  if (algorithm === rsassaPss) return pssAlgorithmOf(parameters);
  // RFC 8410 §3: no parameters.
  if (algorithm === ed25519 && parameters.length !== 0) return null;
  const name = signatureAlgorithms[algorithm] ?? null;
  return name === "MD2-RSA" && !rules.knowsMd2 ? null : name;
}

/**
 * Go knows only three of the many variants of RSASSA-PSS: one hash for message and mask, a salt as long as the hash,
 * and the trailer field 1.
 */
function pssAlgorithmOf(parameters: Uint8Array): PssAlgorithmName | null {
  try {
    const { hash, mgf, saltLength, trailerField } = unmarshal(pssParameters, parameters).value;
    const mask = unmarshal(algorithmIdentifier, mgf.parameters.fullBytes).value;
    const isPlain = isAbsentOrNull(hash.parameters.fullBytes) && isAbsentOrNull(mask.parameters.fullBytes);
    if (!isPlain || mgf.algorithm !== mgf1 || mask.algorithm !== hash.algorithm || trailerField !== 1n) return null;
    const known = pssHashes[hash.algorithm];
    return known?.saltLength === saltLength ? known.name : null;
  } catch (error) {
    if (error instanceof GoError) return null;
    throw error;
  }
}

function isAbsentOrNull(parameters: Uint8Array): boolean {
  return parameters.length === 0 || isNull(parameters);
}

/** Whether the element is a NULL (X.690 §8.8). */
export function isNull(element: Uint8Array): boolean {
  return element.length === 2 && element[0] === 0x05 && element[1] === 0;
}
