import { GoError } from "../errors.js";
import { quoteByteString } from "./quote.js";

/** Reads a time by its layout from left to right, with the errors of Go's time.Parse. Texts are byte strings. */
export class LayoutReader {
  readonly #text: string;
  readonly #layout: string;
  readonly #showRest: boolean;
  #rest: string;

  /** With `showRest`, the error for a malformed element shows the text after it, not the element. */
  constructor(text: string, layout: string, showRest: boolean) {
    this.#text = text;
    this.#layout = layout;
    this.#showRest = showRest;
    this.#rest = text;
  }

  skipLiteral(expected: string): void {
    if (!this.#rest.startsWith(expected)) throw this.#mismatch(expected, this.#rest);
    this.#rest = this.#rest.slice(expected.length);
  }

  /** Reads what `extent` matches; it must also match `valid`. `name` is the element's name in layouts. */
  readElement(name: string, extent: RegExp, valid = /^/): string {
    const found = extent.exec(this.#rest)?.[0];
    if (found === undefined) throw this.#mismatch(name, this.#rest);
    const rest = this.#rest.slice(found.length);
    if (!valid.test(found)) throw this.#mismatch(name, this.#showRest ? rest : this.#rest);
    this.#rest = rest;
    return found;
  }

  readNumber(name: string, extent: RegExp, least: number, most: number, meaning: string): number {
    const value = Number(this.readElement(name, extent));
    if (value < least || value > most) throw this.outOfRange(meaning);
    return value;
  }

  /** Reads what the pattern matches, if anything, and returns its first group. */
  readOptional(pattern: RegExp): string {
    const found = pattern.exec(this.#rest);
    this.#rest = this.#rest.slice(found?.[0].length ?? 0);
    return found?.[1] ?? "";
  }

  /** Matches the pattern without reading on, and returns its groups; empty if it does not match. */
  peek(pattern: RegExp): readonly string[] {
    return pattern.exec(this.#rest) ?? [];
  }

  /** Throws GoError if text is left. */
  expectEnd(): void {
    if (this.#rest !== "") throw this.#error(`: extra text: ${quoteByteString(this.#rest)}`);
  }

  outOfRange(meaning: string): GoError {
    return this.#error(`: ${meaning} out of range`);
  }

  #mismatch(name: string, found: string): GoError {
    return this.#error(
      ` as ${quoteByteString(this.#layout)}: cannot parse ${quoteByteString(found)} as ${quoteByteString(name)}`,
    );
  }

  #error(detail: string): GoError {
    return new GoError(`parsing time ${quoteByteString(this.#text)}${detail}`);
  }
}
