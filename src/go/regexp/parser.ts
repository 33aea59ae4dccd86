import type { UnicodeVersion } from "../unicode/versions.js";
import { ClassReader, type ReadClass } from "./character-class.js";
import { readCounts } from "./counts.js";
import { type ReadRune, readEscape, readRune } from "./escape.js";
import { type Flags, type GroupRules, noFlags, readOpening } from "./group.js";
import { Limits } from "./limits.js";
import type { Assertion, Node } from "./node.js";
import { syntaxError } from "./syntax-error.js";
import { TreeBuilder } from "./tree-builder.js";

/** How releases of Go's regexp/syntax differ. */
export interface SyntaxRules extends GroupRules {
  /** The version of Unicode for \p{…} and case folding. */
  readonly unicode: UnicodeVersion;
}

const escapedAssertions: Readonly<Record<string, Assertion>> = {
  "\\A": "beginText",
  "\\z": "endText",
  "\\b": "wordBoundary",
  "\\B": "noWordBoundary",
};

/** A parsed regular expression, and the reader that has its case folding. */
export interface Parsed {
  readonly root: Node;
  readonly classes: ClassReader;
}

/** Parses a regular expression as Go's regexp/syntax does with the flags of regexp.Compile. Throws GoError. */
export function parseRegexp(text: string, rules: SyntaxRules): Parsed {
  return new Parser(text, rules).parse();
}

class Parser {
  readonly #text: string;
  readonly #rules: SyntaxRules;
  readonly #classes: ClassReader;
  readonly #tree: TreeBuilder<Flags>;
  #at = 0;
  #flags = noFlags;
  /** The offset of the repetition operator just before #at, or null. */
  #operator: number | null = null;

  constructor(text: string, rules: SyntaxRules) {
    this.#text = text;
    this.#rules = rules;
    this.#classes = new ClassReader(text, rules.unicode);
    this.#tree = new TreeBuilder(new Limits(text), this.#classes.folding);
  }

  parse(): Parsed {
    while (this.#at < this.#text.length) {
      const start = this.#at;
      this.#operator = this.#readItem() ? start : null;
    }
    const root = this.#tree.finish();
    if (root === null) throw syntaxError("missing closing )", this.#text);
    return { root, classes: this.#classes };
  }

  /** Reads the next piece. Returns whether it was a repetition operator. */
  #readItem(): boolean {
    switch (this.#text.charAt(this.#at)) {
      case "*":
        return this.#repeat(0, Number.POSITIVE_INFINITY, this.#at + 1);
      case "+":
        return this.#repeat(1, Number.POSITIVE_INFINITY, this.#at + 1);
      case "?":
        return this.#repeat(0, 1, this.#at + 1);
      case "{":
        return this.#readCounts();
      case "(":
        this.#openGroup();
        break;
      case ")":
        this.#closeGroup();
        break;
      case "|":
        this.#tree.addBar();
        this.#at++;
        break;
      default:
        this.#readAtom();
    }
    return false;
  }

  #readAtom(): void {
    const { multiline, dotMatchesNewline, ignoreCase } = this.#flags;
    switch (this.#text.charAt(this.#at)) {
      case "^":
        this.#add({ kind: "assertion", assertion: multiline ? "beginLine" : "beginText" }, this.#at + 1);
        break;
      case "$":
        this.#add({ kind: "assertion", assertion: multiline ? "endLine" : "endText" }, this.#at + 1);
        break;
      case ".":
        this.#add({ kind: dotMatchesNewline ? "any" : "anyButNewline" }, this.#at + 1);
        break;
      case "[":
        this.#addClass(this.#classes.readBracketed(this.#at, ignoreCase));
        break;
      case "\\":
        this.#readEscaped();
        break;
      default:
        this.#addLiteral(readRune(this.#text, this.#at));
    }
  }

  #readEscaped(): void {
    const escaped = this.#text.slice(this.#at, this.#at + 2);
    const assertion = escapedAssertions[escaped];
    if (assertion !== undefined) this.#add({ kind: "assertion", assertion }, this.#at + 2);
    else if (escaped === "\\C") throw syntaxError("invalid escape sequence", escaped);
    else if (escaped === "\\Q") this.#readQuoted();
    else {
      const found = this.#classes.readEscaped(this.#at, this.#flags.ignoreCase);
      if (found === null) this.#addLiteral(readEscape(this.#text, this.#at));
      else this.#addClass(found);
    }
  }

  /** Reads \Q…\E. The text between them is literal. Without \E, it ends with the expression. */
  #readQuoted(): void {
    const close = this.#text.indexOf("\\E", this.#at + 2);
    const quoted = this.#text.slice(this.#at + 2, close < 0 ? undefined : close);
    for (let at = 0; at < quoted.length; ) {
      const { rune, end } = readRune(quoted, at);
      this.#tree.addLiteral(rune, this.#flags.ignoreCase);
      at = end;
    }
    this.#at = close < 0 ? this.#text.length : close + 2;
  }

  #add(node: Node, end: number): void {
    this.#tree.add(node);
    this.#at = end;
  }

  #addClass({ ranges, end }: ReadClass): void {
    this.#add({ kind: "class", ranges }, end);
  }

  #addLiteral({ rune, end }: ReadRune): void {
    this.#tree.addLiteral(rune, this.#flags.ignoreCase);
    this.#at = end;
  }

  /** Reads {n}, {n,} or {n,m}. A brace that begins none of these is a literal. */
  #readCounts(): boolean {
    const counts = readCounts(this.#text, this.#at);
    if (counts !== null) return this.#repeat(counts.min, counts.max, counts.end);
    this.#addLiteral({ rune: 0x7b, end: this.#at + 1 });
    return false;
  }

  /** Repeats the last piece. `after` is the offset after the operator; a question mark there inverts its greediness. */
  #repeat(min: number, max: number, after: number): boolean {
    const inverted = this.#text.charAt(after) === "?";
    const end = inverted ? after + 1 : after;
    if (this.#operator !== null) {
      throw syntaxError("invalid nested repetition operator", this.#text.slice(this.#operator, end));
    }
    const result = this.#tree.repeat(min, max, this.#flags.lazy === inverted);
    const operator = this.#text.slice(this.#at, end);
    if (result === "nothing") throw syntaxError("missing argument to repetition operator", operator);
    if (result === "often") throw syntaxError("invalid repeat count", operator);
    this.#at = end;
    return true;
  }

  #openGroup(): void {
    const { kind, flags, end } = readOpening(this.#text, this.#at, this.#flags, this.#rules);
    if (kind !== "flags") this.#tree.openGroup(kind === "capture", this.#flags);
    this.#flags = flags;
    this.#at = end;
  }

  #closeGroup(): void {
    const group = this.#tree.closeGroup();
    if (group === null) throw syntaxError("unexpected )", this.#text);
    this.#flags = group.flags;
    this.#at++;
  }
}
