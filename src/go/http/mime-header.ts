import { GoError } from "../errors.js";
import { quote } from "../strconv.js";
import { decodeUtf8 } from "../utf8.js";
import type { ByteReader } from "./byte-reader.js";

/** The values of header lines by their names in lower case. */
export type MimeHeader = ReadonlyMap<string, readonly string[]>;

const space = 0x20;
const tab = 0x09;

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
    if (line === "") return header;
    addHeaderLine(header, line);
  }
}

/** Reads the next line and its continuation lines, and joins them with single blanks. */
async function readUnfolded(reader: ByteReader): Promise<string | null> {
  const first = await readLine(reader);
  if (first === null || first === "") return first;
  checkColon(first);
  let line = trimBlanks(first);
  while (await skipBlanks(reader)) {
    const next = await readLine(reader);
    if (next === null) break;
    line += ` ${trimBlanks(next)}`;
  }
  return line;
}

async function readLine(reader: ByteReader): Promise<string | null> {
  const line = await reader.line();
  return line && decodeUtf8(line);
}

/** Throws GoError if a line, without those that continue it, has no colon. */
export function checkColon(line: string): void {
  if (!line.includes(":")) throw new GoError(`malformed MIME header: missing colon: ${quote(line)}`);
}

/** Skips blanks; returns whether there were any. */
async function skipBlanks(reader: ByteReader): Promise<boolean> {
  let count = 0;
  for (; isBlank((await reader.peek(1))[0]); count++) reader.skip(1);
  return count > 0;
}

/**
 * Adds a header line, unfolded and trimmed, to the headers. Throws GoError if the name or the value has bytes that it
 * must not have: a value has blanks, visible characters and all bytes outside ASCII (RFC 9110 §5.5).
 */
export function addHeaderLine(header: Map<string, string[]>, line: string): void {
  const end = line.indexOf(":");
  const name = line.slice(0, end);
  const value = line.slice(end + 1);
  if (!/^[\w!#$%&'*+\-.^`|~ ]+$/.test(name) || /[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new GoError(`malformed MIME header line: ${line}`);
  }
  const key = name.toLowerCase();
  const text = trimBlanks(value);
  const values = header.get(key);
  if (values) values.push(text);
  else header.set(key, [text]);
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

/** Trims blanks and tabs. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
