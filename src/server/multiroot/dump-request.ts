import type { ServerRequest } from "../../go/http/server/exchange.js";
import { decodeUtf8 } from "../../go/utf8.js";

/**
 * A request as upstream shows it on standard output when it refuses one: its head, its headers by name, its body. Go keeps
 * Transfer-Encoding apart from the headers, and shows no host beside a target that has one.
 */
export function dumpRequest(request: ServerRequest, body: Uint8Array): string {
  const { method, target, protocol, headers, isChunked } = request;
  const lines = [...headers].flatMap(([name, values]) => values.map((value) => `${canonical(name)}: ${value}\r\n`));
  const host = /^https?:\/\//.test(target) ? "" : `Host: ${request.host}\r\n`;
  const coding = isChunked ? "Transfer-Encoding: chunked\r\n" : "";
  const content = isChunked ? inChunks(decodeUtf8(body), body.length) : decodeUtf8(body);
  return `${method} ${target} ${protocol}\r\n${host}${coding}${lines.sort().join("")}\r\n${content}\n`;
}

/** A body as one chunk and the last, empty one. */
function inChunks(text: string, length: number): string {
  return `${length === 0 ? "" : `${length.toString(16)}\r\n${text}\r\n`}0\r\n\r\n`;
}

/** The name of a header as Go writes it: `Content-Type`. */
function canonical(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}
