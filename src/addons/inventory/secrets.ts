import { tryDecodeBase64 } from "../../go/base64.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { decodeText } from "./text.js";
import { at, listOf, type Plain, textOf } from "./yaml.js";

/** PEM that a manifest or a configuration holds in itself. */
export interface EmbeddedPem {
  /** `tls.crt`: the key of the Secret's data, or what a certificate, its key and its CA are called. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What tells it apart from others in the file: the name of the Secret. */
  readonly owner: string;
}

/** All that a document holds: a Secret's certificates and keys, what a webhook's server must be signed by, Talos's pairs. */
export function readEmbedded(document: Plain): readonly EmbeddedPem[] {
  const kind = textOf(at(document, "kind"));
  if (kind === "List" || kind === "SecretList") return listOf(at(document, "items")).flatMap(readEmbedded);
  if (kind === "Secret") return readSecret(document);
  if (kind !== "") return readBundles(document, kind);
  return readPairs(document, "", 0);
}

/** The certificates and keys of a Secret; those of kubernetes.io/tls have fixed names. */
function readSecret(document: Plain): readonly EmbeddedPem[] {
  const namespace = textOf(at(document, "metadata", "namespace"));
  const name = textOf(at(document, "metadata", "name"));
  const owner = namespace === "" ? name : `${namespace}/${name}`;
  const data = membersOf(at(document, "data")).flatMap(([key, value]) => decoded(key, value, owner));
  const plain = membersOf(at(document, "stringData")).flatMap(([key, value]) => {
    const text = textOf(value);
    return text.includes("-----BEGIN ") ? [{ name: key, bytes: encodeUtf8(text), owner }] : [];
  });
  return [...data, ...plain];
}

/** The CAs by which the API server knows a webhook or an extension, owned by the host that it dials. */
function readBundles(document: Plain, kind: string): readonly EmbeddedPem[] {
  const settings = kind.endsWith("WebhookConfiguration")
    ? listOf(at(document, "webhooks")).map((webhook) => at(webhook, "clientConfig"))
    : kind === "APIService"
      ? [at(document, "spec")]
      : kind === "CustomResourceDefinition"
        ? [at(document, "spec", "conversion", "webhook", "clientConfig")]
        : [];
  return settings.flatMap((each) => {
    const [name, namespace] = [textOf(at(each, "service", "name")), textOf(at(each, "service", "namespace"))];
    return name === "" ? [] : decoded("caBundle", at(each, "caBundle"), `${name}.${namespace}.svc`);
  });
}

/** Mappings with `crt` and `key`, as Talos has them in its machines' configurations and in talosconfig. */
function readPairs(value: Plain | undefined, path: string, depth: number): readonly EmbeddedPem[] {
  if (depth > 8) return [];
  const own = ["crt", "key"].every((name) => textOf(at(value, name)) !== "")
    ? ["crt", "key", "ca"].flatMap((name) => decoded(name, at(value, name), path))
    : [];
  return [...own, ...membersOf(value).flatMap(([name, each]) => readPairs(each, `${path}.${name}`, depth + 1))];
}

function decoded(name: string, value: Plain | undefined, owner: string): readonly EmbeddedPem[] {
  const text = textOf(value);
  if (text === "") return [];
  const bytes = tryDecodeBase64(text.replace(/\s+/g, ""));
  if (bytes === null || !decodeText(bytes)?.text.includes("-----BEGIN ")) return [];
  return [{ name, bytes, owner }];
}

function membersOf(value: Plain | undefined): readonly (readonly [string, Plain])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
