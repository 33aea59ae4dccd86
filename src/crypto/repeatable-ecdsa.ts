import { concat } from "../go/bytes.js";
import { encodeHex } from "../go/hex.js";
import { bitLength, inverse, toBytes } from "./modular.js";
import type { HashName } from "./names.js";
import { digest, hmac } from "./primitives.js";
import { webCrypto } from "./runtime.js";

/** A private key of a curve of prime order. */
export interface EcdsaSecret {
  /** The order of the curve's base point. */
  readonly order: bigint;
  readonly scalar: bigint;
  /** Multiplies the base point by a scalar, padded to the curve's size: the result's x-coordinate. */
  pointOf(scalar: Uint8Array): Promise<bigint>;
}

/**
 * Signs by ECDSA with a nonce that is derived from key and data (RFC 6979 §3.2), so the signature is the same each time:
 * r followed by s, each of the order's size. The runtime multiplies the point. The rest is blinded by a random factor,
 * since BigInt's time depends on the numbers.
 */
export async function signRepeatably(hash: HashName, data: Uint8Array, secret: EcdsaSecret): Promise<Uint8Array> {
  const { order, scalar, pointOf } = secret;
  const size = Math.ceil(bitLength(order) / 8);
  const digested = await digest(hash, data);
  const hashed = leftmostBits(digested, order);
  for await (const nonce of nonces(hash, digested.length, hashed % order, secret)) {
    const r = (await pointOf(toBytes(nonce, size))) % order;
    const blind = randomBelow(order);
    const masked = (blind * hashed + ((blind * scalar) % order) * r) % order;
    const s = (inverse((nonce * blind) % order, order) * masked) % order;
    if (r !== 0n && s !== 0n) return concat([toBytes(r, size), toBytes(s, size)]);
  }
  throw new Error("there is a nonce for every message");
}

/**
 * The nonces of RFC 6979 §3.2, of which the first is as good as always taken.
 *
 * @param length of the hash in bytes
 */
async function* nonces(
  hash: HashName,
  length: number,
  hashed: bigint,
  { order, scalar }: EcdsaSecret,
): AsyncGenerator<bigint> {
  const size = Math.ceil(bitLength(order) / 8);
  const seed = concat([toBytes(scalar, size), toBytes(hashed, size)]);
  let value = new Uint8Array(length).fill(1);
  let key = new Uint8Array(length);
  const update = async (mark: number, more: Uint8Array) => {
    key = new Uint8Array(await hmac(hash, key, concat([value, Uint8Array.of(mark), more])));
    value = new Uint8Array(await hmac(hash, key, value));
  };
  await update(0, seed);
  await update(1, seed);
  for (;;) {
    const parts: Uint8Array[] = [];
    for (let bits = 0; bits < bitLength(order); bits += 8 * length) {
      value = new Uint8Array(await hmac(hash, key, value));
      parts.push(value);
    }
    const nonce = leftmostBits(concat(parts), order);
    if (nonce > 0n && nonce < order) yield nonce;
    await update(0, new Uint8Array());
  }
}

/** bits2int of RFC 6979 §2.3.2: as many bits as the order has. */
function leftmostBits(bytes: Uint8Array, order: bigint): bigint {
  const surplus = bytes.length * 8 - bitLength(order);
  const number = BigInt(`0x${encodeHex(bytes)}`);
  return surplus > 0 ? number >> BigInt(surplus) : number;
}

function randomBelow(order: bigint): bigint {
  const bytes = webCrypto().getRandomValues(new Uint8Array(Math.ceil(bitLength(order) / 8) + 8));
  return 1n + (BigInt(`0x${encodeHex(bytes)}`) % (order - 1n));
}
