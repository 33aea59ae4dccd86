import { structureError, syntaxError } from "./errors.js";
import { classUniversal, parseHeader } from "./header.js";
import {
  bmpStringTag,
  generalStringTag,
  ia5StringTag,
  numericStringTag,
  parseText,
  printableStringTag,
  t61StringTag,
  utf8StringTag,
} from "./text.js";
import { type Asn1Time, type Asn1TimeRules, parseGeneralizedTime, parseUtcTime } from "./time.js";
import {
  type Asn1Type,
  type Element,
  generalizedTimeTag,
  type MemberParameters,
  readMember,
  setTag,
  utcTimeTag,
} from "./unmarshal.js";
import {
  type BitString,
  parseBitString,
  parseBoolean,
  parseInt32,
  parseInt64,
  parseInteger,
  parseOid,
} from "./value.js";

/** An undecoded element (Go's asn1.RawValue): `bytes` are its contents, `fullBytes` is the whole element. */
export interface RawValue {
  readonly class: number;
  readonly tag: number;
  readonly isCompound: boolean;
  readonly bytes: Uint8Array;
  readonly fullBytes: Uint8Array;
}

/** A value that its own tag describes (Go's interface{}); null for types that encoding/asn1 does not read. */
export type AnyValue = string | bigint | boolean | BitString | Oid | Asn1Time | Uint8Array | null;

/** An OBJECT IDENTIFIER in an AnyValue, where a plain string means text. */
export interface Oid {
  readonly oid: string;
}

/** How Go releases differ in parsing values by their own tag. */
export interface Asn1Rules extends Asn1TimeRules {
  /** Whether a BOOLEAN is read. */
  readonly readsAnyBoolean: boolean;
  /** Whether a GeneralizedTime may have a fraction of a second. */
  readonly readsFractionalTime: boolean;
}

const none = new Uint8Array();

function primitive<T>(name: string, tag: number, zero: T, decode: (contents: Uint8Array) => T): Asn1Type<T> {
  return { name, tag, isCompound: false, zero, decode: (element) => decode(element.contents) };
}

export const boolean: Asn1Type<boolean> = primitive("bool", 1, false, parseBoolean);
/** An INTEGER of 64 bits (Go's int). */
export const int: Asn1Type<bigint> = primitive("int", 2, 0n, parseInt64);
/** An INTEGER of any size (Go's *big.Int, a pointer, which has no name). */
export const bigInt: Asn1Type<bigint> = primitive("", 2, 0n, parseInteger);
export const bitString: Asn1Type<BitString> = primitive("BitString", 3, { bytes: none, bitLength: 0 }, parseBitString);
/** An ENUMERATED of 32 bits. */
export const enumerated: Asn1Type<bigint> = primitive("Enumerated", 10, 0n, parseInt32);
/** A member that says by being there (Go's asn1.Flag); its contents do not count. */
export const flag: Asn1Type<boolean> = primitive("Flag", 1, false, () => true);
/** An OCTET STRING (Go's []byte). */
export const octetString: Asn1Type<Uint8Array> = primitive("", 4, none, (contents) => contents);
/** An OBJECT IDENTIFIER in dotted form. */
export const objectIdentifier: Asn1Type<string> = primitive("ObjectIdentifier", 6, "", parseOid);
/** Any character string (Go's string). */
export const text: Asn1Type<string> = {
  name: "string",
  tag: printableStringTag,
  isCompound: false,
  zero: "",
  decode: ({ tag, contents }) => parseText(tag, contents) ?? "",
};
/** Any element, undecoded. */
export const rawValue: Asn1Type<RawValue> = {
  name: "RawValue",
  tag: "raw",
  isCompound: false,
  zero: { class: 0, tag: 0, isCompound: false, bytes: none, fullBytes: none },
  decode: ({ header, contents, full }) => ({
    class: header.class,
    tag: header.tag,
    isCompound: header.isCompound,
    bytes: contents,
    fullBytes: full,
  }),
};

