import { GoError } from "../errors.js";
import { decodeUtf8, isValidUtf8 } from "../utf8.js";
import { syntaxError } from "./errors.js";

/** Universal tags of the character string types (X.680 §41) that we read. */
export const utf8StringTag = 12;
export const numericStringTag = 18;
export const printableStringTag = 19;
export const t61StringTag = 20;
export const ia5StringTag = 22;
export const generalStringTag = 27;
export const bmpStringTag = 30;

/** What a PrintableString may contain besides letters and digits (X.680 §41.4). */
export const printableMarks = " '()+,-./:=?";

/** Whether a text passes as a PrintableString. Go allows `*` and `&` too, because many certificates contain them. */
export function isPrintable(text: string, marks = `${printableMarks}*&`): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
    const isDigit = code >= 0x30 && code <= 0x39;
    if (!isLetter && !isDigit && !marks.includes(text.charAt(at))) return false;
  }
  return true;
}

/**
 * Decodes a character string to a Go string; null for another tag. The bytes of T61String and GeneralString are not
 * converted. Throws GoError for characters that the type does not allow.
 */
export function parseText(tag: number, contents: Uint8Array): string | null {
  const text = tag === bmpStringTag ? parseBmp(contents) : decodeUtf8(contents);
  switch (tag) {
    case printableStringTag:
      if (!isPrintable(text)) throw syntaxError("PrintableString contains invalid character");
      return text;
    case numericStringTag:
      if (!/^[0-9 ]*$/.test(text)) throw syntaxError("NumericString contains invalid character");
      return text;
    case ia5StringTag:
      if (!isAscii(contents)) throw syntaxError("IA5String contains invalid character");
      return text;
    case utf8StringTag:
      if (!isValidUtf8(text)) throw new GoError("asn1: invalid UTF-8 string");
      return text;
    case t61StringTag:
    case generalStringTag:
    case bmpStringTag:
      return text;
    default:
      return null;
  }
}

/** Whether every byte is below 0x80. */
export function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

function parseBmp(contents: Uint8Array): string {
  // The wrong package name is Go's own mistake: its code came from package pkcs12.
  if (contents.length % 2 !== 0) throw new GoError("pkcs12: odd-length BMP string");
  return decodeUtf16(contents);
}

/**
 * Decodes BMPString contents (X.690 §8.23.8) of an even number of bytes as UTF-16. A final U+0000 is dropped, a lone
 * surrogate becomes U+FFFD.
 */
export function decodeUtf16(contents: Uint8Array): string {
  const stop = contents.length >= 2 && contents.at(-1) === 0 && contents.at(-2) === 0 ? -2 : contents.length;
  const units = contents.slice(0, stop);
  let text = "";
  for (let at = 0; at < units.length; at += 2) {
    text += String.fromCharCode(((units[at] ?? 0) << 8) | (units[at + 1] ?? 0));
  }
  return text.toWellFormed();
}
