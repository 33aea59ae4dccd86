import { encodeUtf8 } from "../../utf8.js";
import { statusLine } from "../status.js";

/**
 * A request that Go's server refuses before any handler sees it. The connection is closed after the answer, which has
 * no Date.
 */
export class EarlyReject extends Error {
  override readonly name = "EarlyReject";
  /** The whole answer. */
  readonly bytes: Uint8Array;
  /** Whether the client may still be sending: then it gets a moment to read the answer. */
  readonly lingers: boolean;

  /** @param detail goes behind the status; `body` takes the place of the status in the body */
  constructor(code: number, { detail = "", body = "", lingers = false } = {}) {
    const status = `${statusLine(code)}${detail === "" ? "" : `: ${detail}`}`;
    super(status);
    const head = `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n`;
    this.bytes = encodeUtf8(head + (body || status));
    this.lingers = lingers;
  }
}
