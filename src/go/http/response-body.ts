import { GoError } from "../errors.js";
import { decodeUtf8 } from "../utf8.js";
import type { ByteReader } from "./byte-reader.js";
import { readMimeHeader } from "./mime-header.js";
import type { Framing } from "./response-head.js";

/** The size of Go's buffer for a connection. The size line of a chunk and the trailer must fit into it. */
const bufferSize = 4096;

/** A body that has more bytes than the reader wants. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** The parts of a body, with the number of bytes that may still come. */
interface Parts {
  readonly list: Uint8Array[];
  room: number;
}

/**
 * Reads a whole body (RFC 9112 §6, §7) as Go does, and returns its parts. Like upstream, it does not limit the size,
 * unless `most` does.
 *
 * @throws GoError with Go's text (`unexpected EOF`, `invalid byte in chunk length`)
 * @throws BodyTooLarge after `most` bytes
 */
export async function readBody(
  reader: ByteReader,
  framing: Framing,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Uint8Array[]> {
  const parts: Parts = { list: [], room: most };
  if (framing === "chunks") await readChunks(reader, parts);
  else if (framing === "connection") await copy(reader, Number.POSITIVE_INFINITY, parts);
  else if ((await copy(reader, framing, parts)) > 0) throw new GoError("unexpected EOF");
  return parts.list;
}

/** Reads up to `count` bytes to `parts`. Returns the number of bytes missing when the connection ends. */
async function copy(reader: ByteReader, count: number, parts: Parts): Promise<number> {
  let missing = count;
  while (missing > 0) {
    const part = await reader.some(missing);
    if (part.length === 0) break;
    parts.room -= part.length;
    if (parts.room < 0) throw new BodyTooLarge();
    parts.list.push(part);
    missing -= part.length;
  }
  return missing;
}

async function readChunks(reader: ByteReader, parts: Parts): Promise<void> {
  // The bytes of size lines so far, beyond 16 for each chunk and 2 for each byte of data.
  let excess = 0;
  for (;;) {
    const line = await readChunkLine(reader);
    const size = parseChunkSize(line);
    excess = Math.max(0, excess + line.length + 2 - 16 - 2 * size);
    if (excess > 16 * 1024) throw new GoError("chunked encoding contains too much non-data");
    if (size === 0) return readTrailer(reader);
    if ((await copy(reader, size, parts)) > 0) throw new GoError("unexpected EOF");
    const end = decodeUtf8(await reader.peek(2));
    if (end.length < 2) throw new GoError("unexpected EOF");
    if (end !== "\r\n") throw new GoError("malformed chunked encoding");
    reader.skip(2);
  }
}

async function readChunkLine(reader: ByteReader): Promise<string> {
  const line = decodeUtf8(await reader.rawLine(bufferSize));
  if (!line.endsWith("\n")) {
    throw new GoError(line.length < bufferSize ? "unexpected EOF" : "header line too long");
  }
  const end = line.indexOf("\r");
  if (end < 0) throw new GoError("chunked line ends with bare LF");
  if (end !== line.length - 2) throw new GoError("invalid CR in chunked line");
  return line.slice(0, -2);
}

function parseChunkSize(line: string): number {
  const [digits = ""] = line.replace(/[ \t\n\r]+$/, "").split(";", 1);
  if (digits === "") throw new GoError("empty hex number for chunk length");
  if (!/^[0-9a-f]+$/i.test(digits.slice(0, 17))) throw new GoError("invalid byte in chunk length");
  if (digits.length > 16) throw new GoError("http chunk length too large");
  return Number.parseInt(digits, 16);
}

async function readTrailer(reader: ByteReader): Promise<void> {
  const start = decodeUtf8(await reader.peek(2));
  if (start.length < 2) throw new GoError("http: unexpected EOF reading trailer");
  if (start === "\r\n") return;
  const ahead = decodeUtf8(await peekTrailer(reader));
  if (!ahead.includes("\r\n\r\n")) throw new GoError("http: suspiciously long trailer after chunked body");
  if (!(await readMimeHeader(reader))) throw new GoError("http: unexpected EOF reading trailer");
}

/** Peeks at the bytes through the end of the trailer, or at as many as Go does. */
async function peekTrailer(reader: ByteReader): Promise<Uint8Array> {
  let ahead = await reader.peek(4);
  for (let size = 5; size <= bufferSize; size++) {
    if (ahead.length < size - 1 || decodeUtf8(ahead.subarray(-4)) === "\r\n\r\n") break;
    ahead = await reader.peek(size);
  }
  return ahead;
}
