import { encodeUtf8 } from "../go/utf8.js";
import { type Given, readOnce, sharedBuffers, wrongKind } from "./argument.js";
import { copiedBytes } from "./bytes.js";

const accepted = "an object, JSON text or bytes of JSON text";
const mostLevels = 1000;

/**
 * Makes JSON of a caller's value. Texts and bytes stay as they are, and objects become what JSON.stringify writes. But
 * what that would silently drop or change is a TypeError that names the member: functions, symbols, NaN, maps, bytes
 * and cycles. Reads every member once.
 */
export function jsonBytes(given: Given): Uint8Array {
  const { value } = given;
  if (typeof value === "string") return encodeUtf8(value);
  const bytes = copiedBytes(given);
  if (bytes) return bytes;
  if (typeof value !== "object" || value === null) throw wrongKind(given, accepted);
  const text = jsonText(given, []);
  if (text === undefined) throw wrongKind({ name: given.name, value: undefined }, accepted);
  return encodeUtf8(text);
}

/** Undefined for a member to leave out. */
function jsonText(given: Given, outer: readonly object[]): string | undefined {
  const { name, value } = given;
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "bigint":
      return String(value);
    case "number":
      if (Number.isFinite(value)) return String(value);
      throw new TypeError(`${name} must be a finite number`);
    case "object":
      return value === null ? "null" : objectText(name, value, outer);
    default:
      throw wrongKind(given, "a value that JSON has");
  }
}

function objectText(name: string, value: object, outer: readonly object[]): string | undefined {
  if (outer.includes(value)) throw new TypeError(`${name} refers back to an object that it is in`);
  if (outer.length === mostLevels) throw new TypeError(`${name} is more than ${mostLevels} levels deep`);
  const inner = [...outer, value];
  const own = readOnce(() => ownJson(value), name);
  if (own) return jsonText({ name, value: readOnce(own, name) }, inner);
  return readOnce(() => Array.isArray(value), name) ? arrayText(name, value, inner) : membersText(name, value, inner);
}

/** The toJSON of the value or its class; null if there is none, or only one that every object inherits. */
function ownJson(value: object): (() => unknown) | null {
  if (ArrayBuffer.isView(value)) return null;
  const { toJSON } = value as { readonly toJSON?: unknown };
  const everyones: unknown = Object.getOwnPropertyDescriptor(Object.prototype, "toJSON")?.value;
  if (typeof toJSON !== "function" || toJSON === everyones) return null;
  return () => Reflect.apply(toJSON, value, [""]);
}

function arrayText(name: string, value: object, outer: readonly object[]): string {
  const items = value as readonly unknown[];
  const texts: string[] = [];
  const length = readOnce(() => items.length, name);
  for (let at = 0; at < length; at++) {
    const item = { name: `${name}[${at}]`, value: readOnce(() => items[at], `${name}[${at}]`) };
    const text = jsonText(item, outer);
    if (text === undefined) throw wrongKind(item, "a value that JSON has");
    texts.push(text);
  }
  return `[${texts.join(",")}]`;
}

function membersText(name: string, value: object, outer: readonly object[]): string {
  if (readOnce(() => isNoRecord(value), name)) throw wrongKind({ name, value }, "a plain object");
  const texts: string[] = [];
  for (const key of readOnce(() => Object.keys(value), name)) {
    const member = `${name}.${key}`;
    const found = readOnce(() => (value as Readonly<Record<string, unknown>>)[key], member);
    const text = jsonText({ name: member, value: found }, outer);
    if (text !== undefined) texts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${texts.join(",")}}`;
}

/** Whether the contents are no members: JSON.stringify would write an empty object. */
function isNoRecord(value: object): boolean {
  const kinds = [Map, Set, WeakMap, WeakSet, Promise, RegExp, Error, ArrayBuffer, ...sharedBuffers(), Uint8Array];
  const wrappers = [String, Number, Boolean, BigInt, Symbol];
  return ArrayBuffer.isView(value) || [...kinds, ...wrappers].some((kind) => value instanceof kind);
}
