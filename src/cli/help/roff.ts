import { wordsOf, wrapWords } from "./wrap.js";

/*
 * Texts in the language of manual pages: roff, with the macros of man(7). Groff and mandoc read it.
 */

/** The length of a line of text in the source, without its escapes. */
const sourceWidth = 70;

const special: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "^": "\\(ha",
  "~": "\\(ti",
  "`": "\\(ga",
  "\u00a0": "\\~",
};

/** Escapes text; dashes become hyphens. */
function plain(text: string): string {
  return text.replace(/[\\^~`]|[^\n -~]/gu, (char) => special[char] ?? unicode(char));
}

function unicode(char: string): string {
  return `\\[u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
}

/** Escapes text that users type: dashes and quotes can be copied. */
export function literal(text: string): string {
  return plain(text).replaceAll("-", "\\-").replaceAll("'", "\\(aq");
}

export function bold(text: string): string {
  return `\\fB${literal(text)}\\fR`;
}

/** A command line, or a flag with its value: literal words are bold, placeholders in capitals are italic. */
export function synopsis(text: string): string {
  return text.replace(/[A-Z]{2,}|[A-Z]+(?=\]|$)|[^A-Z[\]| ,]+|[^A-Z]/g, (part) => {
    if (/^[A-Z]/.test(part)) return `\\fI${part}\\fR`;
    return /^[[\]| ,:]$/.test(part) ? part : bold(part);
  });
}

/** A paragraph; each sentence starts a new line, as roff prefers it. Text in backquotes is literal and bold. */
export function paragraph(text: string): string {
  const sentences = text.split(/(?<=[.?:]) (?=[A-Z])/);
  const lines = sentences.flatMap((sentence) => wrapWords(wordsOf(sentence), sourceWidth, "\u00a0").map(proseLine));
  return `${lines.join("\n")}\n`;
}

function proseLine(line: string): string {
  const text = line.replace(/`([^`]*)`|[^ `]+/g, (word, command: string | undefined) => {
    if (command !== undefined) return bold(command);
    // Words such as self-signed have hyphens. Flags and file names have the dash of the keyboard.
    return /^[^\w-]*[A-Za-z]+(-[A-Za-z]+)+\W*$/.test(word) ? plain(word) : plain(word).replaceAll("-", "\\-");
  });
  // Roff would take such a line for a request.
  return /^[.']/.test(text) ? `\\&${text}` : text;
}

/** Lines that are not filled, indented by four columns. */
export function display(lines: readonly string[]): string {
  const shown = lines.map((line) => (/^[.']/.test(line) ? "\\&" : "") + literal(line));
  return [".PP", ".RS 4", ".nf", ...shown, ".fi", ".RE", ""].join("\n");
}

/** A request with its arguments: `.SH "EXIT STATUS"`. */
export function request(name: string, ...args: readonly string[]): string {
  const quoted = args.map((word) => (/^\S+$/.test(word) ? word : `"${word}"`).replace(/(?<=.)"(?=.)/g, "\\(dq"));
  return `.${[name, ...quoted].join(" ")}\n`;
}
