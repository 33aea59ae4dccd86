import { GoError } from "../errors.js";
import { decodeUtf8, toValidUtf8 } from "../utf8.js";
import { skipBlanks, skipString, skipValue } from "./scan.js";

/** What a JSON value is, in the words of Go's error texts. */
export type JsonKind = "array" | "bool" | "null" | "number" | "object" | "string";

const kinds = new Map<number, JsonKind>([
  [0x22, "string"],
  [0x5b, "array"],
  [0x7b, "object"],
  [0x66, "bool"],
  [0x74, "bool"],
  [0x6e, "null"],
]);

const comma = 0x2c;

/** Walks through a JSON text that checkValid has passed, and keeps the first type error on the way. */
export class JsonReader {
  readonly #data: Uint8Array;
  readonly #path: string[] = [];
  #structName: string | undefined;
  #at = 0;
  #error: GoError | undefined;

  constructor(data: Uint8Array) {
    this.#data = data;
    this.#at = skipBlanks(data, 0);
  }

  /** The first error that was kept, if any. */
  get error(): GoError | undefined {
    return this.#error;
  }

  /** The kind of the value that comes next. */
  get kind(): JsonKind {
    return kinds.get(this.#data[this.#at] ?? 0) ?? "number";
  }

  /** Takes the next value: its exact text, without blanks around it. */
  raw(): Uint8Array {
    const start = this.#at;
    this.#at = skipValue(this.#data, start);
    return this.#data.subarray(start, this.#at);
  }

  /** Leaves the next value out. */
  skip(): void {
    this.#at = skipValue(this.#data, this.#at);
  }

  /** Takes the next value, a number or a literal word, as its text. */
  word(): string {
    return decodeUtf8(this.raw());
  }

  /** Takes the next value, a string: each invalid UTF-8 byte and each lone surrogate becomes U+FFFD. */
  string(): string {
    const start = this.#at;
    this.#at = skipString(this.#data, start);
    const literal = decodeUtf8(this.#data.subarray(start, this.#at));
    if (!literal.includes("\\")) return toValidUtf8(literal.slice(1, -1));
    const text: unknown = JSON.parse(toValidUtf8(literal));
    return toValidUtf8(String(text));
  }

  /** Goes into the next value, an array or an object: more() then leads through its elements. */
  enter(): void {
    this.#at++;
  }

  /** Whether another element follows in the array or object; goes on to it, or out of the array or object. */
  more(): boolean {
    this.#at = skipBlanks(this.#data, this.#at);
    if (this.#data[this.#at] === comma) this.#at = skipBlanks(this.#data, this.#at + 1);
    const byte = this.#data[this.#at];
    if (byte !== 0x5d && byte !== 0x7d) return true;
    this.#at++;
    return false;
  }

  /** Takes the key of an object's member and goes on to its value. */
  key(): string {
    const key = this.string();
    this.#at = skipBlanks(this.#data, skipBlanks(this.#data, this.#at) + 1);
    return key;
  }

  /** Runs `read` for the member `key` of the Go struct `structName`; type errors inside name them. */
  inField<T>(structName: string, key: string, read: () => T): T {
    const outer = this.#structName;
    this.#structName = structName;
    this.#path.push(key);
    const value = read();
    this.#path.pop();
    this.#structName = outer;
    return value;
  }

  /** Leaves out the next value and gives `current` back: null fits everywhere, any other value is an error of `goType`. */
  refuse<T>(current: T, goType: string): T {
    if (this.kind !== "null") this.reject(this.kind, goType);
    this.skip();
    return current;
  }

  /** Keeps that `what`, a value in Go's words, does not fit the Go type `goType`. */
  reject(what: string, goType: string): void {
    // Only the first one counts, and a text may have a million.
    if (this.#error) return;
    const target =
      this.#structName === undefined ? "Go value" : `Go struct field ${this.#structName}.${this.#path.join(".")}`;
    this.keep(new GoError(`json: cannot unmarshal ${what} into ${target} of type ${goType}`));
  }

  /** Keeps `error` unless there was one before. */
  keep(error: GoError): void {
    this.#error ??= error;
  }
}
