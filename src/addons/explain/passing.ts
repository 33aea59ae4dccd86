const zero = 0x30;
const dot = 0x2e;
const comma = 0x2c;
const colon = 0x3a;
const bracket = 0x5b;
const x = 0x78;

/**
 * A number of 53 bits that is the same for lines that differ only in what changes each time the same message is printed:
 * times of day, ports of clients, process numbers, addresses in memory and fractions. Among 100,000 different lines, two
 * have the same by a chance of one in a million.
 */
export function markOf(line: string): number {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < line.length; ) {
    const code = line.charCodeAt(at);
    if (isDigit(code)) {
      const end = endOfDigits(line, at);
      if (isPassing(line, at, end)) {
        at = endOfFraction(line, end);
        continue;
      }
    }
    low = Math.imul(low ^ code, 2_654_435_761);
    high = Math.imul(high ^ code, 1_597_334_677);
    at++;
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return (high & 0x1f_ffff) * 2 ** 32 + (low >>> 0);
}

/** Whether digits change from line to line. Those of addresses, names and serial numbers do not. */
function isPassing(line: string, start: number, end: number): boolean {
  const before = line.charCodeAt(start - 1);
  const after = line.charCodeAt(end);
  const length = end - start;
  if (length === 2 && (before === colon || after === colon)) return true;
  if (length >= 5 && before === colon) return true;
  if (length >= 4 && before === dot) return true;
  if (before === bracket && after === bracket + 2) return true;
  return after === x && length === 1 && line.charCodeAt(start) === zero;
}

/** Behind the seconds stand parts of them, and behind 0x a hexadecimal number. */
function endOfFraction(line: string, at: number): number {
  const code = line.charCodeAt(at);
  if (code === dot || code === comma) return endOfDigits(line, at + 1);
  if (code !== x) return at;
  let end = at + 1;
  while (isHex(line.charCodeAt(end))) end++;
  return end;
}

function endOfDigits(line: string, at: number): number {
  let end = at;
  while (isDigit(line.charCodeAt(end))) end++;
  return end;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= zero + 9;
}

function isHex(code: number): boolean {
  return isDigit(code) || ((code | 32) >= 0x61 && (code | 32) <= 0x66);
}
