import { tryDecodeBase64 } from "../../go/base64.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { at, type Plain, textOf } from "./yaml.js";

/** PEM that a manifest holds: a Secret with a certificate and its key. */
export interface EmbeddedPem {
  /** `tls.crt`: the key of the Secret's data. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The name of the Secret. */
  readonly owner: string;
}

/** The certificates and keys of a Secret; none for another document. */
export function readSecret(document: Plain): readonly EmbeddedPem[] {
  if (textOf(at(document, "kind")) !== "Secret") return [];
  const owner = textOf(at(document, "metadata", "name"));
  return ["tls.crt", "tls.key", "ca.crt"].flatMap((name) => {
    const data = textOf(at(document, "data", name));
    const plain = textOf(at(document, "stringData", name));
    const bytes = data === "" ? (plain === "" ? null : encodeUtf8(plain)) : tryDecodeBase64(data);
    return bytes === null ? [] : [{ name, bytes, owner }];
  });
}
