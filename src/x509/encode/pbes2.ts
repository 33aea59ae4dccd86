import { pbkdf2 } from "../../crypto/password-keys.js";
import { encryptAesCbc, type ScryptParameters, scrypt } from "../../crypto/primitives.js";
import { cipherAlgorithm, hmacAlgorithm, passwordEncryption } from "../model/pkcs12.js";
import { integer, nullValue, objectIdentifier, octetString, sequence } from "./der.js";

/** How slow it is to try a password. */
export type PasswordHash =
  | { readonly kind: "pbkdf2"; readonly iterations: number }
  | ({ readonly kind: "scrypt" } & ScryptParameters);

/** PBKDF2 with SHA-256 as OWASP's password storage cheat sheet asks for it. */
export const strongPbkdf2: PasswordHash = { kind: "pbkdf2", iterations: 600_000 };

/**
 * scrypt as the same page asks for it, by the row that takes 16 MiB: OpenSSL opens nothing that takes more than 32
 * unless it is told to.
 */
export const strongScrypt: PasswordHash = { kind: "scrypt", cost: 16_384, blockSize: 8, parallelization: 5 };

/** What was encrypted, and the AlgorithmIdentifier that says how, in DER. */
export interface Encrypted {
  readonly algorithm: Uint8Array;
  readonly data: Uint8Array;
}

const saltLength = 16;
const keyLength = 32;
const blockLength = 16;

/** Encrypts by PBES2 (RFC 8018 §6.2) with AES-256 in CBC mode. */
export async function encryptPbes2(
  data: Uint8Array,
  password: Uint8Array,
  hash: PasswordHash,
  random: (length: number) => Uint8Array,
): Promise<Encrypted> {
  const salt = random(saltLength);
  const vector = random(blockLength);
  const cipher = sequence(objectIdentifier(cipherAlgorithm["aes-256"]), octetString(vector));
  const algorithm = sequence(
    objectIdentifier(passwordEncryption.pbes2),
    sequence(hash.kind === "pbkdf2" ? pbkdf2Algorithm(salt, hash.iterations) : scryptAlgorithm(salt, hash), cipher),
  );
  const key = await deriveKey(password, salt, hash);
  return { algorithm, data: await encryptAesCbc(key, vector, data) };
}

function deriveKey(password: Uint8Array, salt: Uint8Array, hash: PasswordHash): Promise<Uint8Array> {
  return hash.kind === "pbkdf2"
    ? pbkdf2("SHA-256", password, salt, hash.iterations, keyLength)
    : scrypt(password, salt, hash, keyLength);
}

/** PBKDF2-params (RFC 8018 appendix A.2). The cipher says how long the key is. */
function pbkdf2Algorithm(salt: Uint8Array, iterations: number): Uint8Array {
  const hmac = sequence(objectIdentifier(hmacAlgorithm["SHA-256"]), nullValue());
  const parameters = sequence(octetString(salt), integer(BigInt(iterations)), hmac);
  return sequence(objectIdentifier(passwordEncryption.pbkdf2), parameters);
}

/** scrypt-params (RFC 7914 §7.1). */
function scryptAlgorithm(salt: Uint8Array, { cost, blockSize, parallelization }: ScryptParameters): Uint8Array {
  const number = (value: number) => integer(BigInt(value));
  const parameters = sequence(octetString(salt), number(cost), number(blockSize), number(parallelization));
  return sequence(objectIdentifier(passwordEncryption.scrypt), parameters);
}
