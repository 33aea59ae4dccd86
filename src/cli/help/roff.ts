import { wordsOf, wrapWords } from "./wrap.js";

/*
 * Texts in the language of manual pages: roff, with the macros of man(7). Groff and mandoc read it.
 */

/** How long lines of text are in the source, but for what escapes add. */
const sourceWidth = 70;

const special: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "^": "\\(ha",
  "~": "\\(ti",
  "`": "\\(ga",
};

/** Characters as they are, the dashes as hyphens. */
function plain(text: string): string {
  return text.replace(/[\\^~`]|[^\n -~]/gu, (char) => special[char] ?? unicode(char));
}

function unicode(char: string): string {
  return `\\[u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
}

/** Text to be typed: dashes and quotes that can be copied. */
export function literal(text: string): string {
  return plain(text).replaceAll("-", "\\-").replaceAll("'", "\\(aq");
}

export function bold(text: string): string {
  return `\\fB${literal(text)}\\fR`;
}

/** A command line or a flag with its value: what is typed is bold, what words in capitals stand for is italic. */
export function synopsis(text: string): string {
  return text.replace(/[A-Z]{2,}|[A-Z]+(?=\]|$)|[^A-Z[\]| ,]+|[^A-Z]/g, (part) => {
    if (/^[A-Z]/.test(part)) return `\\fI${part}\\fR`;
    return /^[[\]| ,:]$/.test(part) ? part : bold(part);
  });
}

/** A paragraph, each sentence on lines of its own. Backquotes make text to be typed, in bold. */
export function paragraph(text: string): string {
  const sentences = text.split(/(?<=[.?:]) (?=[A-Z])/);
  const lines = sentences.flatMap((sentence) => wrapWords(wordsOf(sentence), sourceWidth).map(proseLine));
  return `${lines.join("\n")}\n`;
}

function proseLine(line: string): string {
  const text = line.replace(/`([^`]*)`|[^ `]+/g, (word, command: string | undefined) => {
    if (command !== undefined) return bold(command);
    // Words such as self-signed have hyphens. Flags and names of files have what is on the keyboard.
    return /^[^\w-]*[A-Za-z]+(-[A-Za-z]+)+\W*$/.test(word) ? plain(word) : plain(word).replaceAll("-", "\\-");
  });
  // A line that begins so would be a command of roff.
  return /^[.']/.test(text) ? `\\&${text}` : text;
}

/** Lines as they stand, set in by four columns. */
export function display(lines: readonly string[]): string {
  const shown = lines.map((line) => (/^[.']/.test(line) ? "\\&" : "") + literal(line));
  return [".PP", ".RS 4", ".nf", ...shown, ".fi", ".RE", ""].join("\n");
}

/** A request with its arguments: `.SH "EXIT STATUS"`. */
export function request(name: string, ...args: readonly string[]): string {
  const quoted = args.map((word) => (/^\S+$/.test(word) ? word : `"${word}"`).replace(/(?<=.)"(?=.)/g, "\\(dq"));
  return `.${[name, ...quoted].join(" ")}\n`;
}
