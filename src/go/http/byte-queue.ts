/** Bytes that have come and are not consumed yet, in one piece. */
export class ByteQueue {
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #end = 0;
  /** Whether the array is ours: one that came from outside is never written to. */
  #isOwn = false;

  get size(): number {
    return this.#end - this.#at;
  }

  /** The bytes, or the first `most` of them. They hold until the next push. */
  peek(most = this.size): Uint8Array {
    return this.#bytes.subarray(this.#at, Math.min(this.#end, this.#at + most));
  }

  /** The byte at an offset; undefined beyond the end. */
  at(offset: number): number | undefined {
    return offset < this.size ? this.#bytes[this.#at + offset] : undefined;
  }

  /** The offset of a byte, from `start` on; -1 if there is none. */
  indexOf(byte: number, start: number): number {
    const found = this.#bytes.indexOf(byte, this.#at + start);
    return found < 0 || found >= this.#end ? -1 : found - this.#at;
  }

  /** Consumes bytes. */
  skip(count: number): void {
    this.#at += count;
  }

  /** Consumes bytes and returns them. They hold for ever. */
  take(count: number): Uint8Array {
    this.#at += count;
    return this.#bytes.slice(this.#at - count, this.#at);
  }

  /** Appends a part. The caller does not change it afterwards. */
  push(part: Uint8Array): void {
    const kept = this.size;
    if (kept === 0) {
      this.#bytes = part;
      this.#at = 0;
      this.#end = part.length;
      this.#isOwn = false;
      return;
    }
    if (!this.#isOwn || this.#end + part.length > this.#bytes.length) this.#makeRoom(kept + part.length);
    this.#bytes.set(part, this.#end);
    this.#end += part.length;
  }

  #makeRoom(needed: number): void {
    const isLarge = this.#isOwn && needed * 2 <= this.#bytes.length;
    const room = isLarge ? this.#bytes : new Uint8Array(needed * 2);
    const kept = this.peek();
    room.set(kept);
    this.#bytes = room;
    this.#at = 0;
    this.#end = kept.length;
    this.#isOwn = true;
  }
}
