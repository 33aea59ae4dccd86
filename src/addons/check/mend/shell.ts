import { encodeUtf8 } from "../../../go/utf8.js";

/** Lines for a POSIX shell, made of what files are called and say. */

/** What a report shows in another form, so that it cannot be copied from there. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** A text as one word of a shell. */
export function quote(text: string): string {
  if (/^[\w./@:+,-][\w./@:+,=-]*$/.test(text)) return text;
  if (!invisible.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = Array.from(encodeUtf8(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[\w./@:+, =]/.test(character) ? character : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  // $(…) drops line feeds at the end. Dollar quotes are POSIX since 2024, so only such names need a newer shell.
  return text.endsWith("\n") ? `$'${escaped.join("")}'` : `"$(printf '${escaped.join("")}')"`;
}

/** A path as one word: never an option. */
export function word(path: string): string {
  return quote(path.startsWith("-") ? `./${path}` : path);
}

/** The command that writes these lines into a file. */
export function writeLines(path: string, lines: readonly string[]): string {
  return `printf '%s\\n' ${lines.map((line) => `'${line.replaceAll("'", "'\\''")}'`).join(" ")} > ${word(path)}`;
}

/** The path without its last suffix: `pki/ca` for `pki/ca.crt`. */
export function stemOf(path: string): string {
  return path.replace(/(?<=[^/])\.\w+$/, "");
}
