import { decodeUtf8 } from "../../go/utf8.js";

/** How a text file is written, where programs on other systems stumble over it. */
export interface TextForm {
  /** The text without a byte order mark. */
  readonly text: string;
  readonly encoding: "utf-8" | "utf-16";
  readonly hasByteOrderMark: boolean;
}

/** Decodes a text; null for what is none (it has NUL bytes and is not UTF-16). */
export function decodeText(bytes: Uint8Array): TextForm | null {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), false, true);
  if (first === 0xfe && second === 0xff) return utf16(bytes.subarray(2), true, true);
  // PowerShell and editors may leave the mark out: ASCII then has a zero in every other byte.
  if (first !== 0 && second === 0 && bytes[3] === 0) return utf16(bytes, false, false);
  if (first === 0 && second !== 0 && bytes[2] === 0) return utf16(bytes, true, false);
  if ((bytes.length > 4096 ? bytes.subarray(0, 4096) : bytes).includes(0)) return null;
  const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
  return { text: decodeUtf8(hasMark ? bytes.subarray(3) : bytes), encoding: "utf-8", hasByteOrderMark: hasMark };
}

function utf16(bytes: Uint8Array, isBigEndian: boolean, hasByteOrderMark: boolean): TextForm {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode(view.getUint16(at, !isBigEndian));
  return { text, encoding: "utf-16", hasByteOrderMark };
}
