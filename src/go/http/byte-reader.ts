import { GoError } from "../errors.js";

/** Returns the next bytes of a connection, at least one; null at its end. Throws GoError if the connection breaks. */
export type ByteSource = () => Promise<Uint8Array | null>;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Reads lines and bytes from a connection, and buffers the bytes after them. */
export class ByteReader {
  readonly #source: ByteSource;
  #buffer = new Uint8Array(0x1000);
  #at = 0;
  #end = 0;
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
    while (this.#end - this.#at < count && (await this.#fill()));
    return this.#buffer.subarray(this.#at, Math.min(this.#end, this.#at + count));
  }

  /** Consumes bytes that peek has returned. */
  skip(count: number): void {
    this.#at += count;
  }

  /** Reads the next line without its LF or CR LF; null at the end. The last line may have neither. */
  async line(): Promise<Uint8Array | null> {
    const size = await this.#lineLength(Number.POSITIVE_INFINITY);
    const line = this.#buffer.slice(this.#at, this.#at + size);
    this.#at += size;
    if (size === 0) return null;
    if (line[size - 1] !== lineFeed) return line;
    return line.subarray(0, size > 1 && line[size - 2] === carriageReturn ? -2 : -1);
  }

  /** Reads the next line with its LF; without one if none comes within `most` bytes or before the end. */
  async rawLine(most: number): Promise<Uint8Array> {
    const size = await this.#lineLength(most);
    const line = this.#buffer.slice(this.#at, this.#at + size);
    this.#at += size;
    return line;
  }

  /** Reads up to `most` bytes: those in the buffer, or else those that come next. No bytes at the end. */
  async some(most: number): Promise<Uint8Array> {
    if (this.#at === this.#end) await this.#fill();
    const size = Math.min(most, this.#end - this.#at);
    this.#at += size;
    return this.#buffer.slice(this.#at - size, this.#at);
  }

  async #lineLength(most: number): Promise<number> {
    for (let seen = 0; ; ) {
      const found = this.#buffer.subarray(this.#at + seen, this.#end).indexOf(lineFeed);
      seen = found < 0 ? this.#end - this.#at : seen + found + 1;
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
    this.#append(part.subarray(0, size));
    return true;
  }

  #append(part: Uint8Array): void {
    const kept = this.#end - this.#at;
    if (this.#end + part.length > this.#buffer.length) {
      const needed = kept + part.length;
      const room = needed * 2 > this.#buffer.length ? new Uint8Array(needed * 2) : this.#buffer;
      room.set(this.#buffer.subarray(this.#at, this.#end));
      this.#buffer = room;
      this.#at = 0;
      this.#end = kept;
    }
    this.#buffer.set(part, this.#end);
    this.#end += part.length;
  }
}
