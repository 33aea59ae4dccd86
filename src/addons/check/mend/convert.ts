import { quote, word } from "./shell.js";

/** Commands that change how a file is written, and leave what it says. */

export function removeByteOrderMark(path: string): readonly string[] {
  return [`sed -i '1s/^\\xEF\\xBB\\xBF//' ${word(path)}`];
}

export function convertUtf16(path: string): readonly string[] {
  return through(path, (from, to) => `iconv -f UTF-16 -t UTF-8 ${from} > ${to}`);
}

/** Asks for the password. */
export function decryptKey(path: string): readonly string[] {
  return through(path, (from, to) => `openssl pkey -in ${from} -out ${to}`);
}

/** The label that cfssl alone writes becomes that of RFC 5958. */
export function relabelKey(path: string): readonly string[] {
  return [`sed -i 's/Ed25519 PRIVATE KEY/PRIVATE KEY/' ${word(path)}`];
}

export function exchange(one: string, other: string): readonly string[] {
  const between = word(`${one}.aside`);
  return [`mv ${word(one)} ${between}`, `mv ${word(other)} ${word(one)}`, `mv ${between} ${word(other)}`];
}

/** Replaces words in a file of text. */
export function substitute(path: string, from: string, to: string): readonly string[] {
  const pattern = from.replace(/[\\/.*[\]^$]/g, "\\$&");
  const replacement = to.replace(/[\\/&]/g, "\\$&");
  return [`sed -i ${quote(`s/${pattern}/${replacement}/g`)} ${word(path)}`];
}

/** Copies over a file that is there, so that its owner and mode stay. */
function through(path: string, command: (from: string, to: string) => string): readonly string[] {
  const made = word(`${path}.mended`);
  return [command(word(path), made), `cp ${made} ${word(path)}`, `rm ${made}`];
}
