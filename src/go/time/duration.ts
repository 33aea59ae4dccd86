import { GoError } from "../errors.js";
import { quoteText } from "./quote.js";

const second = 1_000_000_000n;
const limit = 1n << 63n;

/** Units in nanoseconds. The micro sign may be U+00B5 or the Greek letter U+03BC. */
const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: second,
  m: 60n * second,
  h: 3600n * second,
};

/**
 * Parses a duration such as `8760h` or `-1h30.5m` to nanoseconds, as Go's time.ParseDuration does. Throws GoError with
 * Go's text; the leftmost defect decides.
 */
export function parseDuration(text: string): bigint {
  const negative = text.startsWith("-");
  const start = negative || text.startsWith("+") ? 1 : 0;
  if (text.length === start) throw invalidDuration(text);
  if (text.length === start + 1 && text[start] === "0") return 0n;
  let total = 0n;
  for (let at = start; at < text.length; ) {
    const point = skipWhile(text, at, isDigit);
    const hasPoint = text[point] === ".";
    const unit = hasPoint ? skipWhile(text, point + 1, isDigit) : point;
    const end = skipWhile(text, unit, isUnit);
    total += toNanoseconds(
      text,
      text.slice(at, point),
      hasPoint ? text.slice(point + 1, unit) : "",
      text.slice(unit, end),
    );
    if (total > limit) throw invalidDuration(text);
    at = end;
  }
  if (negative) return BigInt.asIntN(64, -total);
  if (total === limit) throw invalidDuration(text);
  return total;
}

/** The offset of the first character from `at` on that does not match. */
function skipWhile(text: string, at: number, isOne: (char: string) => boolean): number {
  let next = at;
  while (next < text.length && isOne(text.charAt(next))) next++;
  return next;
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}

function isUnit(char: string): boolean {
  return char !== "." && !isDigit(char);
}

function toNanoseconds(text: string, whole: string, fraction: string, unit: string): bigint {
  if ((whole === "" && fraction === "") || isTooLarge(whole)) throw invalidDuration(text);
  if (unit === "") throw new GoError(`time: missing unit in duration ${quoteText(text)}`);
  const size = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (size === undefined) {
    throw new GoError(`time: unknown unit ${quoteText(unit)} in duration ${quoteText(text)}`);
  }
  const value = BigInt(whole) * size + toFraction(fraction, size);
  if (value > limit) throw invalidDuration(text);
  return value;
}

function isTooLarge(whole: string): boolean {
  return BigInt(whole) > limit;
}

/** Go computes the fraction in floating point and truncates it to nanoseconds; so must we. */
function toFraction(digits: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (limit - 1n) / 10n || next > limit) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}

function invalidDuration(text: string): GoError {
  return new GoError(`time: invalid duration ${quoteText(text)}`);
}

/** Formats a duration as Go does: `8760h0m0s`, `1.5s`, `2ms`, `0s`. */
export function formatDuration(nanos: bigint): string {
  const sign = nanos < 0n ? "-" : "";
  const size = nanos < 0n ? -nanos : nanos;
  if (size === 0n) return "0s";
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${formatDecimal(size, 3)}\u00b5s`;
  if (size < second) return `${sign}${formatDecimal(size, 6)}ms`;
  const minutes = size / (60n * second);
  const seconds = `${formatDecimal(size % (60n * second), 9)}s`;
  if (minutes === 0n) return sign + seconds;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** value / 10^places without trailing zeros. */
function formatDecimal(value: bigint, places: number): string {
  const unit = 10n ** BigInt(places);
  const fraction = String(value % unit)
    .padStart(places, "0")
    .replace(/0+$/, "");
  return fraction === "" ? String(value / unit) : `${value / unit}.${fraction}`;
}
