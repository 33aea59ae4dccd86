import { decodeUtf8, toValidUtf8 } from "../go/utf8.js";
import type { Files } from "./files.js";

/**
 * Words of the command line and values of the environment as Go strings. A runtime decodes them, and what is no UTF-8
 * is then lost; where something was, the bytes are looked up in /proc. Elsewhere than on Linux the loss stays.
 */

const replacement = "\ufffd";

/** The words again, the last of this process, with the bytes that each was given with. */
export function rawWords(words: readonly string[], files: Files): readonly string[] {
  if (!words.join("").includes(replacement)) return words;
  const found = procFile("cmdline", files).slice(-words.length);
  return words.map((word, at) => confirmed(found[at], word));
}

/** The variable's value again, with the bytes that it was given with. */
export function rawVariable(name: string, value: string | undefined, files: Files): string | undefined {
  if (!value?.includes(replacement)) return value;
  const found = procFile("environ", files).find((entry) => entry.startsWith(`${name}=`));
  return confirmed(found?.slice(name.length + 1), value);
}

/** What was found, if it is what the runtime has decoded. */
function confirmed(found: string | undefined, decoded: string): string {
  const isSame = found !== undefined && shape(toValidUtf8(found)) === shape(decoded);
  return isSame ? found : decoded;
}

/** Runtimes do not agree on how many characters stand for bytes that are none. */
function shape(text: string): string {
  return text.replace(/\ufffd+/gu, replacement);
}

/** The entries of a file of /proc/self, each of which ends with a NUL; none where there is no such file. */
function procFile(name: string, files: Files): readonly string[] {
  const bytes = files.tryRead(`/proc/self/${name}`);
  return bytes ? decodeUtf8(bytes).split("\0").slice(0, -1) : [];
}
