import { decodeUtf8, toValidUtf8 } from "../go/utf8.js";
import type { Files } from "./files.js";

/**
 * Words of the command line and values of the environment as Go strings. A runtime decodes them, and so loses bytes
 * that are not UTF-8. If some were lost, these functions read the originals from /proc, which only Linux has.
 */

const replacement = "\ufffd";

/** The words at the end of the command line, with their original bytes. */
export function rawWords(words: readonly string[], files: Files): readonly string[] {
  if (!words.join("").includes(replacement)) return words;
  const found = procFile("cmdline", files).slice(-words.length);
  return words.map((word, at) => confirm(found[at], word));
}

/** The value of a variable, with its original bytes. */
export function rawVariable(name: string, value: string | undefined, files: Files): string | undefined {
  if (!value?.includes(replacement)) return value;
  const found = procFile("environ", files).find((entry) => entry.startsWith(`${name}=`));
  return confirm(found?.slice(name.length + 1), value);
}

/** `found`, if the runtime decoded the same text; otherwise `decoded`. */
function confirm(found: string | undefined, decoded: string): string {
  const isSame = found !== undefined && shape(toValidUtf8(found)) === shape(decoded);
  return isSame ? found : decoded;
}

/** Runtimes write different numbers of replacement characters for the same invalid bytes. */
function shape(text: string): string {
  return text.replace(/\ufffd+/gu, replacement);
}

/** The NUL-terminated entries of a file in /proc/self; none if there is no such file. */
function procFile(name: string, files: Files): readonly string[] {
  const bytes = files.tryRead(`/proc/self/${name}`);
  return bytes ? decodeUtf8(bytes).split("\0").slice(0, -1) : [];
}
