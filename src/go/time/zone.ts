import { evaluateZoneRule } from "./zone-rule.js";

/**
 * The seconds east of UTC at a moment (seconds since 1970) in the time zone of a TZif file (RFC 8536), as Go's
 * time.LoadLocationFromTZData finds them. After the last change the rule in the file's footer holds. Undefined before
 * the first change, and if the bytes are not a TZif file.
 */
export function findZoneOffset(tzif: Uint8Array, seconds: number): number | undefined {
  const view = new DataView(tzif.buffer, tzif.byteOffset, tzif.byteLength);
  try {
    const old = readCounts(view, 0);
    if (old.version === 0) return findOffset(view, headerLength, old, 4, seconds);
    // The first block has times of 32 bits; a second block repeats them in 64 bits.
    const start = headerLength + blockLength(old, 4);
    return findOffset(view, start + headerLength, readCounts(view, start), 8, seconds);
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

const headerLength = 44;
const magic = 0x545a6966;

interface Counts {
  readonly version: number;
  readonly isUt: number;
  readonly isStandard: number;
  readonly leaps: number;
  readonly changes: number;
  readonly types: number;
  readonly names: number;
}

function readCounts(view: DataView, start: number): Counts {
  if (view.getUint32(start) !== magic) throw new RangeError("this is no TZif file");
  const count = (index: number) => view.getUint32(start + 20 + 4 * index);
  return {
    version: view.getUint8(start + 4),
    isUt: count(0),
    isStandard: count(1),
    leaps: count(2),
    changes: count(3),
    types: count(4),
    names: count(5),
  };
}

function blockLength({ isUt, isStandard, leaps, changes, types, names }: Counts, timeSize: 4 | 8): number {
  return changes * (timeSize + 1) + types * 6 + names + leaps * (timeSize + 4) + isStandard + isUt;
}

function findOffset(
  view: DataView,
  start: number,
  counts: Counts,
  timeSize: 4 | 8,
  seconds: number,
): number | undefined {
  const { changes } = counts;
  const time = (index: number) =>
    timeSize === 4 ? view.getInt32(start + 4 * index) : Number(view.getBigInt64(start + 8 * index));
  const indexes = start + changes * timeSize;
  const offset = (type: number) => view.getInt32(indexes + changes + 6 * type);
  const rule = timeSize === 8 ? readFooter(view, start + blockLength(counts, timeSize)) : "";
  const isRuled = rule.includes(",") && (changes === 0 || seconds >= time(changes - 1));
  if (isRuled) return evaluateZoneRule(rule, seconds);
  if (changes === 0) return offset(0);
  if (seconds < time(0)) return undefined;
  let low = 0;
  for (let high = changes; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (time(middle) <= seconds) low = middle;
    else high = middle;
  }
  return offset(view.getUint8(indexes + low));
}

/** Reads the footer, a text between two line feeds (RFC 8536 §3.3): `EST5EDT,M3.2.0,M11.1.0`. */
function readFooter(view: DataView, start: number): string {
  let footer = "";
  for (let at = start + 1; at < view.byteLength && view.getUint8(at) !== 0x0a; at++) {
    footer += String.fromCharCode(view.getUint8(at));
  }
  return footer;
}
