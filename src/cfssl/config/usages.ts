/** The bits of keyUsage (RFC 5280 §4.2.1.3) by the words of a profile. 1.2.0 spells one of them differently. */
const keyUsageBits: Readonly<Record<string, number>> = {
  signing: 0,
  "digital signature": 0,
  "content commitment": 1,
  "key encipherment": 2,
  "data encipherment": 3,
  "key agreement": 4,
  "cert sign": 5,
  "crl sign": 6,
  "encipher only": 7,
  "decipher only": 8,
};

/** The purposes of extKeyUsage (RFC 5280 §4.2.1.12) by the words of a profile. */
const extKeyUsageIds: Readonly<Record<string, string>> = {
  any: "2.5.29.37.0",
  "server auth": "1.3.6.1.5.5.7.3.1",
  "client auth": "1.3.6.1.5.5.7.3.2",
  "code signing": "1.3.6.1.5.5.7.3.3",
  "email protection": "1.3.6.1.5.5.7.3.4",
  "s/mime": "1.3.6.1.5.5.7.3.4",
  "ipsec end system": "1.3.6.1.5.5.7.3.5",
  "ipsec tunnel": "1.3.6.1.5.5.7.3.6",
  "ipsec user": "1.3.6.1.5.5.7.3.7",
  timestamping: "1.3.6.1.5.5.7.3.8",
  "ocsp signing": "1.3.6.1.5.5.7.3.9",
  "microsoft sgc": "1.3.6.1.4.1.311.10.3.3",
  "netscape sgc": "2.16.840.1.113730.4.1",
};

export interface UsageRules {
  /** The word for bit 1 of keyUsage. */
  readonly contentCommitmentWord: string;
}

export interface Usages {
  /** The bits of keyUsage; bit 0 has the value 1. */
  readonly keyUsage: number;
  /** The purposes of extKeyUsage as dotted identifiers, in the profile's order. Repeated words stay repeated. */
  readonly extKeyUsage: readonly string[];
  /** The words without a meaning, which upstream skips. */
  readonly unknown: readonly string[];
}

/** Finds out what the words of a profile's `usages` mean. */
export function parseUsages(words: readonly string[], rules: UsageRules): Usages {
  let keyUsage = 0;
  const extKeyUsage: string[] = [];
  const unknown: string[] = [];
  for (const word of words) {
    const bit = keyUsageBit(word, rules);
    const id = Object.hasOwn(extKeyUsageIds, word) ? extKeyUsageIds[word] : undefined;
    if (bit !== undefined) keyUsage |= 1 << bit;
    else if (id !== undefined) extKeyUsage.push(id);
    else unknown.push(word);
  }
  return { keyUsage, extKeyUsage, unknown };
}

function keyUsageBit(word: string, rules: UsageRules): number | undefined {
  if (word === rules.contentCommitmentWord) return 1;
  if (word === "content commitment" || !Object.hasOwn(keyUsageBits, word)) return undefined;
  return keyUsageBits[word];
}

/** The words of a profile for keyUsage bits and for purposes; a purpose without a word stays a dotted OID. */
export function formatUsages({ keyUsage, extKeyUsage }: Pick<Usages, "keyUsage" | "extKeyUsage">): readonly string[] {
  const bits = new Map(Object.entries(keyUsageBits).map(([word, bit]) => [bit, word]));
  const words = new Map(Object.entries(extKeyUsageIds).map(([word, id]) => [id, word]));
  // Two words mean the same here; profiles usually have these.
  bits.set(0, "signing");
  words.set("1.3.6.1.5.5.7.3.4", "email protection");
  return [
    ...[...bits].filter(([bit]) => (keyUsage & (1 << bit)) !== 0).map(([, word]) => word),
    ...extKeyUsage.map((id) => words.get(id) ?? id),
  ];
}
