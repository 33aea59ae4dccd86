import { type BlockCipher, decryptCbc, md5 } from "../../crypto/primitives.js";
import { GoError } from "../../go/errors.js";
import { decodeHex } from "../../go/hex.js";
import type { PemBlock } from "../../go/pem.js";

/** The ciphers of OpenSSL's old PEM encryption. `key` and `block` are lengths in bytes; the vector is a block long. */
const ciphers: ReadonlyMap<string, { readonly cipher: BlockCipher; readonly key: number; readonly block: number }> =
  new Map([
    ["DES-CBC", { cipher: "des", key: 8, block: 8 }],
    ["DES-EDE3-CBC", { cipher: "des-ede3", key: 24, block: 8 }],
    ["AES-128-CBC", { cipher: "aes-128", key: 16, block: 16 }],
    ["AES-192-CBC", { cipher: "aes-192", key: 24, block: 16 }],
    ["AES-256-CBC", { cipher: "aes-256", key: 32, block: 16 }],
  ]);

/** Whether a block says that it is encrypted (RFC 1421 §4.6.1.1). Upstream checks nothing else, not even the cipher. */
export function isEncryptedPemBlock(block: PemBlock): boolean {
  return block.headers.get("Proc-Type")?.includes("ENCRYPTED") ?? false;
}

/**
 * Decrypts a block that OpenSSL encrypted with a password (`openssl rsa -aes128`, `Proc-Type: 4,ENCRYPTED`). Only the
 * padding reveals a wrong password: about one in 256 passes, and the contents are noise.
 *
 * @throws GoError `x509: decryption password incorrect`, or an error about the headers or the contents
 */
export async function decryptPemBlock(block: PemBlock, password: Uint8Array): Promise<Uint8Array> {
  const { cipher, key, block: blockLength, vector } = parseDekInfo(block.headers.get("DEK-Info"));
  const { bytes } = block;
  if (bytes.length % blockLength !== 0) {
    throw new GoError("x509: encrypted PEM data is not a multiple of the block size");
  }
  if (bytes.length === 0) throw new GoError("x509: invalid padding");
  const secret = await deriveKey(password, vector.subarray(0, 8), key);
  return unpad(await decryptCbc(cipher, secret, vector, bytes), blockLength);
}

function parseDekInfo(header: string | undefined) {
  if (header === undefined) throw new GoError("x509: no DEK-Info header in block");
  const [, mode, digits = ""] = /^([^,]*),(.*)$/su.exec(header) ?? [];
  if (mode === undefined) throw new GoError("x509: malformed DEK-Info header");
  const cipher = ciphers.get(mode);
  if (!cipher) throw new GoError("x509: unknown encryption mode");
  const vector = decodeHex(digits);
  if (vector.length !== cipher.block) throw new GoError("x509: incorrect IV size");
  return { ...cipher, vector };
}

/** OpenSSL's EVP_BytesToKey with MD5 and one iteration: hashes the previous digest, the password and the salt. */
async function deriveKey(password: Uint8Array, salt: Uint8Array, length: number): Promise<Uint8Array> {
  const key: number[] = [];
  let last = new Uint8Array();
  while (key.length < length) {
    last = await md5(last, password, salt);
    for (const byte of last) key.push(byte);
  }
  return Uint8Array.from(key.slice(0, length));
}

/**
 * Removes the padding of RFC 1423 §1.1: 1 byte to a whole block, where each byte is the padding's length.
 *
 * @throws GoError `x509: decryption password incorrect`
 */
export function unpad(bytes: Uint8Array, blockLength: number): Uint8Array {
  const count = bytes.at(-1) ?? 0;
  const padding = bytes.subarray(bytes.length - count);
  if (count === 0 || count > blockLength || padding.some((byte) => byte !== count)) {
    throw new GoError("x509: decryption password incorrect");
  }
  return bytes.subarray(0, bytes.length - count);
}
