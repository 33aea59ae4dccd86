import type { HashName } from "../../crypto/names.js";
import { pbkdf2 } from "../../crypto/password-keys.js";
import { type BlockCipher, decryptCbc, scrypt } from "../../crypto/primitives.js";
import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { cipherAlgorithm, hmacAlgorithm, passwordEncryption } from "../model/pkcs12.js";
import { unpad } from "./pem-encryption.js";

const ciphers = [
  ["aes-128", 16, 16],
  ["aes-192", 24, 16],
  ["aes-256", 32, 16],
  ["des-ede3", 24, 8],
] as const;

const hashes = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"] as const;

/** More would keep this machine busy for minutes: Java's limit. */
const mostIterations = 5_000_000n;

/** More is no number that any program writes; 128 MiB for each block of memory. */
const mostScrypt = 1n << 20n;

/** What RFC 8018 §5.2 takes the salt, the password and the parameters for. */
type Derive = (password: Uint8Array, length: number) => Promise<Uint8Array>;

/**
 * Decrypts PBES2 (RFC 8018 §6.2) with PBKDF2 or scrypt (RFC 7914 §7). Only the padding reveals a wrong password: about
 * one in 256 passes, and the contents are noise.
 *
 * @param algorithm the whole AlgorithmIdentifier in DER
 * @throws GoError `x509: decryption password incorrect`, or a text that says what is not supported
 */
export async function decryptPbes2(
  algorithm: Uint8Array,
  encrypted: Uint8Array,
  password: Uint8Array,
): Promise<Uint8Array> {
  const { derive, cipher, keyLength, vector } = readPbes2(algorithm);
  if (encrypted.length === 0 || encrypted.length % vector.length !== 0) {
    throw new GoError("x509: encrypted data is not a multiple of the block size");
  }
  const key = await derive(password, keyLength);
  return unpad(await decryptCbc(cipher, key, vector, encrypted), vector.length);
}

interface Pbes2 {
  readonly derive: Derive;
  readonly cipher: BlockCipher;
  readonly keyLength: number;
  readonly vector: Uint8Array;
}

const oidRules = { acceptsPaddedOids: false };

function readPbes2(algorithm: Uint8Array): Pbes2 {
  const outer = new DerReader(algorithm).enter(tags.sequence);
  const oid = outer?.readOid(oidRules);
  if (oid !== passwordEncryption.pbes2) {
    throw new GoError(`x509: unknown encryption ${oid ?? "algorithm"}; PBES2 is known: openssl pkcs8 -topk8 writes it`);
  }
  const parameters = outer?.enter(tags.sequence);
  const derive = readDerivation(parameters?.enter(tags.sequence));
  const scheme = parameters?.enter(tags.sequence);
  const cipherOid = scheme?.readOid(oidRules);
  const vector = scheme?.read(tags.octetString);
  const known = ciphers.find(([name]) => cipherAlgorithm[name] === cipherOid);
  if (!known) throw new GoError(`x509: unknown cipher ${cipherOid ?? ""}`);
  const [cipher, keyLength, blockLength] = known;
  if (vector?.length !== blockLength) throw new GoError("x509: incorrect IV size");
  return { derive, cipher, keyLength, vector };
}

function readDerivation(reader: DerReader | null | undefined): Derive {
  const oid = reader?.readOid(oidRules);
  const parameters = reader?.enter(tags.sequence);
  const salt = parameters?.read(tags.octetString);
  if (!parameters || !salt) throw new GoError("x509: malformed parameters of the encryption");
  if (oid === passwordEncryption.pbkdf2) return readPbkdf2(parameters, salt);
  if (oid === passwordEncryption.scrypt) return readScrypt(parameters, salt);
  throw new GoError(`x509: unknown key derivation ${oid ?? ""}`);
}

function readPbkdf2(parameters: DerReader, salt: Uint8Array): Derive {
  const iterations = inRange(parameters.readInteger(), mostIterations);
  // The length of the key, which the cipher says too.
  if (parameters.hasTag(tags.integer)) parameters.readInteger();
  const hash = parameters.isEmpty() ? "SHA-1" : readHash(parameters);
  return (password, length) => pbkdf2(hash, password, salt, iterations, length);
}

function readHash(parameters: DerReader): HashName {
  const oid = parameters.enter(tags.sequence)?.readOid(oidRules);
  const hash = hashes.find((name) => hmacAlgorithm[name] === oid);
  if (!hash) throw new GoError(`x509: unknown hash of the key derivation ${oid ?? ""}`);
  return hash;
}

function readScrypt(parameters: DerReader, salt: Uint8Array): Derive {
  const cost = inRange(parameters.readInteger(), mostScrypt);
  const blockSize = inRange(parameters.readInteger(), 64n);
  const parallelization = inRange(parameters.readInteger(), 64n);
  if ((cost & (cost - 1)) !== 0 || cost < 2 || cost * blockSize > Number(mostScrypt) * 8) {
    throw new GoError("x509: parameters of the key derivation out of range");
  }
  return (password, length) => scrypt(password, salt, { cost, blockSize, parallelization }, length);
}

function inRange(value: bigint | null, most: bigint): number {
  if (value === null || value < 1n || value > most) {
    throw new GoError("x509: parameters of the key derivation out of range");
  }
  return Number(value);
}
