import { GoError } from "../../go/errors.js";
import { decodeAllPem, type PemBlock } from "../../go/pem.js";
import type { EncodedKey } from "../../x509/keys/key-form.js";
import { decryptPemBlock, isEncryptedPemBlock } from "../../x509/keys/pem-encryption.js";
import { type KeyRules, parsePrivateKeyDer } from "../../x509/keys/private-key.js";
import type { PrivateKey } from "../../x509/model/key.js";
import { CfsslError } from "../errors.js";

export interface PemKeyRules extends KeyRules {
  /** Whether an EC PARAMETERS block before the key is skipped. */
  readonly skipsEcParameters: boolean;
}

/**
 * The private key of a PEM text: PKCS #8, PKCS #1 or SEC 1, whatever its label says.
 *
 * @param password opens a key encrypted in the old OpenSSL way (RFC 1421 headers); null for none
 * @throws CfsslError 2002 without PEM, 2100 for an encrypted key without a password, 2003 for anything but a key
 * @throws GoError `x509: decryption password incorrect`
 */
export async function parsePemKey(
  text: Uint8Array,
  password: Uint8Array | null,
  rules: PemKeyRules,
): Promise<PrivateKey> {
  return (await readPemKey(text, password, rules)).key;
}

/** As parsePemKey, with the bytes of the key, decrypted. */
export async function readPemKey(
  text: Uint8Array,
  password: Uint8Array | null,
  rules: PemKeyRules,
): Promise<EncodedKey> {
  const block = keyBlock(text, rules);
  if (!block) throw new CfsslError("privateKey.decodeFailed");
  let der = block.bytes;
  if (isEncryptedPemBlock(block)) {
    if (!password) throw new CfsslError("privateKey.encrypted");
    der = await decryptPemBlock(block, password);
  }
  try {
    return { key: await parsePrivateKeyDer(der, rules), der };
  } catch (cause) {
    if (cause instanceof GoError) throw new CfsslError("privateKey.parseFailed", undefined, { cause });
    throw cause;
  }
}

function keyBlock(text: Uint8Array, { skipsEcParameters }: PemKeyRules): PemBlock | null {
  for (const { block } of decodeAllPem(text)) {
    if (!skipsEcParameters || block.label !== "EC PARAMETERS") return block;
  }
  return null;
}
