import { GoError } from "./errors.js";
import { encodeUtf8 } from "./utf8.js";

/** Encodes to lower-case hexadecimal digits. */
export function encodeHex(bytes: Uint8Array): string {
  const native = bytes as Uint8Array & { toHex?(): string };
  if (native.toHex) return native.toHex();
  let digits = "";
  for (const byte of bytes) digits += (byte < 0x10 ? "0" : "") + byte.toString(16);
  return digits;
}

/**
 * Decodes hexadecimal digits of either case.
 *
 * @throws GoError `encoding/hex: invalid byte: U+007A 'z'`, or `encoding/hex: odd length hex string`
 */
export function decodeHex(text: string): Uint8Array {
  return decodeNatively(text) ?? decodeStrictly(text);
}

/** The fast path: the engine's own decoder. Null if the engine has none, or if it refuses the text. */
function decodeNatively(text: string): Uint8Array | null {
  const { fromHex } = Uint8Array as { fromHex?(text: string): Uint8Array };
  try {
    return fromHex?.call(Uint8Array, text) ?? null;
  } catch {
    return null;
  }
}

function decodeStrictly(text: string): Uint8Array {
  const digits = encodeUtf8(text);
  const bytes = new Uint8Array(digits.length >> 1);
  digits.forEach((digit, at) => {
    const value = digitValue(digit);
    if (at >> 1 < bytes.length) bytes[at >> 1] = ((bytes[at >> 1] ?? 0) << 4) | value;
  });
  if (digits.length % 2 === 1) throw new GoError("encoding/hex: odd length hex string");
  return bytes;
}

function digitValue(byte: number): number {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  if (!Number.isNaN(value)) return value;
  const code = byte.toString(16).toUpperCase().padStart(4, "0");
  const shown = byte < 0x20 || (byte >= 0x7f && byte < 0xa0) || byte === 0xad ? "" : ` '${String.fromCharCode(byte)}'`;
  throw new GoError(`encoding/hex: invalid byte: U+${code}${shown}`);
}
