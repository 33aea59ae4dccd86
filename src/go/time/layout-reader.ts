import { GoError } from "../errors.js";
import { quoteByteString } from "./quote.js";

/** Reads text along a layout, from left to right, with the errors of Go's time.Parse. */
export class LayoutReader {
  readonly #text: string;
  readonly #layout: string;
  readonly #showRest: boolean;
  #rest: string;

  /** `showRest`: the error for an element with bad contents shows what follows it, not the element. */
  constructor(text: string, layout: string, showRest: boolean) {
    this.#text = text;
    this.#layout = layout;
    this.#showRest = showRest;
    this.#rest = text;
  }

  /** Takes exactly these characters. */
  skipLiteral(expected: string): void {
    if (!this.#rest.startsWith(expected)) throw this.#mismatch(expected, this.#rest);
    this.#rest = this.#rest.slice(expected.length);
  }

  /**
   * Takes the stretch that `extent` matches; it must then match `valid`, if that is given. `name` is the element's name
   * in layouts.
   */
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

  /** Takes what the pattern matches, if anything, and returns its first group. */
  readOptional(pattern: RegExp): string {
    const found = pattern.exec(this.#rest);
    this.#rest = this.#rest.slice(found?.[0].length ?? 0);
    return found?.[1] ?? "";
  }

  /** The groups of what the pattern matches at this place, without taking it; none when it does not match. */
  peek(pattern: RegExp): readonly string[] {
    return pattern.exec(this.#rest) ?? [];
  }

  /** Everything must have been taken. */
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
