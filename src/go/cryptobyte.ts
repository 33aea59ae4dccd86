import { type Asn1Time, type Asn1TimeRules, parseGeneralizedTime, parseUtcTime } from "./asn1/time.js";
import { type BitString, parseBitString, parseBoolean, parseInteger, parseOid } from "./asn1/value.js";
import { GoError } from "./errors.js";

/** Identifier bytes of the universal types (X.680 §8) in certificates. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier byte of the context-specific tag [number]. */
export function contextTag(number: number, form: "primitive" | "constructed"): number {
  return (form === "constructed" ? 0xa0 : 0x80) | number;
}

/** How Go releases differ in parsing OBJECT IDENTIFIERs. */
export interface OidRules {
  /** Whether an arc may have leading zeros (bytes 80), which X.690 §8.19.2 forbids. */
  readonly acceptsPaddedOids: boolean;
}

/**
 * Reads DER elements one after the other, as Go's cryptobyte.String does. Null if the next element differs; the caller
 * words the error. Tag numbers above 30 and lengths of more than four bytes are not supported.
 */
export class DerReader {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  isEmpty(): boolean {
    return this.#at === this.bytes.length;
  }

  /** Whether the next element has this identifier byte. */
  hasTag(tag: number): boolean {
    return this.bytes[this.#at] === tag;
  }

  /** Reads the next element of any type: its identifier byte, its contents, and the whole element. */
  readAny(): { readonly tag: number; readonly contents: Uint8Array; readonly element: Uint8Array } | null {
    const start = this.#at;
    const tag = this.bytes[start];
    const lead = this.bytes[start + 1];
    if (tag === undefined || lead === undefined || (tag & 0x1f) === 0x1f) return null;
    const contents = start + (lead < 0x80 ? 2 : 2 + (lead & 0x7f));
    const length = lead < 0x80 ? lead : readLongLength(this.bytes, start + 2, contents);
    if (length === null || contents + length > this.bytes.length) return null;
    const end = contents + length;
    this.#at = end;
    return { tag, contents: this.bytes.subarray(contents, end), element: this.bytes.subarray(start, end) };
  }

  /** Reads the contents of the next element, which must have this tag. */
  read(tag: number): Uint8Array | null {
    const found = this.readAny();
    return found?.tag === tag ? found.contents : null;
  }

  /** A reader for the contents of the next element, which must have this tag. */
  enter(tag: number): DerReader | null {
    const contents = this.read(tag);
    return contents === null ? null : new DerReader(contents);
  }

  /** Reads the whole next element, which must have this tag. */
  readElement(tag: number): Uint8Array | null {
    const found = this.readAny();
    return found?.tag === tag ? found.element : null;
  }

  readBoolean(): boolean | null {
    return this.#parse(tags.boolean, parseBoolean);
  }

  /** Reads an INTEGER of any size. Pass a tag for an implicitly tagged one. */
  readInteger(tag: number = tags.integer): bigint | null {
    return this.#parse(tag, parseInteger);
  }

  /** Reads an INTEGER that fits a signed 64-bit number. */
  readInt64(tag: number = tags.integer): bigint | null {
    const value = this.readInteger(tag);
    return value !== null && BigInt.asIntN(64, value) === value ? value : null;
  }

  readBitString(): BitString | null {
    return this.#parse(tags.bitString, parseBitString);
  }

  /** Reads an OBJECT IDENTIFIER in dotted form. */
  readOid({ acceptsPaddedOids }: OidRules): string | null {
    return this.#parse(tags.oid, (contents) => parseOid(contents, acceptsPaddedOids));
  }

  readUtcTime(rules: Asn1TimeRules): Asn1Time | null {
    return this.#parse(tags.utcTime, (contents) => parseUtcTime(contents, rules));
  }

  readGeneralizedTime(rules: Asn1TimeRules): Asn1Time | null {
    return this.#parse(tags.generalizedTime, (contents) => parseGeneralizedTime(contents, rules, false));
  }

  #parse<T>(tag: number, parse: (contents: Uint8Array) => T): T | null {
    const contents = this.read(tag);
    if (contents === null) return null;
    try {
      return parse(contents);
    } catch (error) {
      if (error instanceof GoError) return null;
      throw error;
    }
  }
}

/** Reads a long-form length (X.690 §8.1.3.5) from `at` to `end`; §10.1 requires the fewest bytes. */
function readLongLength(bytes: Uint8Array, at: number, end: number): number | null {
  const count = end - at;
  if (count === 0 || count > 4 || end > bytes.length || bytes[at] === 0) return null;
  let length = 0;
  for (let next = at; next < end; next++) length = length * 256 + (bytes[next] ?? 0);
  return length < 0x80 ? null : length;
}
