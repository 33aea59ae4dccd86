import { concat } from "../../go/bytes.js";

/** A log's promise to include a certificate (RFC 6962 §3.2). */
export interface SignedCertificateTimestamp {
  /** 0 is v1. */
  readonly version: bigint;
  /** SHA-256 of the log's key. */
  readonly logId: Uint8Array;
  /** Milliseconds since 1970 (UTC). */
  readonly timestamp: bigint;
  readonly extensions: Uint8Array;
  /** The structure digitally-signed (RFC 5246 §4.7): algorithms, length, signature. */
  readonly signature: Uint8Array;
}

/** The length of the longest vector that the encoding has room for. */
export const maxVector = 0xffff;

/** A log's identifier as upstream reads it: cut or zero-padded to 32 bytes. */
export function logId(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => bytes[at] ?? 0);
}

/** The bytes of a timestamp (RFC 6962 §3.2) with a version below 256 and extensions no longer than maxVector. */
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

/** SignedCertificateTimestampList (RFC 6962 §3.3) of encoded timestamps, which together fit one. */
export function encodeTimestampList(timestamps: readonly Uint8Array[]): Uint8Array {
  return encodeVector(concat(timestamps.map(encodeVector)));
}

/** How many bytes a list of these has, its own length not counted. */
export function listLength(timestamps: readonly Uint8Array[]): number {
  return timestamps.reduce((total, { length }) => total + 2 + length, 0);
}

function encodeVector(bytes: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
}
