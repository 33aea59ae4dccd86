import { GoError } from "../errors.js";
import { quote, scanInteger } from "../strconv.js";
import { trimSpace } from "../strings.js";
import { decodeUtf8 } from "../utf8.js";
import type { ByteReader } from "./byte-reader.js";
import { checkTrailers, isInChunks, parseLength } from "./framing.js";
import { type MimeHeader, readMimeHeader } from "./mime-header.js";

/** How a body ends: after a number of bytes, after the last chunk, or with the connection. */
export type Framing = number | "chunks" | "connection";

/** The status line and headers of a response (RFC 9112 §4, §5). */
export interface ResponseHead {
  readonly code: number;
  /** The code and the reason, such as `200 OK`. */
  readonly status: string;
  readonly header: MimeHeader;
  readonly framing: Framing;
}

/** The limit for the head of a response in bytes, together with the interim (1xx) heads before it. */
export const headLimit = 10 << 20;

/**
 * Reads the head of the final response as Go's http.Transport does. It skips interim responses (1xx, except 101), and
 * then lifts the reader's limit.
 *
 * @throws GoError with Go's text (`malformed HTTP status code "x"`)
 */
export async function readFinalHead(reader: ByteReader): Promise<ResponseHead> {
  for (;;) {
    const head = await readResponseHead(reader);
    if (head.code >= 100 && head.code <= 199 && head.code !== 101) continue;
    reader.liftLimit();
    return head;
  }
}

/** Reads the head of the next response as Go's http.ReadResponse does. Throws GoError with Go's text. */
export async function readResponseHead(reader: ByteReader): Promise<ResponseHead> {
  const line = await reader.line();
  if (line === null) throw new GoError("unexpected EOF");
  const { version, code, status } = parseStatusLine(decodeUtf8(line));
  const header = await readMimeHeader(reader);
  if (header === null) throw new GoError("unexpected EOF");
  return { code, status, header, framing: framingOf(header, code, version) };
}

/** Parses a status line (RFC 9112 §4). The code may be any three digits. */
function parseStatusLine(line: string) {
  const blank = line.indexOf(" ");
  if (blank < 0) throw new GoError(`malformed HTTP response ${quote(line)}`);
  const version = line.slice(0, blank);
  const status = line.slice(blank).replace(/^ +/, "");
  const [digits = ""] = status.split(" ", 1);
  const code = digits.length === 3 ? scanInteger(digits, 10, 64) : "invalid syntax";
  if (typeof code === "string" || code < 0n) throw new GoError(`malformed HTTP status code ${quote(digits)}`);
  if (!/^HTTP\/\d\.\d$/.test(version)) throw new GoError(`malformed HTTP version ${quote(version)}`);
  return { version: version.slice("HTTP/".length), code: Number(code), status };
}

/** Decides how the body ends (RFC 9112 §6.3). */
function framingOf(header: MimeHeader, code: number, version: string): Framing {
  const isChunked = version >= "1.1" && isInChunks(header.get("transfer-encoding"));
  const length = parseLength(header.get("content-length") ?? []);
  if (isChunked) checkTrailers(header.get("trailer") ?? []);
  if (code === 101 && isSwitch(header)) return "connection";
  if ((code >= 100 && code <= 199) || code === 204 || code === 304) return 0;
  return isChunked ? "chunks" : (length ?? "connection");
}

/** Whether the server switches to another protocol after this head. */
function isSwitch(header: MimeHeader): boolean {
  const tokens = (header.get("connection") ?? []).flatMap((value) => value.toLowerCase().split(","));
  return Boolean(header.get("upgrade")?.[0]) && tokens.some((token) => trimSpace(token) === "upgrade");
}
