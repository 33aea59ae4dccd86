import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { octetString, sequence } from "../encode/der.js";
import { encryptPbes2, type PasswordHash } from "../encode/pbes2.js";
import { decryptPbes2 } from "./pbes2.js";

/** Encrypts PKCS #8: DER of EncryptedPrivateKeyInfo (RFC 5958 §3). */
export async function encryptPkcs8(
  pkcs8: Uint8Array,
  password: Uint8Array,
  hash: PasswordHash,
  random: (length: number) => Uint8Array,
): Promise<Uint8Array> {
  const { algorithm, data } = await encryptPbes2(pkcs8, password, hash, random);
  return sequence(algorithm, octetString(data));
}

/**
 * Decrypts EncryptedPrivateKeyInfo (`-----BEGIN ENCRYPTED PRIVATE KEY-----`).
 *
 * @throws GoError as decryptPbes2
 */
export async function decryptPkcs8(der: Uint8Array, password: Uint8Array): Promise<Uint8Array> {
  const reader = new DerReader(der).enter(tags.sequence);
  const algorithm = reader?.readElement(tags.sequence);
  const encrypted = reader?.read(tags.octetString);
  if (!algorithm || !encrypted) throw new GoError("x509: malformed encrypted private key");
  return decryptPbes2(algorithm, encrypted, password);
}
