import { type Given, givenMembers, wrongKind } from "./argument.js";

const accepted = 'a bigint, decimal digits as certinfo gives them, or { hex: "…" }';
const mostDigits = 1000;

/**
 * Reads a serial number: a bigint, the decimal text of certinfo, or `{ hex }` with the digits that OpenSSL prints. It
 * may be zero or negative, because some certificates have such numbers and upstream revokes them (RFC 5280 §4.1.2.2).
 *
 * @throws TypeError for any other value, and for a text with leading zeros, which is likely to be hexadecimal
 */
export function givenSerial(given: Given): bigint {
  const { name, value } = given;
  if (typeof value === "bigint") return value;
  if (typeof value === "string") {
    if (/^(?:0|-?[1-9][0-9]*)$/.test(value) && value.length <= mostDigits) return BigInt(value);
    throw new TypeError(`${name} must be ${accepted}; this string is no decimal number`);
  }
  if (typeof value !== "object" || value === null) throw wrongKind(given, accepted);
  return parseHex(givenMembers(given, `${name}.`, accepted).member("hex"));
}

/** Parses digits, or pairs of digits separated by colons. A minus may precede them, as in OpenSSL's output. */
function parseHex(given: Given): bigint {
  const { name, value } = given;
  if (typeof value !== "string") throw wrongKind(given, "a string of hexadecimal digits");
  const [, sign, digits] = /^(-?)(?:0x)?([0-9a-f]+|[0-9a-f]{2}(?::[0-9a-f]{2})+)$/i.exec(value) ?? [];
  if (digits === undefined || digits.length > mostDigits) {
    throw new TypeError(`${name} must be hexadecimal digits, as in 0a1b or 0a:1b`);
  }
  const magnitude = BigInt(`0x${digits.replaceAll(":", "")}`);
  return sign === "-" ? -magnitude : magnitude;
}
