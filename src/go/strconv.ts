import { GoError } from "./errors.js";

const truths: Readonly<Record<string, boolean>> = {
  "1": true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  "0": false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

const prefixBases: Readonly<Record<string, bigint>> = { b: 2n, o: 8n, x: 16n };

/** Why a text is not a number, in the words of Go's strconv.NumError. */
type NumberDefect = "invalid syntax" | "value out of range";

/**
 * Parses a signed integer as Go's strconv.ParseInt does. Base 0 takes the base from the prefix (0x, 0o, 0b, a leading 0
 * for octal) and allows single underscores between digits. Throws GoError with Go's text
 * (`strconv.ParseInt: parsing "x": invalid syntax`).
 */
// biome-ignore lint/suspicious/noShadowRestrictedNames: Go's own name; a module that needs it imports it by name.
export function parseInt(text: string, base: 0 | 10 | 16, bits: 32 | 64): bigint {
  const value = scanInteger(text, base, bits);
  if (typeof value === "string") throw numberError("ParseInt", text, value);
  return value;
}

/** Parses a decimal 64-bit integer as Go's strconv.Atoi does. Throws GoError (`strconv.Atoi: parsing "x": …`). */
export function atoi(text: string): bigint {
  const value = scanInteger(text, 10, 64);
  if (typeof value === "string") throw numberError("Atoi", text, value);
  return value;
}

/** Parses the twelve spellings of Go's strconv.ParseBool; null for any other text. */
export function parseBool(text: string): boolean | null {
  return Object.hasOwn(truths, text) ? (truths[text] ?? null) : null;
}

/** Parses a signed integer of `bits` bits. Returns the integer, or the defect of the text. */
export function scanInteger(text: string, base: 0 | 10 | 16, bits: 32 | 64): bigint | NumberDefect {
  const signed = /^[+-]/.test(text);
  const magnitude = scanMagnitude(signed ? text.slice(1) : text, base, bits);
  if (typeof magnitude === "string") return magnitude;
  const negative = text.startsWith("-");
  const limit = 1n << BigInt(bits - 1);
  if (magnitude > limit || (magnitude === limit && !negative)) return "value out of range";
  return negative ? -magnitude : magnitude;
}

/**
 * Reads digits from the left and stops at the first defect, as Go does: a number that is too large for an unsigned
 * integer of that size is out of range even if garbage follows.
 */
function scanMagnitude(text: string, base: 0 | 10 | 16, bits: 32 | 64): bigint | NumberDefect {
  if (text === "") return "invalid syntax";
  const { radix, digits } = base === 0 ? splitPrefix(text) : { radix: BigInt(base), digits: text };
  const most = (1n << BigInt(bits)) - 1n;
  let value = 0n;
  for (const char of digits) {
    if (char === "_" && base === 0) continue;
    const digit = digitValue(char);
    if (digit === undefined || digit >= radix) return "invalid syntax";
    value = value * radix + digit;
    if (value > most) return "value out of range";
  }
  return base === 0 && /^_|__|_$/.test(text) ? "invalid syntax" : value;
}

function splitPrefix(text: string): { radix: bigint; digits: string } {
  if (!text.startsWith("0")) return { radix: 10n, digits: text };
  const named = text.length > 2 ? prefixBases[text.charAt(1).toLowerCase()] : undefined;
  return named === undefined ? { radix: 8n, digits: text.slice(1) } : { radix: named, digits: text.slice(2) };
}

function digitValue(char: string): bigint | undefined {
  return /^[0-9a-z]$/i.test(char) ? BigInt(Number.parseInt(char, 36)) : undefined;
}

/**
 * Formats a float64 as Go's strconv.FormatFloat does with the format `g` and the fewest digits that read back the same:
 * `1.5`, `1e+06`.
 */
export function formatGeneral(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const [, mantissa = "", sign = "", exponent = ""] = /^(.*)e([+-])(.*)$/.exec(value.toExponential()) ?? [];
  if (sign === "-" ? Number(exponent) <= 4 : Number(exponent) < 6) return Object.is(value, -0) ? "-0" : String(value);
  return `${mantissa}e${sign}${exponent.padStart(2, "0")}`;
}

function numberError(caller: string, text: string, defect: NumberDefect): GoError {
  return new GoError(`strconv.${caller}: parsing ${quote(text)}: ${defect}`);
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/**
 * Quotes a Go string as Go's strconv.Quote (and fmt's %q) does: letters, marks, numbers, punctuation, symbols and the
 * plain blank stay, a byte that is not UTF-8 becomes \xNN, the rest is escaped.
 */
export function quote(text: string): string {
  return `"${text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, escapeRune)}"`;
}

function escapeRune(char: string): string {
  const short = shortEscapes[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}
