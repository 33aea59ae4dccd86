import { concat } from "../bytes.js";
import { GoError } from "../errors.js";
import { quote } from "../strconv.js";
import { decodeUtf8 } from "../utf8.js";
import type { ByteReader } from "./byte-reader.js";

/** The values of header lines by their names in lower case. */
export type MimeHeader = ReadonlyMap<string, readonly string[]>;

const space = 0x20;
const tab = 0x09;
const colon = 0x3a;

/**
 * Reads header lines through the empty one (RFC 9112 §5) as Go's textproto.Reader does. It accepts lines that end with
 * a bare LF, folded lines, and names with blanks, which match no header that anybody asks for.
 *
 * @returns null if the connection ends before the empty line
 * @throws GoError with Go's text (`malformed MIME header: missing colon: "x"`)
 */
export async function readMimeHeader(reader: ByteReader): Promise<MimeHeader | null> {
  if (isBlank((await reader.peek(1))[0])) {
    const line = (await reader.line()) ?? new Uint8Array();
    throw new GoError(`malformed MIME header initial line: ${decodeUtf8(line)}`);
  }
  const header = new Map<string, string[]>();
  for (;;) {
    const line = await readUnfolded(reader);
    if (line === null) return null;
    if (line.length === 0) return header;
    addLine(header, line);
  }
}

/** Reads the next line and its continuation lines, and joins them with single blanks. */
async function readUnfolded(reader: ByteReader): Promise<Uint8Array | null> {
  const first = await reader.line();
  if (first === null || first.length === 0) return first;
  if (!first.includes(colon)) throw new GoError(`malformed MIME header: missing colon: ${quote(decodeUtf8(first))}`);
  const parts = [trim(first)];
  while (await skipBlanks(reader)) {
    const next = await reader.line();
    if (next === null) break;
    parts.push(Uint8Array.of(space), trim(next));
  }
  return concat(parts);
}

/** Skips blanks; returns whether there were any. */
async function skipBlanks(reader: ByteReader): Promise<boolean> {
  let count = 0;
  for (; isBlank((await reader.peek(1))[0]); count++) reader.skip(1);
  return count > 0;
}

function addLine(header: Map<string, string[]>, line: Uint8Array): void {
  const end = line.indexOf(colon);
  const name = decodeUtf8(line.subarray(0, end));
  const value = line.subarray(end + 1);
  if (end <= 0 || !/^[\w!#$%&'*+\-.^`|~ ]+$/.test(name) || !value.every(isValueByte)) {
    throw new GoError(`malformed MIME header line: ${decodeUtf8(line)}`);
  }
  const key = name.toLowerCase();
  const text = decodeUtf8(trim(value));
  const values = header.get(key);
  if (values) values.push(text);
  else header.set(key, [text]);
}

/** Whether a value may contain the byte: blanks, visible characters and all bytes outside ASCII (RFC 9110 §5.5). */
function isValueByte(byte: number): boolean {
  return byte === tab || (byte >= space && byte !== 0x7f);
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

function trim(line: Uint8Array): Uint8Array {
  let start = 0;
  let end = line.length;
  while (start < end && isBlank(line[start])) start++;
  while (end > start && isBlank(line[end - 1])) end--;
  return line.subarray(start, end);
}
