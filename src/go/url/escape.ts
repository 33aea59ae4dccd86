import { GoError } from "../errors.js";
import { quote } from "../strconv.js";
import { decodeUtf8, encodeUtf8 } from "../utf8.js";

/** A part of a URL. Each part allows other characters without escapes. */
export type UrlPart = "path" | "host" | "zone" | "userinfo" | "query" | "fragment";

const hostMarks = "-_.~!$&'()*+,;=:[]<>\"";

/** The characters that need no escape, besides letters and digits. */
const marks: Readonly<Record<UrlPart, string>> = {
  path: "-_.~$&+,/:;=@",
  host: hostMarks,
  zone: hostMarks,
  userinfo: "-_.~$&+,;=",
  query: "-_.~",
  fragment: "-_.~$&+,/:;=?@!()*",
};

const percent = 0x25;
const plus = 0x2b;
const blank = 0x20;
const digits = "0123456789ABCDEF";

/** Escapes every byte that the part does not allow as %XX (RFC 3986 §2.1, upper-case digits). */
export function escapeUrl(text: string, part: UrlPart): string {
  if (isAllPlain(text, part)) return text;
  const bytes = encodeUtf8(text);
  const escaped = new Uint8Array(bytes.length * 3);
  let size = 0;
  for (const byte of bytes) {
    if (isPlain(byte, part)) {
      escaped[size++] = byte;
    } else {
      escaped[size++] = percent;
      escaped[size++] = digits.charCodeAt(byte >> 4);
      escaped[size++] = digits.charCodeAt(byte & 15);
    }
  }
  return decodeUtf8(escaped.subarray(0, size));
}

function isAllPlain(text: string, part: UrlPart): boolean {
  for (let at = 0; at < text.length; at++) if (!isPlain(text.charCodeAt(at), part)) return false;
  return true;
}

/**
 * Decodes every %XX, and in a query + to a blank. Throws GoError with Go's text: `invalid URL escape "%zz"`, also for an escape that the part
 * forbids (a host may only escape bytes outside ASCII), and `invalid character " " in host name`.
 */
export function unescapeUrl(text: string, part: UrlPart): string {
  const inHost = part === "host" || part === "zone";
  if (!inHost && !text.includes("%") && !(part === "query" && text.includes("+"))) return text;
  const bytes = encodeUtf8(text);
  const unescaped = new Uint8Array(bytes.length);
  let size = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === percent) {
      unescaped[size++] = readEscape(bytes, at, part);
      at += 2;
    } else {
      if (inHost && byte < 0x80 && !isPlain(byte, part)) {
        throw new GoError(`invalid character ${quote(String.fromCharCode(byte))} in host name`);
      }
      unescaped[size++] = part === "query" && byte === plus ? blank : byte;
    }
  }
  return decodeUtf8(unescaped.subarray(0, size));
}

/**
 * Whether the text needs no escapes in a path or fragment. This allows more than escapeUrl does: the sub-delims of RFC
 * 3986 §2.2, brackets, and %.
 */
export function isEscaped(text: string, part: "path" | "fragment"): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!isPlain(text.charCodeAt(at), part) && !"!$&'()*+,;=:@[]%".includes(text.charAt(at))) return false;
  }
  return true;
}

function isPlain(code: number, part: UrlPart): boolean {
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  const isDigit = code >= 0x30 && code <= 0x39;
  return isLetter || isDigit || marks[part].includes(String.fromCharCode(code));
}

/** Decodes the escape at `at`. */
function readEscape(bytes: Uint8Array, at: number, part: UrlPart): number {
  const high = digitValue(bytes[at + 1]);
  const low = digitValue(bytes[at + 2]);
  const value = high * 16 + low;
  if (high < 0 || low < 0 || !mayBeEscaped(value, part)) {
    throw new GoError(`invalid URL escape ${quote(decodeUtf8(bytes.subarray(at, at + 3)))}`);
  }
  return value;
}

function mayBeEscaped(value: number, part: UrlPart): boolean {
  if (value === percent) return true;
  if (part === "host") return value >= 0x80;
  return part !== "zone" || value === 0x20 || isPlain(value, part);
}

/** -1 if it is not a hexadecimal digit. */
function digitValue(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
