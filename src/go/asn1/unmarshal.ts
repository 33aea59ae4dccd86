import { structureError, syntaxError } from "./errors.js";
import { classContextSpecific, classUniversal, type Header, parseHeader } from "./header.js";
import {
  bmpStringTag,
  generalStringTag,
  ia5StringTag,
  numericStringTag,
  printableStringTag,
  t61StringTag,
  utf8StringTag,
} from "./text.js";

export const setTag = 17;
export const utcTimeTag = 23;
export const generalizedTimeTag = 24;

/** Strings of these types are accepted in place of a PrintableString. */
const textTags: readonly number[] = [
  utf8StringTag,
  numericStringTag,
  t61StringTag,
  ia5StringTag,
  generalStringTag,
  bmpStringTag,
];

/** One element. `tag` is the universal tag of its type, even if the element has another tag. */
export interface Element {
  readonly header: Header;
  readonly tag: number;
  readonly contents: Uint8Array;
  readonly full: Uint8Array;
}

/**
 * How encoding/asn1 reads a Go type. `name` is Go's name of the type for error texts ("" if it has none). `tag` is the
 * universal tag, "raw" for an undecoded element (asn1.RawValue), or "any" for an element that its own tag describes
 * (interface{}). `zero` is the value of an absent optional member.
 */
export interface Asn1Type<T> {
  readonly name: string;
  readonly tag: number | "raw" | "any";
  readonly isCompound: boolean;
  readonly zero: T;
  decode(element: Element): T;
}

/** The parameters in a member's `asn1:"…"` tag. */
export interface MemberParameters<T> {
  readonly optional?: boolean;
  readonly explicit?: boolean;
  /** A context-specific tag number, implicit unless `explicit`. */
  readonly tag?: number;
  /** A SET instead of a SEQUENCE. */
  readonly set?: boolean;
  /** A time that is written as GeneralizedTime. It is read from UTCTime too: for reading, only Go's errors show it. */
  readonly generalized?: boolean;
  /** The value of an absent optional member, if it is not the type's zero. */
  readonly absent?: T;
}

/**
 * Reads the value at the start of the bytes, as Go's asn1.Unmarshal does. `rest` is what follows it. Throws GoError
 * with Go's text.
 */
export function unmarshal<T>(type: Asn1Type<T>, bytes: Uint8Array): { readonly value: T; readonly rest: Uint8Array } {
  const { value, next } = readMember(type, bytes, 0, {});
  return { value, rest: bytes.subarray(next) };
}

/** Reads the member at `start` of a structure's contents. `next` is the offset of the next member. */
export function readMember<T>(
  type: Asn1Type<T>,
  bytes: Uint8Array,
  start: number,
  parameters: MemberParameters<T>,
): { readonly value: T; readonly next: number } {
  const absent = () => ({ value: parameters.absent ?? type.zero, next: start });
  if (start === bytes.length) {
    if (parameters.optional) return absent();
    throw syntaxError("sequence truncated");
  }
  let header = parseHeader(bytes, start);
  if (type.tag === "any") return decodeAt(type, header, header.tag, bytes, start);
  if (parameters.explicit) {
    if (header.next === bytes.length) throw structureError("explicit tag has no child");
    if (!isExplicit(header, parameters)) {
      if (parameters.optional) return absent();
      throw structureError("explicitly tagged member didn't match");
    }
    if (type.tag !== "raw") {
      if (header.length === 0) throw structureError("zero length explicit tag was not an asn1.Flag");
      header = parseHeader(bytes, header.next);
    }
  }
  const universal = universalTag(type, header, parameters);
  if (!isExpected(type, header, universal, parameters)) {
    if (parameters.optional) return absent();
    throw mismatch(type, header, universal, parameters);
  }
  return decodeAt(type, header, universal, bytes, start);
}

function decodeAt<T>(type: Asn1Type<T>, header: Header, tag: number, bytes: Uint8Array, start: number) {
  const next = header.next + header.length;
  if (next > bytes.length) throw syntaxError("data truncated");
  const contents = bytes.subarray(header.next, next);
  return { value: type.decode({ header, tag, contents, full: bytes.subarray(start, next) }), next };
}

function isExplicit<T>(header: Header, parameters: MemberParameters<T>): boolean {
  const isTagged = header.class === classContextSpecific && header.tag === parameters.tag;
  return isTagged && (header.length === 0 || header.isCompound);
}

/** The universal tag of the type. For strings and times it depends on the element. */
function universalTag<T>(type: Asn1Type<T>, header: Header, parameters: MemberParameters<T>): number {
  if (parameters.set) return setTag;
  const isUniversal = header.class === classUniversal;
  if (type.tag === printableStringTag && isUniversal && textTags.includes(header.tag)) return header.tag;
  if (type.tag === utcTimeTag && isUniversal && header.tag === generalizedTimeTag) return header.tag;
  return typeof type.tag === "number" ? type.tag : -1;
}

function isExpected<T>(type: Asn1Type<T>, header: Header, universal: number, parameters: MemberParameters<T>): boolean {
  const isImplicit = !parameters.explicit && parameters.tag !== undefined;
  const isForm = type.tag === "raw" || header.isCompound === type.isCompound;
  if (isImplicit) return isForm && header.class === classContextSpecific && header.tag === parameters.tag;
  return isForm && (type.tag === "raw" || (header.class === classUniversal && header.tag === universal));
}

/** Go prints its internal structures here. Its pointers change from run to run; ours never do. */
function mismatch<T>(type: Asn1Type<T>, header: Header, universal: number, parameters: MemberParameters<T>) {
  const { optional = false, explicit = false, set = false, generalized = false, tag, absent } = parameters;
  const expected = explicit || tag === undefined ? universal : tag;
  const found = `{class:${header.class} tag:${header.tag} length:${header.length} isCompound:${header.isCompound}}`;
  const pointers = `defaultValue:${absent === undefined ? "<nil>" : "0xc000012340"} tag:${tag === undefined ? "<nil>" : "0xc000012348"}`;
  const wanted = `{optional:${optional} explicit:${explicit} application:false private:false ${pointers} stringType:0 timeType:${generalized ? generalizedTimeTag : 0} set:${set} omitEmpty:false}`;
  return structureError(`tags don't match (${expected} vs ${found}) ${wanted} ${type.name} @${header.next}`);
}
