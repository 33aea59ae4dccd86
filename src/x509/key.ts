import { GoError } from "../go/errors.js";
import { encodePem } from "../go/pem.js";
import { ecKey, encodeSec1, parseSec1 } from "./ec-key.js";
import { ed25519Key, encodeEd25519Pkcs8, readEd25519Seed } from "./ed25519-key.js";
import { publicKeyAlgorithm } from "./oid.js";
import { parsePkcs8 } from "./pkcs8.js";
import type { PrivateKey } from "./private-key.js";
import { generateEcKey, generatePkcs8, type KeyRequest } from "./provider.js";
import { generateRsaNumbers } from "./rsa-generate.js";
import { encodePkcs1, rsaKey } from "./rsa-key.js";
import { parsePkcs1, type RsaRules } from "./rsa-parse.js";

export type { PrivateKey } from "./private-key.js";
export type { KeyRequest } from "./provider.js";

/** What the releases do differently with private keys. */
export interface KeyRules extends RsaRules {
  /** Whether Ed25519 keys are read. */
  readonly ed25519Keys: boolean;
  /** What the private exponent of a new RSA key is reduced by: λ(n) or φ(n) (RFC 8017 §3.2). */
  readonly rsaExponentModulus: "lambda" | "phi";
}

/** A new key and its PEM text. */
export interface GeneratedKey {
  readonly key: PrivateKey;
  readonly pem: string;
}

/**
 * Generates a key. Its text is of the form that upstream prints: PKCS #1, SEC 1, or for Ed25519 PKCS #8 under a label
 * of upstream's own.
 */
export async function generateKey(request: KeyRequest, rules: KeyRules): Promise<GeneratedKey> {
  switch (request.kind) {
    case "rsa": {
      const numbers = await generateRsaNumbers(request.bits, rules.rsaExponentModulus);
      return { key: rsaKey(numbers, rules), pem: encodePem("RSA PRIVATE KEY", encodePkcs1(numbers)) };
    }
    case "ecdsa": {
      const { scalar, point } = await generateEcKey(request.curve);
      const secret = { curve: request.curve, scalar };
      return { key: await ecKey(secret, point), pem: encodePem("EC PRIVATE KEY", encodeSec1(secret, point)) };
    }
    case "ed25519": {
      const seed = readEd25519Seed(parsePkcs8(await generatePkcs8(request)));
      return { key: await ed25519Key(seed), pem: encodePem("Ed25519 PRIVATE KEY", encodeEd25519Pkcs8(seed)) };
    }
  }
}

/**
 * Reads a private key of any form that upstream knows: PKCS #8, PKCS #1, SEC 1. Keys that the Go programs take are
 * taken, others refused, to the last oddity; the public key is worked out, never taken from what is read.
 *
 * @throws GoError for anything else, whatever the reason (upstream does not tell)
 * @throws GoPanic where upstream crashes
 */
export async function parsePrivateKeyDer(der: Uint8Array, rules: KeyRules): Promise<PrivateKey> {
  const readers = [readPkcs8Key, parsePkcs1, readSec1Key];
  for (const read of readers) {
    try {
      return await read(der, rules);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
    }
  }
  throw new GoError("x509: failed to parse private key");
}

async function readPkcs8Key(der: Uint8Array, rules: KeyRules): Promise<PrivateKey> {
  const pkcs8 = parsePkcs8(der);
  switch (pkcs8.algorithm) {
    case publicKeyAlgorithm.rsa:
      return parsePkcs1(pkcs8.privateKey, rules);
    case publicKeyAlgorithm.ecdsa:
      return ecKey(parseSec1(pkcs8.privateKey, pkcs8.parameters));
    case publicKeyAlgorithm.ed25519:
      if (rules.ed25519Keys) return ed25519Key(readEd25519Seed(pkcs8));
  }
  throw new GoError(`x509: PKCS#8 wrapping contained private key with unknown algorithm: ${pkcs8.algorithm}`);
}

async function readSec1Key(der: Uint8Array): Promise<PrivateKey> {
  return ecKey(parseSec1(der, new Uint8Array()));
}
