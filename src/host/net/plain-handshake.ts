import { connect, type Socket } from "node:net";
import { concat } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";

/** How long to wait for a server that does not answer, in milliseconds, as upstream. */
export const dialTimeout = 10_000;

/** Record and handshake types (RFC 5246 §6.2.1, §7.4). */
const alertRecord = 21;
const handshakeRecord = 22;
const certificateMessage = 11;

/**
 * ECDHE and plain RSA with every kind of key. Nothing is ever encrypted, so it does not matter which one the server
 * chooses.
 */
const cipherSuites = [
  0xc02b, 0xc02c, 0xc02f, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc00a, 0xc013, 0xc014, 0x9c, 0x9d, 0x2f, 0x35,
];

/**
 * Sends a TLS 1.2 ClientHello and takes the first certificate out of the server's answer, in DER. TLS 1.2 does not
 * encrypt certificates (RFC 5246 §7.4.2), so this needs no complete handshake and works with any certificate. Throws
 * GoError if the server refuses, and the errors of the socket.
 */
export function plainHandshakeLeaf(host: string, port: number, serverName: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: host || "localhost", port, timeout: dialTimeout }, () => {
      socket.write(clientHello(serverName));
    });
    let received: Uint8Array = new Uint8Array();
    socket.on("data", (chunk: Uint8Array) => {
      received = concat([received, chunk]);
      try {
        const leaf = findLeaf(received);
        if (!leaf) return;
        socket.destroy();
        resolve(leaf);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on("error", reject);
    socket.on("timeout", () => socket.destroy(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })));
    socket.on("end", () => reject(new GoError("EOF")));
  });
}

/** A ClientHello (RFC 5246 §7.4.1.2) in its own record. */
function clientHello(serverName: string): Uint8Array {
  const name = new TextEncoder().encode(serverName);
  const extensions = [
    ...(name.length > 0 ? extension(0, vector(2, [0, ...vector(2, name)])) : []),
    // supported_groups: x25519, P-256, P-384, P-521; ec_point_formats: uncompressed.
    ...extension(10, vector(2, [0, 29, 0, 23, 0, 24, 0, 25])),
    ...extension(11, vector(1, [0])),
    // signature_algorithms: ECDSA, Ed25519, RSA-PSS and RSA with SHA-256 to SHA-512, then SHA-1.
    ...extension(13, vector(2, [4, 3, 5, 3, 6, 3, 8, 7, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1, 6, 1, 2, 3, 2, 1])),
  ];
  const suites = cipherSuites.flatMap((suite) => [suite >> 8, suite & 0xff]);
  const random = globalThis.crypto.getRandomValues(new Uint8Array(32));
  const hello = [3, 3, ...random, 0, ...vector(2, suites), ...vector(1, [0]), ...vector(2, extensions)];
  return Uint8Array.from([handshakeRecord, 3, 1, ...vector(2, [1, ...vector(3, hello)])]);
}

function extension(type: number, data: readonly number[]): number[] {
  return [0, type, ...vector(2, data)];
}

/** A vector of variable length (RFC 5246 §4.3): its length in `size` bytes, then the data. */
function vector(size: number, data: ArrayLike<number>): number[] {
  const length = Array.from({ length: size }, (_, at) => (data.length >> (8 * (size - 1 - at))) & 0xff);
  return [...length, ...Array.from(data)];
}

/** The first certificate in what a server has sent so far; null if it has not arrived yet. */
function findLeaf(received: Uint8Array): Uint8Array | null {
  const messages = handshakeBytes(received);
  for (let at = 0; at + 4 <= messages.length; ) {
    const body = at + 4;
    const length = number(messages, at + 1, 3);
    if (body + length > messages.length) return null;
    if (messages[at] === certificateMessage) {
      const size = number(messages, body + 3, 3);
      return messages.slice(body + 6, body + 6 + size);
    }
    at = body + length;
  }
  return null;
}

/** The contents of the handshake records, joined. Throws GoError for an alert. */
function handshakeBytes(received: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at + 5 <= received.length; ) {
    const length = number(received, at + 3, 2);
    if (received[at] === alertRecord) throw new GoError("remote error: tls: handshake failure");
    if (received[at] !== handshakeRecord) throw new GoError("tls: first record does not look like a TLS handshake");
    if (at + 5 + length > received.length) break;
    parts.push(received.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return concat(parts);
}

function number(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let n = 0; n < size; n++) value = (value << 8) | (bytes[at + n] ?? 0);
  return value;
}
