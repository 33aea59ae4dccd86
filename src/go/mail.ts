import { hasUnknownCharset } from "./mime.js";
import { parseIp } from "./net.js";
import { isValidUtf8 } from "./utf8.js";

/** How Go releases differ in parsing mail addresses. */
export interface MailRules {
  /** Whether a domain may be an IP address in brackets (`a@[192.0.2.1]`). */
  readonly domainLiterals: boolean;
  /** Whether a display name may contain the specials `()[];@\,` without quotes. */
  readonly specialsInNames: boolean;
  /** Whether comments may separate the words of a display name (obs-phrase of RFC 5322 §4.1). */
  readonly commentsInNames: boolean;
  /** Whether an unclosed comment after a group is accepted. */
  readonly unclosedCommentAfterGroup: boolean;
}

/**
 * Parses a mailbox as Go's mail.ParseAddress does and returns the bare address (`user@domain`); null on any error.
 * The grammar is RFC 5322 §3.4 with UTF-8 (RFC 6532) and without line folding: `a@b`, `Name <a@b>`, comments, a quoted
 * local part (the quotes are dropped), and a group of exactly one member.
 */
export function parseAddress(text: string, rules: MailRules): string | null {
  if (!text.includes("@")) return null;
  const parser = new AddressParser(text, rules);
  const addresses = parser.readAddress(true);
  if (addresses === null || !parser.skipComments() || !parser.isAtEnd()) return null;
  return addresses.length === 1 ? (addresses[0] ?? null) : null;
}

const atom = /[\w!#$%&'*+\-/=?^`{|}~.\x80-\uffff]*/y;
const permissiveAtom = /[\w!#$%&'*+\-/=?^`{|}~.()[\];@\\,\x80-\uffff]*/y;
const domainText = /[^[\]\\\x00-\x20\x7f]*/y;
const quotedText = /[^"\\\x00-\x08\x0a-\x1f\x7f]*/y;
const quotable = /[^\x00-\x08\x0a-\x1f\x7f]?/uy;

class AddressParser {
  readonly #text: string;
  readonly #rules: MailRules;
  #at = 0;

  constructor(text: string, rules: MailRules) {
    this.#text = text;
    this.#rules = rules;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** address = mailbox / group. Returns the bare addresses; null on an error. */
  readAddress(allowGroup: boolean): string[] | null {
    this.#skipBlanks();
    if (this.isAtEnd()) return null;
    const bare = this.#readAddressSpec();
    if (bare !== null) {
      this.#skipBlanks();
      return this.#peek() !== "(" || this.#readNameInComment() ? [bare] : null;
    }
    if (this.#peek() !== "<" && !this.#readPhrase()) return null;
    this.#skipBlanks();
    if (allowGroup && this.#take(":")) return this.#readGroupMembers();
    if (!this.#take("<")) return null;
    const address = this.#readAddressSpec();
    return address !== null && this.#take(">") ? [address] : null;
  }

  /** Skips blanks and comments; false if a comment is not closed. */
  skipComments(): boolean {
    this.#skipBlanks();
    while (this.#take("(")) {
      if (this.#readComment() === null) return false;
      this.#skipBlanks();
    }
    return true;
  }

  #readGroupMembers(): string[] | null {
    const members: string[] = [];
    this.#skipBlanks();
    if (this.#take(";")) return this.#finishGroup() ? members : null;
    for (;;) {
      const member = this.readAddress(false);
      if (member === null) return null;
      for (const address of member) members.push(address);
      if (!this.skipComments()) return null;
      if (this.#take(";")) return this.#finishGroup() ? members : null;
      if (!this.#take(",")) return null;
    }
  }

  #finishGroup(): boolean {
    return this.skipComments() || this.#rules.unclosedCommentAfterGroup;
  }

  /** addr-spec = local-part "@" domain. On an error it consumes nothing. */
  #readAddressSpec(): string | null {
    const start = this.#at;
    this.#skipBlanks();
    const local = this.#peek() === '"' ? this.#readQuotedString() || null : this.#readDotAtom();
    if (local !== null && this.#take("@")) {
      this.#skipBlanks();
      const domain = this.#peek() === "[" ? this.#readDomainLiteral() : this.#readDotAtom();
      if (domain !== null) return `${local}@${domain}`;
    }
    this.#at = start;
    return null;
  }

  /** phrase = 1*word. A defect after the first word ends the phrase; the caller then checks what follows. */
  #readPhrase(): boolean {
    for (let words = 0; ; words++) {
      if (words > 0 && this.#rules.commentsInNames && !this.skipComments()) return false;
      this.#skipBlanks();
      if (this.isAtEnd() || !this.#readWord()) return words > 0;
    }
  }

  #readWord(): boolean {
    if (this.#peek() === '"') return this.#readQuotedString() !== null;
    const word = this.#match(this.#rules.specialsInNames ? permissiveAtom : atom);
    return word !== null && word !== "" && !hasUnknownCharset(word);
  }

  #readDotAtom(): string | null {
    const text = this.#match(atom);
    return text === null || /^$|^\.|\.\.|\.$/.test(text) ? null : text;
  }

  #readQuotedString(): string | null {
    const start = this.#at;
    this.#at++;
    let content = "";
    for (;;) {
      const text = this.#match(quotedText);
      if (text === null) break;
      content += text;
      if (this.#take('"')) return content;
      const escaped = this.#take("\\") ? this.#match(quotable) : null;
      if (escaped === null || escaped === "") break;
      content += escaped;
    }
    this.#at = start;
    return null;
  }

  #readDomainLiteral(): string | null {
    if (!this.#rules.domainLiterals || !this.#take("[")) return null;
    const literal = this.#match(domainText);
    return literal !== null && this.#take("]") && parseIp(literal) !== null ? `[${literal}]` : null;
  }

  #readNameInComment(): boolean {
    this.#take("(");
    const name = this.#readComment();
    return name !== null && !name.split(/[ \t]+/).some(hasUnknownCharset);
  }

  /** Reads up to the closing parenthesis and drops backslashes; null if the comment is not closed. */
  #readComment(): string | null {
    const parts: string[] = [];
    for (let depth = 1; !this.isAtEnd(); ) {
      let char = this.#peek();
      this.#at++;
      if (char === "\\" && !this.isAtEnd()) {
        char = this.#peek();
        this.#at++;
      } else if (char === "(") {
        depth++;
      } else if (char === ")") {
        depth--;
      }
      if (depth === 0) return parts.join("");
      parts.push(char);
    }
    return null;
  }

  /** Consumes what the sticky pattern matches. If that is not valid UTF-8, it returns null and consumes nothing. */
  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0] ?? "";
    if (!isValidUtf8(text)) return null;
    this.#at += text.length;
    return text;
  }

  #skipBlanks(): void {
    while (this.#peek() === " " || this.#peek() === "\t") this.#at++;
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }
}
