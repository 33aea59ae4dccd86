import type { GoError } from "../../errors.js";
import { ByteQueue } from "../byte-queue.js";

/** What waits for a reader without a pause. */
const enough = 64 * 1024;

/** What a client sends, in the order of its bytes. The sender is stopped while nobody reads and enough is waiting. */
export class Input {
  readonly queue = new ByteQueue();
  readonly #hold: (isHeld: boolean) => void;
  #wake: (() => void) | null = null;
  #isHeld = false;
  #isWanted = false;
  #isEnded = false;
  #failure: GoError | null = null;

  /** `hold` stops the sender, or lets it go on. */
  constructor(hold: (isHeld: boolean) => void) {
    this.#hold = hold;
  }

  /** Whether nothing more will come. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  push(bytes: Uint8Array): void {
    this.queue.push(bytes);
    this.#call();
  }

  /** Says that nothing more will come: because the client has said so, or because the connection broke. */
  end(failure: GoError | null): void {
    this.#isEnded = true;
    this.#failure ??= failure;
    this.#call();
  }

  /** Stops the sender if nobody reads and enough is waiting. */
  holdIfFull(): void {
    if (!this.#isWanted && this.queue.size > enough) this.#setHeld(true);
  }

  /** Says whether somebody reads now, and lets the sender go on. */
  want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.#setHeld(false);
  }

  /** Waits for more bytes. Returns false at the end. Throws GoError if the connection broke. */
  async more(): Promise<boolean> {
    const before = this.queue.size;
    if (!this.#isEnded) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.queue.size > before) return true;
    if (this.#failure) throw this.#failure;
    return false;
  }

  /** Returns the next bytes, at least one; null at the end. Throws as `more`. */
  async next(): Promise<Uint8Array | null> {
    if (this.queue.size === 0 && !(await this.more())) return null;
    return this.queue.take(this.queue.size);
  }

  /** Puts back bytes that were read too far. */
  putBack(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const later = this.queue.take(this.queue.size);
    this.queue.push(bytes);
    if (later.length > 0) this.queue.push(later);
  }

  #call(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  #setHeld(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    this.#hold(isHeld);
  }
}
