import { GoError } from "./errors.js";
import { encodeUtf8 } from "./utf8.js";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const padding = 0x3d;

let codes: Uint8Array | undefined;
let values: Uint8Array | undefined;

/** The methods of newer engines for base64 (ECMA-262). They are faster than our loops, which run only once or twice. */
interface NativeBase64 {
  fromBase64?(text: string, options: { lastChunkHandling: "strict" }): Uint8Array;
}

/** Encodes to standard base64 (RFC 4648 §4) with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const native = bytes as Uint8Array & { toBase64?(): string };
  if (native.toBase64) return native.toBase64();
  codes ??= encodeUtf8(alphabet);
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding);
  let to = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const size = Math.min(bytes.length - at, 3);
    for (let n = 0; n <= size; n++) out[to + n] = codes[(group >> (18 - 6 * n)) & 63] ?? padding;
    to += 4;
  }
  return new TextDecoder().decode(out);
}

/**
 * Decodes standard base64 (RFC 4648 §4) with padding. Line ends are allowed anywhere. The bits after the last byte may
 * have any value.
 *
 * @throws GoError `illegal base64 data at input byte N`. Go counts N in UTF-8 bytes.
 */
export function decodeBase64(text: string): Uint8Array {
  const decoded = decodeNatively(text) ?? decodeStrictly(text);
  if (typeof decoded === "number") throw new GoError(`illegal base64 data at input byte ${decoded}`);
  return decoded;
}

/** Like decodeBase64, but null on an error: one PEM text can have a hundred thousand of them. */
export function tryDecodeBase64(text: string): Uint8Array | null {
  const decoded = decodeNatively(text) ?? decodeStrictly(text);
  return typeof decoded === "number" ? null : decoded;
}

/**
 * The fast path: the engine's own decoder, which avoids our loop over the text. Null if the engine has none, if it
 * refuses the text, or if the text has a blank, which only Go refuses.
 */
function decodeNatively(text: string): Uint8Array | null {
  const { fromBase64 } = Uint8Array as NativeBase64;
  if (!fromBase64 || text.includes(" ") || text.includes("\t") || text.includes("\f")) return null;
  try {
    return fromBase64.call(Uint8Array, text, { lastChunkHandling: "strict" });
  } catch {
    return null;
  }
}

/** Returns the bytes, or the offset of the fault. */
function decodeStrictly(text: string): Uint8Array | number {
  values ??= makeValueTable();
  const input = encodeUtf8(text);
  const out = new Uint8Array(Math.floor((input.length / 4) * 3));
  let to = 0;
  let group = 0;
  let filled = 0;
  for (let at = 0; at < input.length; at++) {
    const byte = input[at] ?? 0;
    const value = values[byte] ?? 0xff;
    if (value < 64) {
      group = (group << 6) | value;
      if (++filled < 4) continue;
      out[to++] = group >> 16;
      out[to++] = group >> 8;
      out[to++] = group;
      group = filled = 0;
    } else if (!isLineEnd(byte)) {
      if (byte !== padding || filled < 2) return at;
      const fault = findPaddingFault(input, at, filled);
      if (fault !== null) return fault;
      if (filled === 3) group >>= 2;
      else group >>= 4;
      if (filled === 3) out[to++] = group >> 8;
      out[to++] = group;
      return out.subarray(0, to);
    }
  }
  // Go steps back one byte for each character of the incomplete group, as if no line ends stood between them.
  if (filled > 0) return input.length - filled;
  return out.subarray(0, to);
}

/** The offset of a fault in the padding, which starts at `at`; null if there is none. */
function findPaddingFault(input: Uint8Array, at: number, filled: number): number | null {
  let next = at + 1;
  if (filled === 2) {
    next = skipLineEnds(input, next);
    if (next === input.length) return next;
    if (input[next] !== padding) return next - 1;
    next++;
  }
  next = skipLineEnds(input, next);
  return next < input.length ? next : null;
}

function skipLineEnds(input: Uint8Array, at: number): number {
  let next = at;
  while (isLineEnd(input[next])) next++;
  return next;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function makeValueTable(): Uint8Array {
  const table = new Uint8Array(256).fill(0xff);
  for (let value = 0; value < 64; value++) table[alphabet.charCodeAt(value)] = value;
  return table;
}
