import { decodePem, encodePem } from "../go/pem.js";
import { encodeUtf8 } from "../go/utf8.js";
import { convertKey } from "../x509/keys/key-form.js";
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
  return encodePem("PRIVATE KEY", convertKey({ key, der }, format));
}
