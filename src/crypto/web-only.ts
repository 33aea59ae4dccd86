import type * as node from "./node-only.js";
import { webCrypto } from "./runtime.js";
import { UnavailableError } from "./unavailable.js";

/**
 * Stands for node-only.ts in the build for browsers and edge workers: it has WebCrypto and nothing else, and what
 * WebCrypto does not do is refused.
 */

const elsewhere = "WebCrypto does not do this; use cfssl-ts on Node";

function refuse(what: string): Promise<never> {
  return Promise.reject(new UnavailableError(what, elsewhere, "here"));
}

/** Chromium rounds down to a multiple of 128 bits. */
export const rsaSizeStep: typeof node.rsaSizeStep = 128;

export const ed25519Subtle: typeof node.ed25519Subtle = async () => {
  const { subtle } = webCrypto();
  try {
    await subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  } catch (cause) {
    if (Object(cause).name !== "NotSupportedError") throw cause;
    throw new UnavailableError("Ed25519", "this runtime's WebCrypto does not have it yet; use ecdsa or rsa", "here");
  }
  return subtle;
};

export const openP224Key: typeof node.openP224Key = () => refuse("the curve P-224");

export const verifyP224: typeof node.verifyP224 = () => refuse("the curve P-224");

const oldEncryption = "decrypting a key with headers as OpenSSL wrote them (Proc-Type: 4,ENCRYPTED)";

export const md5: typeof node.md5 = () => refuse(oldEncryption);

export const decryptCbc: typeof node.decryptCbc = () => refuse(oldEncryption);

export const encryptDesEde3: typeof node.encryptDesEde3 = () =>
  refuse("encrypting with triple DES, as the old form of PKCS #12 needs it");

export const iterateHash: typeof node.iterateHash = async (hash, data, count) => {
  const { subtle } = webCrypto();
  let last = data;
  for (let done = 0; done < count; done++) last = new Uint8Array(await subtle.digest(hash, last));
  return last;
};

export const scrypt: typeof node.scrypt = () => refuse("scrypt");

export const generatePrime: typeof node.generatePrime = () =>
  refuse("an RSA key whose size is no multiple of 128 bits");

/** There are no such objects. */
export const exportKeyObject: typeof node.exportKeyObject = async () => null;

/** Only the standalone program calls it. */
export const raceRsaKeys: typeof node.raceRsaKeys = () => refuse("generating two RSA keys at once");
