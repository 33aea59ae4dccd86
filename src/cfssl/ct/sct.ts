import { concat } from "../../go/bytes.js";

/** A log's promise to include a certificate (RFC 6962 §3.2). */
export interface SignedCertificateTimestamp {
  /** 0 means v1. */
  readonly version: bigint;
  /** SHA-256 of the log's key. */
  readonly logId: Uint8Array;
  /** Milliseconds since 1970 (UTC). */
  readonly timestamp: bigint;
  readonly extensions: Uint8Array;
  /** The structure digitally-signed (RFC 5246 §4.7): algorithms, length, signature. */
  readonly signature: Uint8Array;
}

/** The longest vector whose length fits in two bytes. */
export const maxVector = 0xffff;

/** A log's identifier as upstream reads it: cut or padded with zeros to 32 bytes. */
export function logId(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => bytes[at] ?? 0);
}

/** Encodes a timestamp (RFC 6962 §3.2). Its version must be below 256 and its extensions no longer than maxVector. */
export function encodeTimestamp(sct: SignedCertificateTimestamp): Uint8Array {
  const { version, timestamp, extensions, signature } = sct;
  const time = new DataView(new ArrayBuffer(8));
  time.setBigUint64(0, timestamp);
  return concat([
    Uint8Array.of(Number(version)),
    sct.logId,
    new Uint8Array(time.buffer),
    encodeVector(extensions),
    signature,
  ]);
}

/**
 * Encodes a SignedCertificateTimestampList (RFC 6962 §3.3) of encoded timestamps. Their listLength must not exceed
 * maxVector.
 */
export function encodeTimestampList(timestamps: readonly Uint8Array[]): Uint8Array {
  return encodeVector(concat(timestamps.map(encodeVector)));
}

/** The number of bytes in a list of these timestamps, without the list's own length. */
export function listLength(timestamps: readonly Uint8Array[]): number {
  return timestamps.reduce((total, { length }) => total + 2 + length, 0);
}

function encodeVector(bytes: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
}
