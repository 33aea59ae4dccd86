import { GoError } from "../errors.js";
import { decodeUtf8 } from "../utf8.js";

/** The limit of nested arrays and objects, as in Go. */
const maxDepth = 10000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const space = 0x20;

type Expect = "value" | "value or ]" | "key" | "key or }" | "colon" | "next" | "end";

/**
 * Checks that `data` is one JSON text (RFC 8259) by the rules of Go's encoding/json: at most 10000 levels deep, with
 * blanks around it allowed. The time is linear, and it does not recurse.
 *
 * @throws GoError in Go's words for the first invalid byte, or for an early end.
 */
export function checkValid(data: Uint8Array): void {
  if (!isValidNatively(data)) scan(data);
}

/**
 * The fast path: whether the engine accepts the text. It accepts what Go does, except for the limit of depth, and a
 * text of at most 10000 bytes cannot exceed that. It avoids scanning byte by byte.
 */
function isValidNatively(data: Uint8Array): boolean {
  if (data.length > maxDepth) return false;
  try {
    JSON.parse(decodeUtf8(data));
    return true;
  } catch {
    return false;
  }
}

function scan(data: Uint8Array): void {
  const open: number[] = [];
  let expect: Expect = "value";
  for (let at = skipBlanks(data, 0); at < data.length; at = skipBlanks(data, at)) {
    const byte = data[at] ?? 0;
    switch (expect) {
      case "value or ]":
      case "value":
        if (byte === closeArray && expect === "value or ]") {
          open.pop();
          expect = open.length === 0 ? "end" : "next";
          at++;
        } else if (byte === openArray || byte === openObject) {
          if (open.push(byte) > maxDepth) throw invalid(byte, "exceeded max depth");
          expect = byte === openArray ? "value or ]" : "key or }";
          at++;
        } else {
          at = checkScalar(data, at);
          expect = open.length === 0 ? "end" : "next";
        }
        break;
      case "key or }":
      case "key":
        if (byte === closeObject && expect === "key or }") {
          open.pop();
          expect = open.length === 0 ? "end" : "next";
          at++;
        } else {
          if (byte !== quote) throw invalid(byte, "looking for beginning of object key string");
          at = checkString(data, at + 1);
          expect = "colon";
        }
        break;
      case "colon":
        if (byte !== colon) throw invalid(byte, "after object key");
        expect = "value";
        at++;
        break;
      case "next":
        expect = afterElement(open, byte);
        at++;
        break;
      case "end":
        throw invalid(byte, "after top-level value");
    }
  }
  if (expect !== "end") throw unexpectedEnd();
}

/** Reads the comma or closing bracket after an element; returns what may follow. */
function afterElement(open: number[], byte: number): Expect {
  const inObject = open[open.length - 1] === openObject;
  if (byte === comma) return inObject ? "key" : "value";
  if (byte !== (inObject ? closeObject : closeArray)) {
    throw invalid(byte, inObject ? "after object key:value pair" : "after array element");
  }
  open.pop();
  return open.length === 0 ? "end" : "next";
}

