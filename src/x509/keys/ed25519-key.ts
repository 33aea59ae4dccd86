import { openKey } from "../../crypto/keys.js";
import { octetString as octetStringType } from "../../go/asn1/types.js";
import { unmarshal } from "../../go/asn1/unmarshal.js";
import { GoError, GoPanic } from "../../go/errors.js";
import { octetString } from "../encode/der.js";
import { ed25519Algorithm, encodePublicKey } from "../encode/public-key.js";
import type { PrivateKey } from "../model/key.js";
import { publicKeyAlgorithm } from "../model/oid.js";
import { encodePkcs8, type Pkcs8 } from "./pkcs8.js";

const seedLength = 32;

/** Reads the seed of an Ed25519 key (RFC 8410 §7). Throws GoError for a key of another kind, GoPanic for no seed. */
export function readEd25519Seed(key: Pkcs8): Uint8Array {
  if (key.algorithm !== publicKeyAlgorithm.ed25519) throw new GoError("incorrect object identifier");
  const { value: seed, rest } = unmarshal(octetStringType, key.privateKey);
  const isStandard = seed.length === seedLength && key.parameters.length === 0;
  // Go reads standard keys leniently. Upstream's own reader reads the others, and refuses trailing data.
  if (!isStandard && (key.hasTrailingData || rest.length > 0)) throw new GoError("CurvePrivateKey too long");
  if (seed.length !== seedLength) {
    throw new GoPanic(`this Ed25519 private key has ${seed.length} octets; it must have ${seedLength}`);
  }
  return seed;
}

/** Encodes PKCS #8 version 0 (RFC 8410 §7). */
export function encodeEd25519Pkcs8(seed: Uint8Array): Uint8Array {
  return encodePkcs8(ed25519Algorithm(), octetString(seed));
}

/** Makes the private key of a seed of 32 bytes. */
export async function openEd25519Key(seed: Uint8Array): Promise<PrivateKey> {
  const kind = "ed25519";
  const { publicKey, sign } = await openKey({ kind }, encodeEd25519Pkcs8(seed));
  return { kind, bits: 256, spki: encodePublicKey({ kind, bytes: publicKey }), sign: (data) => sign(null, data) };
}
