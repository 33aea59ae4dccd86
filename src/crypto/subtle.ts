import { ed25519Subtle } from "./node-only.js";
import { type Subtle, webCrypto } from "./runtime.js";

/** The WebCrypto for keys of this kind: the runtime's, or for Ed25519 perhaps another. */
export async function subtleFor(type: { readonly kind: string }): Promise<Subtle> {
  return type.kind === "ed25519" ? ed25519Subtle() : webCrypto().subtle;
}
