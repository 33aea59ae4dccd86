/** A piece of a shell script. Words are as they are written, with their quotes. */
export interface Token {
  readonly kind: "word" | "operator" | "newline";
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** What stands between the operator `<<` and the word that ends it. */
  readonly document?: HereDocument;
}

export interface HereDocument {
  text: string;
  /** Whether its variables stay as they are. */
  readonly isQuoted: boolean;
}

const operators = ["<<<", "<<-", "&>>", ";;", "&&", "||", "<<", ">>", ">&", "<&", "&>", ">|", "|&"];

/** How many characters may still be looked at beyond the first look; a hostile text would need far more. */
export interface Effort {
  left: number;
}

export function createEffort(): Effort {
  return { left: 4_000_000 };
}

/**
 * Splits a script into words and operators (POSIX, Shell Command Language, §2.3), as far as they can be told. Nothing is
 * an error: a quote that nothing closes is a character like others.
 *
 * @param isScript whether it is a script and not another file with commands in it, where quotes end on their line
 */
export function readTokens(text: string, isScript: boolean): readonly Token[] {
  const tokens: Token[] = [];
  const waiting: { readonly document: HereDocument; readonly end: string; readonly isIndented: boolean }[] = [];
  const counter = createLineCounter(text);
  const effort = createEffort();
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "\n") {
      tokens.push({ kind: "newline", text: "\n", line: counter(at) });
      at++;
      for (const each of waiting.splice(0)) at = readDocument(text, at, each, effort);
    } else if (/\s/.test(character)) at++;
    else if (character === "\\" && /^\\\r?\n/.test(text.slice(at, at + 3))) at = text.indexOf("\n", at) + 1;
    else if (character === "#") at = endOfLine(text, at);
    else {
      const operator = operatorAt(text, at);
      const line = counter(at);
      if (operator === "") {
        const end = endOfWord(text, at, isScript, effort);
        tokens.push({ kind: "word", text: text.slice(at, end), line });
        at = end;
      } else if (operator === "<<" || operator === "<<-") {
        at += operator.length;
        while (text.charAt(at) === " " || text.charAt(at) === "\t") at++;
        const end = endOfWord(text, at, isScript, effort);
        const word = text.slice(at, end);
        const document = { text: "", isQuoted: /['"\\]/.test(word) };
        waiting.push({ document, end: word.replace(/['"\\]/g, ""), isIndented: operator === "<<-" });
        tokens.push({ kind: "operator", text: "<<", line, document });
        at = Math.max(end, at);
      } else {
        tokens.push({ kind: "operator", text: operator, line });
        at += operator.length;
      }
    }
  }
  return tokens;
}

/** Tells the lines of places that only go up. */
function createLineCounter(text: string): (at: number) => number {
  let [line, next] = [1, text.indexOf("\n")];
  return (at) => {
    while (next >= 0 && next < at) {
      line++;
      next = text.indexOf("\n", next + 1);
    }
    return line;
  };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function operatorAt(text: string, at: number): string {
  const long = operators.find((each) => text.startsWith(each, at));
  if (long !== undefined) return long;
  const character = text.charAt(at);
  return ";&|()<>".includes(character) ? character : "";
}

/** Reads the lines up to the one that ends a document; all others, if none does. */
function readDocument(
  text: string,
  start: number,
  { document, end, isIndented }: { document: HereDocument; end: string; isIndented: boolean },
  effort: Effort,
): number {
  const lines: string[] = [];
  for (let at = start; at < text.length && effort.left > 0; ) {
    const next = endOfLine(text, at);
    const line = text.slice(at, next).replace(/\r$/, "");
    effort.left -= line.length + 1;
    at = next + 1;
    if ((isIndented ? line.replace(/^\t+/, "") : line) === end) {
      document.text = lines.map((each) => `${isIndented ? each.replace(/^\t+/, "") : each}\n`).join("");
      return at;
    }
    lines.push(line);
  }
  return start;
}

function endOfWord(text: string, start: number, isScript: boolean, effort: Effort): number {
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (/[\s;&|()<>]/.test(character)) return at;
    if (character === "\\") at += /^\\\r?\n/.test(text.slice(at, at + 3)) ? text.indexOf("\n", at) + 1 - at : 2;
    else if (character === "'" || character === '"' || character === "`") at = endOfQuote(text, at, isScript, effort);
    else if (text.startsWith("$(", at)) at = endOfCommand(text, at, effort);
    else if (text.startsWith("${", at)) at = endOfBraces(text, at, effort);
    else at++;
  }
  return text.length;
}

/** The longest quoted text and the longest command in a word. */
const longest = 65_536;

/** The place after a quoted text; that of the next character, if nothing closes it. */
function endOfQuote(text: string, start: number, isScript: boolean, effort: Effort): number {
  const quote = text.charAt(start);
  const last = Math.min(text.length, start + longest, start + effort.left);
  for (let at = start + 1; at < last; at++) {
    const character = text.charAt(at);
    effort.left--;
    if (character === quote) return at + 1;
    if (character === "\n" && !isScript) break;
    if (character === "\\" && quote !== "'") at++;
    else if (quote === '"' && text.startsWith("$(", at)) at = endOfCommand(text, at, effort) - 1;
  }
  return start + 1;
}

/** The place after `$(…)`. */
export function endOfCommand(text: string, start: number, effort: Effort): number {
  let depth = 0;
  const last = Math.min(text.length, start + longest, start + effort.left);
  for (let at = start + 1; at < last; at++) {
    const character = text.charAt(at);
    effort.left--;
    if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return at + 1;
  }
  return start + 2;
}

/** The place after `${…}`, which ends on its line. */
export function endOfBraces(text: string, start: number, effort: Effort): number {
  const [found = ""] = /^\$\{[^}\n]{0,300}\}/.exec(text.slice(start, start + 303)) ?? [];
  effort.left -= found.length;
  return start + Math.max(found.length, 2);
}
