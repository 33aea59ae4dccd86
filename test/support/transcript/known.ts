import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { childrenOf, type Element, hex, readElements } from "../der-text.js";
import { looseBlocks } from "./pem.js";

/** Everything that has a name in a transcript: input files, new keys, serial numbers. */
export interface Known {
  /** The name of a public key (DER of its SubjectPublicKeyInfo). A new key gets a name. */
  keyName(spki: Uint8Array): string;
  /** Whether the key comes from the inputs, and so is the same in every run. */
  isGiven(spki: Uint8Array): boolean;
  /** All public keys seen so far, with their names. */
  publicKeys(): readonly (readonly [name: string, spki: Uint8Array])[];
  /** The text with names for key identifiers (in hexadecimal) and everything else that is random. */
  nameIn(text: string): string;
  /** From now on, `name` replaces `text`. */
  addText(text: string, name: string): void;
  /** The name of a DER value that is in an input file or was shown before; otherwise undefined. */
  valueName(der: Uint8Array): string | undefined;
  /** Names the value from now on, by its label and a number. */
  addValue(der: Uint8Array, label: string): string;
}

export function createKnown(files: ReadonlyMap<string, Uint8Array>): Known {
  const keys = new Map<string, { name: string; spki: Uint8Array; isGiven: boolean }>();
  const texts = new Map<string, string>();
  const values = new Map<string, string>();
  const addKey = (spki: Uint8Array, name: string, isGiven: boolean) => {
    keys.set(hex(spki), { name, spki, isGiven });
    const [inHex = "", ...inColons] = identifierForms(spki);
    for (const id of isGiven ? [inHex] : [inHex, ...inColons]) texts.set(id, `<key id of ${name}>`);
  };
  for (const [path, bytes] of files) {
    for (const { label, der } of looseBlocks(Buffer.from(bytes).toString("latin1"))) {
      if (!values.has(hex(der))) values.set(hex(der), `${label} of ${path}`);
      const spki = publicKeyOf(label, der);
      if (spki && !keys.has(hex(spki))) addKey(spki, path, true);
    }
  }
  const counts = new Map<string, number>();
  let fresh = 0;
  return {
    keyName(spki) {
      if (!keys.has(hex(spki))) addKey(spki, `new key ${++fresh}`, false);
      return keys.get(hex(spki))?.name ?? "";
    },
    isGiven: (spki) => keys.get(hex(spki))?.isGiven ?? false,
    publicKeys: () => [...keys.values()].map(({ name, spki }) => [name, spki] as const),
    nameIn(text) {
      let named = text;
      for (const [from, to] of texts) named = named.replaceAll(from, to);
      return named;
    },
    addText: (text, name) => void texts.set(text, name),
    valueName: (der) => values.get(hex(der)),
    addValue(der, label) {
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      values.set(hex(der), `${label} ${count}`);
      return `${label} ${count}`;
    },
  };
}

/** The key identifier as in DER, as in certinfo, and as in certinfo of 1.2.0. */
function identifierForms(spki: Uint8Array): string[] {
  const [, bits] = childrenOf(readElements(spki)[0]);
  if (bits === undefined) return [];
  const id = createHash("sha1").update(bits.contents.subarray(1)).digest();
  const bytes = [...id].map((byte) => byte.toString(16).toUpperCase());
  return [id.toString("hex"), bytes.map((byte) => byte.padStart(2, "0")).join(":"), bytes.join(":")];
}

/** The SubjectPublicKeyInfo in a PEM block with this label; undefined if there is none that can be read. */
export function publicKeyOf(label: string, der: Uint8Array): Uint8Array | undefined {
  try {
    if (label === "CERTIFICATE") return certificateKey(der).whole;
    if (label === "CERTIFICATE REQUEST") return childrenOf(childrenOf(readElements(der)[0])[0])[2]?.whole;
    if (label.endsWith("PRIVATE KEY")) return privateToPublic(der);
  } catch {
    // Encrypted, or broken on purpose.
  }
  return undefined;
}

function certificateKey(der: Uint8Array): Element {
  const fields = childrenOf(childrenOf(readElements(der)[0])[0]);
  const key = fields[fields[0]?.tag === 0xa0 ? 6 : 5];
  if (key === undefined) throw new Error("no key");
  return key;
}

/** Throws when no form of a private key fits. */
export function privateToPublic(der: Uint8Array): Uint8Array {
  const key = Buffer.from(der);
  for (const type of ["pkcs8", "pkcs1", "sec1"] as const) {
    try {
      return createPublicKey(createPrivateKey({ key, format: "der", type })).export({ format: "der", type: "spki" });
    } catch {
      // Try the next form.
    }
  }
  throw new Error("not a private key");
}
