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

/** An element: its identifier byte, its contents, and the whole element. */
export interface DerElement {
  readonly tag: number;
  readonly contents: Uint8Array;
  readonly element: Uint8Array;
}

/**
 * Reads DER elements one after the other, as Go's cryptobyte.String does. Null if the next element differs; the caller
 * words the error. Tag numbers above 30 and lengths of more than four bytes are not supported.
 */
export class DerReader {
  // Views of an array are slow to make, so that readers within readers share it: this saves a third of the time of a
  // certificate.
  readonly #whole: Uint8Array;
  readonly #end: number;
  #at: number;
  /** Where the contents of the element begin that was read last. */
  #contents = 0;

  /** Reads all of the bytes, or those from `start` to `end`. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#whole = bytes;
    this.#at = start;
    this.#end = end;
  }

  isEmpty(): boolean {
    return this.#at === this.#end;
  }

  /** The bytes that were not read yet. */
  rest(): Uint8Array {
    return this.#whole.subarray(this.#at, this.#end);
  }

  /** Whether the next element has this identifier byte. */
  hasTag(tag: number): boolean {
    return this.#at < this.#end && this.#whole[this.#at] === tag;
  }

  /** Reads the next element of any type. */
  readAny(): DerElement | null {
    const start = this.#at;
    const tag = this.#next();
    if (tag === null) return null;
    return { tag, contents: this.#readContents(), element: this.#whole.subarray(start, this.#at) };
  }

  /** Reads the contents of the next element, which must have this tag. */
  read(tag: number): Uint8Array | null {
    return this.#next() === tag ? this.#readContents() : null;
  }

  /** A reader for the contents of the next element, which must have this tag. */
  enter(tag: number): DerReader | null {
    return this.#next() === tag ? new DerReader(this.#whole, this.#contents, this.#at) : null;
  }

  /** Reads the whole next element, which must have this tag. */
  readElement(tag: number): Uint8Array | null {
    const start = this.#at;
    if (this.#next() !== tag) return null;
    return this.#whole.subarray(start, this.#at);
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
    if (this.#next() !== tags.oid) return null;
    return attempt(() => oidAt(this.#whole, this.#contents, this.#at, acceptsPaddedOids));
  }

  readUtcTime(rules: Asn1TimeRules): Asn1Time | null {
    return this.#parse(tags.utcTime, (contents) => parseUtcTime(contents, rules));
  }

  readGeneralizedTime(rules: Asn1TimeRules): Asn1Time | null {
    return this.#parse(tags.generalizedTime, (contents) => parseGeneralizedTime(contents, rules, false));
  }

  /** Goes behind the next element, and returns its identifier byte; null if it is not whole. */
  #next(): number | null {
    const bytes = this.#whole;
    const start = this.#at;
    if (start + 2 > this.#end) return null;
    const tag = bytes[start] ?? 0;
    const lead = bytes[start + 1] ?? 0;
    if ((tag & 0x1f) === 0x1f) return null;
    const contents = start + (lead < 0x80 ? 2 : 2 + (lead & 0x7f));
    if (contents > this.#end) return null;
    const length = lead < 0x80 ? lead : readLongLength(bytes, start + 2, contents);
    if (length === null || contents + length > this.#end) return null;
    this.#contents = contents;
    this.#at = contents + length;
    return tag;
  }

  #readContents(): Uint8Array {
    return this.#whole.subarray(this.#contents, this.#at);
  }

  #parse<T>(tag: number, parse: (contents: Uint8Array) => T): T | null {
    const contents = this.read(tag);
    return contents && attempt(() => parse(contents));
  }
}

/** An OID that was read before. */
interface KnownOid {
  readonly contents: Uint8Array;
  readonly isPadded: boolean;
  readonly text: string;
}

const knownOids = new Map<number, KnownOid>();
const mostKnownOids = 256;

/** Reads an OID, or remembers it: certificates have the same few, and ten thousand of them hold one text of each. */
function oidAt(bytes: Uint8Array, start: number, end: number, isPadded: boolean): string {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (hash * 31 + (bytes[at] ?? 0)) | 0;
  const known = knownOids.get(hash);
  if (known?.isPadded === isPadded && isAt(bytes, start, end, known.contents)) return known.text;
  const text = parseOid(bytes, isPadded, start, end);
  if (knownOids.size < mostKnownOids) knownOids.set(hash, { contents: bytes.slice(start, end), isPadded, text });
  return text;
}

function isAt(bytes: Uint8Array, start: number, end: number, expected: Uint8Array): boolean {
  if (end - start !== expected.length) return false;
  for (let at = 0; at < expected.length; at++) if (bytes[start + at] !== expected[at]) return false;
  return true;
}

function attempt<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof GoError) return null;
    throw error;
  }
}

/** Reads a long-form length (X.690 §8.1.3.5) from `at` to `end`; §10.1 requires the fewest bytes. */
function readLongLength(bytes: Uint8Array, at: number, end: number): number | null {
  const count = end - at;
  if (count === 0 || count > 4 || bytes[at] === 0) return null;
  let length = 0;
  for (let next = at; next < end; next++) length = length * 256 + (bytes[next] ?? 0);
  return length < 0x80 ? null : length;
}
