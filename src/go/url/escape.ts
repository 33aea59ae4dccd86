import { GoError } from "../errors.js";
import { quote } from "../strconv.js";
import { decodeUtf8, encodeUtf8 } from "../utf8.js";

/** The part of a URL that a text stands in; which characters may stand unescaped depends on it. */
export type UrlPart = "path" | "host" | "zone" | "userinfo" | "fragment";

const hostCharacter = /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/;

const plain: Readonly<Record<UrlPart, RegExp>> = {
  path: /[A-Za-z0-9\-_.~$&+,/:;=@]/,
  host: hostCharacter,
  zone: hostCharacter,
  userinfo: /[A-Za-z0-9\-_.~$&+,;=]/,
  fragment: /[A-Za-z0-9\-_.~$&+,/:;=?@!()*]/,
};

const percent = 0x25;

/** The text with every byte that may not stand in that part as %XX (RFC 3986 §2.1, upper-case digits). */
export function escapeUrl(text: string, part: UrlPart): string {
  let escaped = "";
  for (const byte of encodeUtf8(text)) {
    const char = String.fromCharCode(byte);
    escaped += plain[part].test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return escaped;
}

/**
 * The text with every %XX as the byte it stands for. Throws GoError with Go's text: `invalid URL escape "%zz"`, also
 * for an escape that the part forbids (a host may only escape bytes outside ASCII), and
 * `invalid character " " in host name`.
 */
export function unescapeUrl(text: string, part: UrlPart): string {
  const bytes = encodeUtf8(text);
  const inHost = part === "host" || part === "zone";
  const unescaped: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === percent) {
      unescaped.push(readEscape(bytes.subarray(at, at + 3), part));
      at += 2;
    } else {
      const char = String.fromCharCode(byte);
      if (inHost && byte < 0x80 && !hostCharacter.test(char)) {
        throw new GoError(`invalid character ${quote(char)} in host name`);
      }
      unescaped.push(byte);
    }
  }
  return decodeUtf8(Uint8Array.from(unescaped));
}

/**
 * Whether the text can stand in a path or fragment as it is. More than what escapeUrl leaves alone: the sub-delims
 * of RFC 3986 §2.2, brackets, and % are fine too.
 */
export function isEscaped(text: string, part: "path" | "fragment"): boolean {
  for (const char of text) if (!plain[part].test(char) && !/[!$&'()*+,;=:@[\]%]/.test(char)) return false;
  return true;
}

function readEscape(bytes: Uint8Array, part: UrlPart): number {
  const text = decodeUtf8(bytes);
  const invalid = new GoError(`invalid URL escape ${quote(text)}`);
  if (!/^%[0-9a-f]{2}$/i.test(text)) throw invalid;
  const value = Number.parseInt(text.slice(1), 16);
  if (value === percent) return value;
  if (part === "host" && value < 0x80) throw invalid;
  if (part === "zone" && value !== 0x20 && !hostCharacter.test(String.fromCharCode(value))) throw invalid;
  return value;
}