/** UTCTime or GeneralizedTime. */
export function time(rules: Asn1Rules): Asn1Type<Asn1Time> {
  return {
    name: "Time",
    tag: utcTimeTag,
    isCompound: false,
    zero: { seconds: 0, nanos: 0, offset: 0 },
    decode: ({ tag, contents }) =>
      tag === generalizedTimeTag
        ? parseGeneralizedTime(contents, rules, rules.readsFractionalTime)
        : parseUtcTime(contents, rules),
  };
}

/** A value that its own tag describes. */
export function any(rules: Asn1Rules): Asn1Type<AnyValue> {
  return { name: "", tag: "any", isCompound: false, zero: null, decode: (element) => decodeAny(element, rules) };
}

function decodeAny({ header, contents }: Element, rules: Asn1Rules): AnyValue {
  if (header.isCompound || header.class !== classUniversal) return null;
  switch (header.tag) {
    case 1:
      return rules.readsAnyBoolean ? parseBoolean(contents) : null;
    case 2:
      return parseInt64(contents);
    case 3:
      return parseBitString(contents);
    case 4:
      return contents;
    case 6:
      return { oid: parseOid(contents) };
    case utcTimeTag:
      return parseUtcTime(contents, rules);
    case generalizedTimeTag:
      return parseGeneralizedTime(contents, rules, rules.readsFractionalTime);
    case generalStringTag:
      return null;
    default:
      return parseText(header.tag, contents);
  }
}

/** The members of a structure in order, with the parameters of their Go tags. */
type Members<T> = { readonly [K in keyof T]: readonly [Asn1Type<T[K]>, MemberParameters<T[K]>?] };

/** A SEQUENCE with these members. Elements after the last member are ignored. `raw` is the whole element. */
export function sequence<T extends object>(name: string, members: Members<T>): Asn1Type<T & { raw: Uint8Array }> {
  const rows: Readonly<Record<string, readonly [Asn1Type<unknown>, MemberParameters<unknown>?]>> = members;
  return {
    name,
    tag: 16,
    isCompound: true,
    get zero() {
      const zero: Record<string, unknown> = { raw: none };
      for (const [key, [type]] of Object.entries(rows)) zero[key] = type.zero;
      return zero as T & { raw: Uint8Array };
    },
    decode: ({ contents, full }) => {
      const result: Record<string, unknown> = { raw: full };
      let at = 0;
      for (const [key, [type, parameters = {}]] of Object.entries(rows)) {
        const { value, next } = readMember(type, contents, at, parameters);
        result[key] = value;
        at = next;
      }
      return result as T & { raw: Uint8Array };
    },
  };
}

/** A SEQUENCE OF, or a SET OF if Go's type name ends in SET. */
export function sequenceOf<T>(name: string, element: Asn1Type<T>): Asn1Type<readonly T[]> {
  const tag = name.endsWith("SET") ? setTag : 16;
  return { name, tag, isCompound: true, zero: [], decode: ({ contents }) => decodeElements(element, contents) };
}

/** Go checks all headers before any value: an error in a later header wins over one in an earlier value. */
function decodeElements<T>(type: Asn1Type<T>, contents: Uint8Array): T[] {
  const starts: number[] = [];
  for (let at = 0; at < contents.length; ) {
    const header = parseHeader(contents, at);
    const isForm = header.class === classUniversal && header.isCompound === type.isCompound;
    if (type.tag !== "raw" && !(isForm && foldTag(header.tag) === type.tag)) {
      throw structureError("sequence tag mismatch");
    }
    if (header.next + header.length > contents.length) throw syntaxError("truncated sequence");
    starts.push(at);
    at = header.next + header.length;
  }
  return starts.map((start) => readMember(type, contents, start, {}).value);
}

/** All character strings count as PrintableString, both times as UTCTime. */
function foldTag(tag: number): number {
  switch (tag) {
    case ia5StringTag:
    case generalStringTag:
    case t61StringTag:
    case utf8StringTag:
    case numericStringTag:
    case bmpStringTag:
      return printableStringTag;
    case generalizedTimeTag:
      return utcTimeTag;
    default:
      return tag;
  }
}