/** The offset of the first byte from `at` on that is not a blank. */
export function skipBlanks(data: Uint8Array, at: number): number {
  let next = at;
  for (; next < data.length; next++) {
    const byte = data[next];
    if (byte !== space && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return next;
}

/** The offset after the value that starts at `at`. The text must have passed checkValid. */
export function skipValue(data: Uint8Array, at: number): number {
  let depth = 0;
  let next = at;
  do {
    const byte = data[next] ?? 0;
    if (byte === openArray || byte === openObject) depth++;
    else if (byte === closeArray || byte === closeObject) depth--;
    next = byte === quote ? skipString(data, next) : next + 1;
  } while (depth > 0);
  return isWordByte(data[next - 1]) ? skipWord(data, next) : next;
}

/** The offset after the string that starts at `at`. The text must have passed checkValid. */
export function skipString(data: Uint8Array, at: number): number {
  let next = at + 1;
  for (; data[next] !== quote; next++) if (data[next] === backslash) next++;
  return next + 1;
}

/** The offset after the number or literal word that contains `at`. */
function skipWord(data: Uint8Array, at: number): number {
  let next = at;
  while (isWordByte(data[next])) next++;
  return next;
}

function isWordByte(byte = space): boolean {
  return (
    isDigit(byte) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x45
  );
}

function checkScalar(data: Uint8Array, at: number): number {
  const byte = data[at] ?? 0;
  if (byte === quote) return checkString(data, at + 1);
  if (byte === 0x2d || isDigit(byte)) return checkNumber(data, at);
  for (const word of ["true", "false", "null"]) if (byte === word.charCodeAt(0)) return checkWord(data, at, word);
  throw invalid(byte, "looking for beginning of value");
}

function checkWord(data: Uint8Array, at: number, word: string): number {
  for (let n = 1; n < word.length; n++) {
    if (data[at + n] !== word.charCodeAt(n)) throw invalid(data[at + n], `in literal ${word} (expecting '${word[n]}')`);
  }
  return at + word.length;
}

/** Checks the rest of a string after its opening quote; returns the offset after it. */
function checkString(data: Uint8Array, at: number): number {
  for (let next = at; next < data.length; next++) {
    const byte = data[next] ?? 0;
    if (byte === quote) return next + 1;
    if (byte < space) throw invalid(byte, "in string literal");
    if (byte === backslash) next = checkEscape(data, next + 1);
  }
  throw unexpectedEnd();
}

/** Checks an escape after its backslash; returns the offset of its last byte. */
function checkEscape(data: Uint8Array, at: number): number {
  const byte = data[at] ?? space;
  if (byte !== 0x75) {
    if (!'"\\/bfnrt'.includes(String.fromCharCode(byte))) throw invalid(byte, "in string escape code");
    return at;
  }
  for (let n = 1; n <= 4; n++) {
    if (!isHexDigit(data[at + n] ?? space)) throw invalid(data[at + n], "in \\u hexadecimal character escape");
  }
  return at + 4;
}

function checkNumber(data: Uint8Array, at: number): number {
  let next = data[at] === 0x2d ? at + 1 : at;
  if (data[next] === 0x30) next++;
  else next = checkDigits(data, next, "in numeric literal");
  if (data[next] === 0x2e) next = checkDigits(data, next + 1, "after decimal point in numeric literal");
  if (data[next] === 0x65 || data[next] === 0x45) {
    next++;
    if (data[next] === 0x2b || data[next] === 0x2d) next++;
    next = checkDigits(data, next, "in exponent of numeric literal");
  }
  return next;
}

/** Checks for one or more digits from `at` on; returns the offset after them. */
function checkDigits(data: Uint8Array, at: number, where: string): number {
  let next = at;
  while (isDigit(data[next] ?? space)) next++;
  if (next === at) throw invalid(data[at], where);
  return next;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

function unexpectedEnd(): GoError {
  return new GoError("unexpected end of JSON input");
}

/** Without a byte, the text ends inside a token. Go's scanner reads a blank there, and its error names that blank. */
function invalid(byte: number | undefined, where: string): GoError {
  return new GoError(`invalid character ${quoteByte(byte ?? space)} ${where}`);
}

const shortEscapes = new Map([
  [0x07, "\\a"],
  [0x08, "\\b"],
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0b, "\\v"],
  [0x0c, "\\f"],
  [0x0d, "\\r"],
  [0x27, "\\'"],
  [backslash, "\\\\"],
]);

/** Quotes the byte as a Latin-1 character: between single quotes, and escaped as in Go source. */
function quoteByte(byte: number): string {
  const hex = byte.toString(16).padStart(2, "0");
  const isControl = byte < space || byte === 0x7f;
  const isUnprintable = (byte >= 0x80 && byte <= 0xa0) || byte === 0xad;
  const plain = isControl ? `\\x${hex}` : isUnprintable ? `\\u00${hex}` : String.fromCharCode(byte);
  return `'${shortEscapes.get(byte) ?? plain}'`;
}
