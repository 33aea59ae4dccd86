/** Private keys that the caller holds as a KeyObject of node:crypto or a CryptoKey of WebCrypto. */

export type ExportedKey =
  /** DER of PKCS #8 (RFC 5208). */
  | { readonly kind: "exported"; readonly pkcs8: Uint8Array }
  /** A public or a secret key. */
  | { readonly kind: "otherType"; readonly type: string }
  /** A CryptoKey that is not extractable. */
  | { readonly kind: "sealed" }
  /** No key at all. */
  | { readonly kind: "none" };

const none: ExportedKey = { kind: "none" };

interface KeyClass {
  readonly prototype: object;
  [Symbol.hasInstance](value: unknown): boolean;
}

type Key = Parameters<typeof globalThis.crypto.subtle.exportKey>[1];

/** Exports a key object. An object that only imitates one counts as no key. */
export async function exportKey(value: object): Promise<ExportedKey> {
  const { KeyObject } = await import("node:crypto");
  const { CryptoKey } = globalThis as { readonly CryptoKey?: KeyClass };
  try {
    if (value instanceof KeyObject) {
      const { type } = value;
      if (type === "public" || type === "secret") return { kind: "otherType", type };
      // A subclass of the caller's may override this method: then the caller chose that key.
      const pkcs8: unknown = value.export({ format: "der", type: "pkcs8" });
      return ArrayBuffer.isView(pkcs8) ? { kind: "exported", pkcs8: new Uint8Array(pkcs8 as Uint8Array) } : none;
    }
    if (!CryptoKey || !(value instanceof CryptoKey)) return none;
    const type: string = Reflect.get(CryptoKey.prototype, "type", value);
    if (type !== "private") return { kind: "otherType", type };
    if (!Reflect.get(CryptoKey.prototype, "extractable", value)) return { kind: "sealed" };
    return {
      kind: "exported",
      pkcs8: new Uint8Array(await globalThis.crypto.subtle.exportKey("pkcs8", value as unknown as Key)),
    };
  } catch {
    return none;
  }
}
