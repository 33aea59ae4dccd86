import { type ExportedKey, exportKeyObject } from "./node-only.js";
import { webCrypto } from "./runtime.js";

/** Private keys that the caller holds as a KeyObject of node:crypto or a CryptoKey of WebCrypto. */

const none: ExportedKey = { kind: "none" };

interface KeyClass {
  readonly prototype: object;
  [Symbol.hasInstance](value: unknown): boolean;
}

type Key = Parameters<typeof globalThis.crypto.subtle.exportKey>[1];

/** Exports a key object. An object that only imitates one counts as no key. */
export async function exportKey(value: object): Promise<ExportedKey> {
  const { CryptoKey } = globalThis as { readonly CryptoKey?: KeyClass };
  try {
    const keyObject = await exportKeyObject(value);
    if (keyObject) return keyObject;
    if (!CryptoKey || !(value instanceof CryptoKey)) return none;
    const type: string = Reflect.get(CryptoKey.prototype, "type", value);
    if (type !== "private") return { kind: "otherType", type };
    if (!Reflect.get(CryptoKey.prototype, "extractable", value)) return { kind: "sealed" };
    return {
      kind: "exported",
      pkcs8: new Uint8Array(await webCrypto().subtle.exportKey("pkcs8", value as unknown as Key)),
    };
  } catch {
    return none;
  }
}
