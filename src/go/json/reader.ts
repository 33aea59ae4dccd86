import { GoError } from "../errors.js";
import { decodeUtf8, toValidUtf8 } from "../utf8.js";
import { skipBlanks, skipString, skipValue } from "./scan.js";

/** The kind of a JSON value, as Go's errors call it. */
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

/** Reads a JSON text that has passed checkValid, value by value, and keeps the first type error. */
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

  /** The first error, if any. */
  get error(): GoError | undefined {
    return this.#error;
  }

  /** The kind of the next value. */
  get kind(): JsonKind {
    return kinds.get(this.#data[this.#at] ?? 0) ?? "number";
  }

  /** Reads the next value as its exact text, without the blanks around it. */
  raw(): Uint8Array {
    const start = this.#at;
    this.#at = skipValue(this.#data, start);
    return this.#data.subarray(start, this.#at);
  }

  /** Skips the next value. */
  skip(): void {
    this.#at = skipValue(this.#data, this.#at);
  }

  /** Reads the next value, which must be a number or a literal word, as text. */
  word(): string {
    return decodeUtf8(this.raw());
  }

  /** Reads the next value, which must be a string. Each invalid UTF-8 byte and each lone surrogate becomes U+FFFD. */
  string(): string {
    const start = this.#at;
    this.#at = skipString(this.#data, start);
    const literal = decodeUtf8(this.#data.subarray(start, this.#at));
    if (!literal.includes("\\")) return toValidUtf8(literal.slice(1, -1));
    const text: unknown = JSON.parse(toValidUtf8(literal));
    return toValidUtf8(String(text));
  }

  /** Enters the next value, which must be an array or an object. Call more() before each element. */
  enter(): void {
    this.#at++;
  }

  /** Moves to the next element and returns true, or leaves the array or object and returns false. */
  more(): boolean {
    this.#at = skipBlanks(this.#data, this.#at);
    if (this.#data[this.#at] === comma) this.#at = skipBlanks(this.#data, this.#at + 1);
    const byte = this.#data[this.#at];
    if (byte !== 0x5d && byte !== 0x7d) return true;
    this.#at++;
    return false;
  }

  /** Reads the key of an object's member and moves to its value. */
  key(): string {
    const key = this.string();
    this.#at = skipBlanks(this.#data, skipBlanks(this.#data, this.#at) + 1);
    return key;
  }

  /** Runs `read` for the member `key` of the Go struct `structName`. Type errors inside name both. */
  inField<T>(structName: string, key: string, read: () => T): T {
    const outer = this.#structName;
    this.#structName = structName;
    this.#path.push(key);
    const value = read();
    this.#path.pop();
    this.#structName = outer;
    return value;
  }

  /** Skips the next value and returns `current`. Null fits every type; any other value is a type error for `goType`. */
  refuse<T>(current: T, goType: string): T {
    if (this.kind !== "null") this.reject(this.kind, goType);
    this.skip();
    return current;
  }

  /** Records a type error: `what` (a value in Go's words) does not fit the Go type `goType`. */
  reject(what: string, goType: string): void {
    // Only the first error counts. A text may have a million, so build no text for the others.
    if (this.#error) return;
    const target =
      this.#structName === undefined ? "Go value" : `Go struct field ${this.#structName}.${this.#path.join(".")}`;
    this.keep(new GoError(`json: cannot unmarshal ${what} into ${target} of type ${goType}`));
  }

  /** Records an error, unless there is one already. */
  keep(error: GoError): void {
    this.#error ??= error;
  }
}
