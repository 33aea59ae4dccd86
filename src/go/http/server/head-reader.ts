import { GoError } from "../../errors.js";
import { decodeUtf8 } from "../../utf8.js";
import type { ByteQueue } from "../byte-queue.js";
import { addHeaderLine, checkColon, trimBlanks } from "../mime-header.js";
import { EarlyReject } from "./early-reject.js";
import { checkHead, type RequestHead } from "./request-head.js";
import { parseRequestLine, type RequestLine } from "./request-line.js";

/** Go reads at most this many bytes before a request must have told its headers. */
const headLimit = (1 << 20) + 4096;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads the head of one request from the bytes that have come. Each line is looked at once, as soon as it is complete,
 * so a bad one is refused before the others come, and many small parts take no more time than a large one.
 */
export class HeadReader {
  #line: RequestLine | null = null;
  readonly #header = new Map<string, string[]>();
  /** The last header line, which the next one may continue. */
  #unfolded: string | null = null;
  /** The bytes consumed, and those that are known to contain no line end. */
  #consumed = 0;
  #searched = 0;

  /** Returns the head once it is complete, and null before. Throws EarlyReject. */
  read(queue: ByteQueue): RequestHead | null {
    const { size, isComplete } = this.#findLines(queue);
    if (this.#consumed + (isComplete ? size : queue.size) >= headLimit) throw new EarlyReject(431, { lingers: true });
    if (size > 0) {
      const text = decodeUtf8(queue.peek(size));
      queue.skip(size);
      this.#consumed += size;
      this.#guard(() => this.#takeLines(text));
    }
    this.#searched = queue.size;
    const line = this.#line;
    return isComplete && line ? this.#guard(() => checkHead(line, this.#header)) : null;
  }

  /** The length of the complete lines in the queue, up to the empty line that ends the head. */
  #findLines(queue: ByteQueue): { readonly size: number; readonly isComplete: boolean } {
    let start = 0;
    for (let found = queue.indexOf(lineFeed, this.#searched); found >= 0; found = queue.indexOf(lineFeed, start)) {
      const length = found - start;
      const isEmpty = length === 0 || (length === 1 && queue.at(start) === carriageReturn);
      const isFirst = start === 0 && this.#line === null;
      start = found + 1;
      if (isEmpty && !isFirst) return { size: start, isComplete: true };
    }
    return { size: start, isComplete: false };
  }

  #takeLines(text: string): void {
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf("\n", start);
      const line = text.slice(start, text[end - 1] === "\r" && end > start ? end - 1 : end);
      start = end + 1;
      if (this.#line === null) this.#line = parseRequestLine(line);
      else this.#takeHeaderLine(line);
    }
  }

  #takeHeaderLine(line: string): void {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      if (this.#unfolded === null) throw new GoError("malformed MIME header initial line");
      this.#unfolded += ` ${trimBlanks(line)}`;
      return;
    }
    if (this.#unfolded !== null) addHeaderLine(this.#header, this.#unfolded);
    if (line === "") return;
    checkColon(line);
    this.#unfolded = trimBlanks(line);
  }

  #guard<T>(action: () => T): T {
    try {
      return action();
    } catch (cause) {
      throw cause instanceof GoError ? new EarlyReject(400) : cause;
    }
  }
}
