import { readFileSync } from "node:fs";
import { decodeUtf8, toValidUtf8 } from "../go/utf8.js";

/**
 * Words of the command line and values of the environment as Go strings. A runtime decodes them, and what is no UTF-8
 * is then lost; where something was, the octets are looked up in /proc. Elsewhere than on Linux the loss stays.
 */

const replacement = "\ufffd";

/** The words again, the last of this process, with the octets that each was given with. */
export function rawWords(words: readonly string[]): readonly string[] {
  if (!words.some((word) => word.includes(replacement))) return words;
  const found = procFile("cmdline").slice(-words.length);
  return words.map((word, at) => confirmed(found[at], word));
}

/** The variable's value again, with the octets that it was given with. */
export function rawVariable(name: string, value: string | undefined): string | undefined {
  if (!value?.includes(replacement)) return value;
  const found = procFile("environ").find((entry) => entry.startsWith(`${name}=`));
  return confirmed(found?.slice(name.length + 1), value);
}

/** What was found, if it is what the runtime has decoded. */
function confirmed(found: string | undefined, decoded: string): string {
  const isSame = found !== undefined && shape(toValidUtf8(found)) === shape(decoded);
  return isSame ? found : decoded;
}

/** Runtimes do not agree on how many characters stand for octets that are none. */
function shape(text: string): string {
  return text.replace(/\ufffd+/gu, replacement);
}

/** The entries of a file of /proc/self, each of which ends with a NUL; none where there is no such file. */
function procFile(name: string): readonly string[] {
  try {
    return decodeUtf8(readFileSync(`/proc/self/${name}`))
      .split("\0")
      .slice(0, -1);
  } catch {
    return [];
  }
}
