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

/** Strings of these types may stand where a PrintableString is expected. */
const textTags: readonly number[] = [
  utf8StringTag,
  numericStringTag,
  t61StringTag,
  ia5StringTag,
  generalStringTag,
  bmpStringTag,
];

/** One element as found. `tag` is the universal tag that its type stands for, whatever the element was tagged with. */
export interface Element {
  readonly header: Header;
  readonly tag: number;
  readonly contents: Uint8Array;
  readonly full: Uint8Array;
}

/**
 * How encoding/asn1 reads a Go type. `name` is Go's name of the type, which errors show ("" when it has none); `tag`
 * is the universal tag, "raw" for an element taken as it is (asn1.RawValue), "any" for one read by its own tag
 * (interface{}); `zero` is the value of an optional member that is absent.
 */
export interface Asn1Type<T> {
  readonly name: string;
  readonly tag: number | "raw" | "any";
  readonly isCompound: boolean;
  readonly zero: T;
  decode(element: Element): T;
}

/** What a member's `asn1:"…"` tag says about it. */
export interface MemberParameters<T> {
  readonly optional?: boolean;
  readonly explicit?: boolean;
  /** A context-specific tag number, implicit unless `explicit`. */
  readonly tag?: number;
  /** A SET instead of a SEQUENCE. */
  readonly set?: boolean;
  /** In place of the type's zero when an optional member is absent. */
  readonly absent?: T;
}

/**
 * The value that starts the bytes, and the bytes behind it, as Go's asn1.Unmarshal reads them. Throws GoError with
 * Go's text.
 */
export function unmarshal<T>(type: Asn1Type<T>, bytes: Uint8Array): { readonly value: T; readonly rest: Uint8Array } {
  const { value, next } = readMember(type, bytes, 0, {});
  return { value, rest: bytes.subarray(next) };
}

/** The member of a structure at `start` of the structure's contents, and where the next one starts. */
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

/** The universal tag that the type stands for at this element: strings and times go by what is found. */
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

/** Go prints its own structures here; the address of a tag number differs from run to run, ours is always the same. */
function mismatch<T>(type: Asn1Type<T>, header: Header, universal: number, parameters: MemberParameters<T>) {
  const { optional = false, explicit = false, set = false, tag, absent } = parameters;
  const expected = explicit || tag === undefined ? universal : tag;
  const found = `{class:${header.class} tag:${header.tag} length:${header.length} isCompound:${header.isCompound}}`;
  const pointers = `defaultValue:${absent === undefined ? "<nil>" : "0xc000012340"} tag:${tag === undefined ? "<nil>" : "0xc000012348"}`;
  const wanted = `{optional:${optional} explicit:${explicit} application:false private:false ${pointers} stringType:0 timeType:0 set:${set} omitEmpty:false}`;
  return structureError(`tags don't match (${expected} vs ${found}) ${wanted} ${type.name} @${header.next}`);
}
