import { GoError } from "../errors.js";
import { ByteQueue } from "./byte-queue.js";

/** Returns the next bytes of a connection, at least one; null at its end. Throws GoError if the connection breaks. */
export type ByteSource = () => Promise<Uint8Array | null>;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Reads lines and bytes from a connection, and buffers the bytes after them. */
export class ByteReader {
  readonly #source: ByteSource;
  readonly #queue = new ByteQueue();
  #held: Uint8Array = new Uint8Array();
  readonly #limit: number;
  #allowance: number;

  /** `limit` is the number of bytes that may come before liftLimit. */
  constructor(source: ByteSource, limit: number) {
    this.#source = source;
    this.#limit = limit;
    this.#allowance = limit;
  }

  /** Allows any number of bytes from now on. */
  liftLimit(): void {
    this.#allowance = Number.POSITIVE_INFINITY;
  }

  /** Returns the next bytes without consuming them; fewer than `count` only at the end. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#queue.size < count && (await this.#fill()));
    return this.#queue.peek(count);
  }

  /** Consumes bytes that peek has returned. */
  skip(count: number): void {
    this.#queue.skip(count);
  }

  /** Reads the next line without its LF or CR LF; null at the end. The last line may have neither. */
  async line(): Promise<Uint8Array | null> {
    const size = await this.#lineLength(Number.POSITIVE_INFINITY);
    const line = this.#queue.take(size);
    if (size === 0) return null;
    if (line[size - 1] !== lineFeed) return line;
    return line.subarray(0, size > 1 && line[size - 2] === carriageReturn ? -2 : -1);
  }

  /** Reads the next line with its LF; without one if none comes within `most` bytes or before the end. */
  async rawLine(most: number): Promise<Uint8Array> {
    return this.#queue.take(await this.#lineLength(most));
  }

  /** Reads up to `most` bytes: those in the buffer, or else those that come next. No bytes at the end. */
  async some(most: number): Promise<Uint8Array> {
    if (this.#queue.size === 0) await this.#fill();
    return this.#queue.take(Math.min(most, this.#queue.size));
  }

  /** Consumes the bytes that have come and nobody has read. */
  rest(): Uint8Array {
    return this.#queue.take(this.#queue.size);
  }

  async #lineLength(most: number): Promise<number> {
    for (let seen = 0; ; ) {
      const found = this.#queue.indexOf(lineFeed, seen);
      seen = found < 0 ? this.#queue.size : found + 1;
      if (found >= 0 || seen >= most || !(await this.#fill())) return Math.min(seen, most);
    }
  }

  async #fill(): Promise<boolean> {
    if (this.#allowance <= 0) {
      throw new GoError(`net/http: server response headers exceeded ${this.#limit} bytes; aborted`);
    }
    const part = this.#held.length > 0 ? this.#held : await this.#source();
    if (part === null) return false;
    const size = Math.min(part.length, this.#allowance);
    this.#held = part.subarray(size);
    this.#allowance -= size;
    this.#queue.push(part.subarray(0, size));
    return true;
  }
}
