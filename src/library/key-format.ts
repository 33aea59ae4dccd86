import { DerReader, tags } from "../go/cryptobyte.js";
import { decodePem, encodePem } from "../go/pem.js";
import { encodeUtf8 } from "../go/utf8.js";
import { bitString, explicit, integer, octetString, sequence } from "../x509/encode/der.js";
import { coordinateLength, ecAlgorithm, rsaAlgorithm } from "../x509/encode/public-key.js";
import { encodePkcs8 } from "../x509/keys/pkcs8.js";
import type { PrivateKey } from "../x509/model/key.js";
import type { KeyFormat } from "./resolve-options.js";

/** A new private key with its PEM text in upstream's form. */
export interface NewKey {
  readonly key: PrivateKey;
  readonly keyPem: string;
}

/** The PEM text of a new private key in the form that the caller wants. */
export function formatKey({ key, keyPem }: NewKey, format: KeyFormat): string {
  if (format === "cfssl") return keyPem;
  const der = decodePem(encodeUtf8(keyPem))?.block.bytes ?? new Uint8Array();
  return encodePem("PRIVATE KEY", toPkcs8(key, der));
}

/** PKCS #8 (RFC 5208 §5) of a key in upstream's form, which for Ed25519 is PKCS #8 already. */
function toPkcs8({ kind, curve, spki }: PrivateKey, der: Uint8Array): Uint8Array {
  if (kind === "ed25519") return der;
  if (kind === "rsa" || curve === undefined) return encodePkcs8(rsaAlgorithm(), der);
  const reader = new DerReader(der).enter(tags.sequence);
  reader?.readInteger();
  const scalar = octetString(reader?.read(tags.octetString) ?? new Uint8Array());
  const point = spki.subarray(-1 - 2 * coordinateLength(curve));
  // The algorithm names the curve, so the key need not (RFC 5915 §3).
  return encodePkcs8(ecAlgorithm(curve), sequence(integer(1n), scalar, explicit(1, bitString(point))));
}
