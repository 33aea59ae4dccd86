import { encodeUtf8 } from "../../utf8.js";
import type { Header } from "../message.js";
import { statusLine } from "../status.js";
import type { ServerResponse } from "./exchange.js";
import type { RequestHead } from "./request-head.js";

/** Go knows the length of a body that fits into its buffer; it sends longer ones in chunks. */
const bufferSize = 2048;

/** The headers that Go leaves out where there must be no body. */
const ofBody: readonly string[] = ["Content-Type", "Content-Length", "Transfer-Encoding"];

const encoder = new TextEncoder();

/** An answer with what HTTP makes of it. */
export interface PlannedResponse {
  readonly response: ServerResponse;
  readonly body: Uint8Array;
  /** The value of Content-Length; null for none. */
  readonly length: number | null;
  readonly isInChunks: boolean;
  /** Whether the connection ends after the answer. */
  readonly closes: boolean;
  /** The Content-Type that is guessed from the body; null if the handler gave one, and for no body. */
  readonly guessedType: string | null;
  /** What the connection adds to the headers: null for no Connection header. */
  readonly connection: "close" | "keep-alive" | null;
}

/** Decides how the body is framed and whether the connection stays open, as Go's server does. */
export function planResponse(request: RequestHead, response: ServerResponse): PlannedResponse {
  const { status, body: given } = response;
  const body = typeof given === "string" ? encodeUtf8(given) : given;
  const isHead = request.method === "HEAD";
  const mayHaveBody = allowsBody(status);
  const own = ownHeader(response, "Content-Length");
  const isBuffered = !response.isInChunks && mayHaveBody && body.length <= bufferSize && (!isHead || body.length > 0);
  const length = own === undefined ? (isBuffered ? body.length : null) : Number(own);
  const isUnframed = !isHead && mayHaveBody && length === null;
  const connection = ownHeader(response, "Connection");
  const keepsOld = request.keepsOld && (isHead || !mayHaveBody || length !== null);
  const closes =
    connection === "close" || (!keepsOld && (!request.isModern || request.closes)) || (isUnframed && !request.isModern);
  return {
    response,
    body: isHead || !mayHaveBody ? new Uint8Array() : body,
    length: own === undefined ? length : null,
    isInChunks: isUnframed && request.isModern,
    closes,
    guessedType: (body.length > 0 && response.guessedType) || null,
    connection: connection !== undefined ? null : keepsOld ? "keep-alive" : closes && request.isModern ? "close" : null,
  };
}

/** RFC 9110 §6.4.1. */
function allowsBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

function ownHeader({ headers }: ServerResponse, wanted: string): string | undefined {
  for (const [name, value] of headers) if (name === wanted) return value;
  return undefined;
}

/** Says that the connection closes after the answer, which was not planned. */
export function planClose(plan: PlannedResponse, request: RequestHead): PlannedResponse {
  if (plan.closes) return plan;
  return { ...plan, closes: true, connection: request.isModern ? "close" : null };
}

/**
 * Encodes an answer: first the handler's headers by name, then what the connection adds.
 *
 * @param date the value of the Date header
 */
export function encodeResponse(plan: PlannedResponse, request: RequestHead, date: string): Uint8Array {
  const { response, length, body } = plan;
  let head = `${request.isModern ? "HTTP/1.1" : "HTTP/1.0"} ${statusLine(response.status)}\r\n`;
  const hasBody = allowsBody(response.status);
  for (const [name, value] of sortByName(response.headers)) {
    if (hasBody || !ofBody.includes(name)) head += `${name}: ${value}\r\n`;
  }
  head += `Date: ${date}\r\n`;
  if (length !== null) head += `Content-Length: ${length}\r\n`;
  if (plan.guessedType !== null) head += `Content-Type: ${plan.guessedType}\r\n`;
  if (plan.connection !== null) head += `Connection: ${plan.connection}\r\n`;
  if (!plan.isInChunks) return join(`${head}\r\n`, body, "");
  return join(`${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`, body, "\r\n0\r\n\r\n");
}

function sortByName(headers: readonly Header[]): readonly Header[] {
  for (let at = 1; at < headers.length; at++) {
    const [before = ""] = headers[at - 1] ?? [];
    const [name = ""] = headers[at] ?? [];
    if (name < before) return [...headers].sort(([a], [b]) => (a < b ? -1 : 1));
  }
  return headers;
}

/** Puts a head of ASCII before the body, and the end behind it, in one piece: one write sends all. */
function join(head: string, body: Uint8Array, end: string): Uint8Array {
  const isAscii = /^[\x00-\x7f]*$/.test(head);
  const bytes = isAscii ? null : encodeUtf8(head);
  const size = bytes ? bytes.length : head.length;
  const all = new Uint8Array(size + body.length + end.length);
  if (bytes) all.set(bytes);
  else encoder.encodeInto(head, all);
  all.set(body, size);
  if (end !== "") encoder.encodeInto(end, all.subarray(size + body.length));
  return all;
}
