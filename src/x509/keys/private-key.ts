import { generateEcKey, generateEd25519Pkcs8, type KeyRequest } from "../../crypto/keys.js";
import { GoError } from "../../go/errors.js";
import { encodePem } from "../../go/pem.js";
import type { PrivateKey } from "../model/key.js";
import { publicKeyAlgorithm } from "../model/oid.js";
import { encodeSec1, makeEcKey, openEcKey, parseSec1, readSec1PublicKey } from "./ec-key.js";
import { encodeEd25519Pkcs8, openEd25519Key, readEd25519Seed } from "./ed25519-key.js";
import { parsePkcs8 } from "./pkcs8.js";
import { generateRsa, type RsaGenerationRules } from "./rsa-generate.js";
import { encodePkcs1 } from "./rsa-key.js";
import { parsePkcs1, type RsaRules, readPkcs1PublicKey } from "./rsa-parse.js";

export type { KeyRequest } from "../../crypto/keys.js";

/** How releases differ in their treatment of private keys. */
export interface KeyRules extends RsaRules, RsaGenerationRules {
  /** Whether upstream reads Ed25519 keys. */
  readonly ed25519Keys: boolean;
}

export interface GeneratedKey {
  readonly key: PrivateKey;
  readonly pem: string;
}

/**
 * Generates a key. The PEM text has the form that upstream prints: PKCS #1, SEC 1, or for Ed25519 PKCS #8 with a label
 * of upstream's own.
 */
export async function generateKey(request: KeyRequest, rules: KeyRules): Promise<GeneratedKey> {
  switch (request.kind) {
    case "rsa": {
      const { numbers, key } = await generateRsa(request.bits, rules);
      return { key, pem: encodePem("RSA PRIVATE KEY", encodePkcs1(numbers)) };
    }
    case "ecdsa": {
      const { curve } = request;
      const made = await generateEcKey(curve);
      const { scalar, publicKey } = made;
      const pem = encodePem("EC PRIVATE KEY", encodeSec1({ curve, scalar }, publicKey));
      return { key: makeEcKey({ curve, scalar }, made), pem };
    }
    case "ed25519": {
      const seed = readEd25519Seed(parsePkcs8(await generateEd25519Pkcs8()));
      return { key: await openEd25519Key(seed), pem: encodePem("Ed25519 PRIVATE KEY", encodeEd25519Pkcs8(seed)) };
    }
  }
}

/**
 * Parses a private key of any form that upstream knows: PKCS #8, PKCS #1, SEC 1. It accepts exactly the keys that the
 * Go programs accept. It computes the public key and never trusts the one in the input.
 *
 * @throws GoError for anything else, without a reason, like upstream
 * @throws GoPanic where upstream crashes
 */
export async function parsePrivateKeyDer(der: Uint8Array, rules: KeyRules): Promise<PrivateKey> {
  for (const read of readersFor(der)) {
    try {
      return await read(der, rules);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
    }
  }
  throw new GoError("x509: failed to parse private key");
}

/**
 * The public key that a private key of any form says is its own, as SubjectPublicKeyInfo. It is read, not computed, which
 * takes a hundredth of the time; where it must be computed, it is.
 *
 * @throws GoError for what is no private key
 */
export async function readPublicPart(der: Uint8Array, rules: KeyRules): Promise<Uint8Array> {
  return statedPublicKey(der) ?? (await parsePrivateKeyDer(der, rules)).spki;
}

function statedPublicKey(der: Uint8Array): Uint8Array | null {
  try {
    const [read] = readersFor(der);
    if (read === readPkcs1Key) return readPkcs1PublicKey(der);
    if (read === readSec1Key) return readSec1PublicKey(der, new Uint8Array());
    const { algorithm, privateKey, parameters } = parsePkcs8(der);
    if (algorithm === publicKeyAlgorithm.rsa) return readPkcs1PublicKey(privateKey);
    return algorithm === publicKeyAlgorithm.ecdsa ? readSec1PublicKey(privateKey, parameters) : null;
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

/**
 * Selects the readers to try. All three forms start with a version, and the type of the next element tells them apart.
 * If the header is unusual, all readers are tried.
 */
function readersFor(der: Uint8Array): readonly ((der: Uint8Array, rules: KeyRules) => Promise<PrivateKey>)[] {
  const start = der[0] === 0x30 ? 2 + ((der[1] ?? 0) < 0x80 ? 0 : (der[1] ?? 0) & 0x7f) : der.length;
  const isShort = der[start] === 0x02 && der[start + 1] === 1;
  const byNext = new Map([
    [0x30, readPkcs8Key],
    [0x02, readPkcs1Key],
    [0x04, readSec1Key],
  ]);
  const only = isShort ? byNext.get(der[start + 3] ?? 0) : undefined;
  return only ? [only] : [...byNext.values()];
}

async function readPkcs1Key(der: Uint8Array, rules: KeyRules): Promise<PrivateKey> {
  return parsePkcs1(der, rules);
}

async function readPkcs8Key(der: Uint8Array, rules: KeyRules): Promise<PrivateKey> {
  const pkcs8 = parsePkcs8(der);
  switch (pkcs8.algorithm) {
    case publicKeyAlgorithm.rsa:
      return parsePkcs1(pkcs8.privateKey, rules);
    case publicKeyAlgorithm.ecdsa:
      return openEcKey(parseSec1(pkcs8.privateKey, pkcs8.parameters));
    case publicKeyAlgorithm.ed25519:
      if (rules.ed25519Keys) return openEd25519Key(readEd25519Seed(pkcs8));
  }
  throw new GoError(`x509: PKCS#8 wrapping contained private key with unknown algorithm: ${pkcs8.algorithm}`);
}

async function readSec1Key(der: Uint8Array): Promise<PrivateKey> {
  return openEcKey(parseSec1(der, new Uint8Array()));
}
