import type { Context } from "./context.js";

type Random = Pick<Context<unknown>, "random">;

/**
 * A serial number of 159 random bits, for certificates that a CA issues. RFC 5280 §4.1.2.2: positive, at most 20 bytes.
 */
export function randomSerial({ random }: Random): bigint {
  return positiveInteger(random(20));
}

/** A serial number of 63 random bits, for self-signed certificates: upstream draws below the largest int64. */
export function randomInt64Serial({ random }: Random): bigint {
  return positiveInteger(random(8));
}

/** Reads a big-endian number without its highest bit. */
export function positiveInteger(bytes: Uint8Array): bigint {
  let number = 0n;
  for (const [at, byte] of bytes.entries()) number = (number << 8n) | BigInt(at === 0 ? byte & 0x7f : byte);
  return number;
}
