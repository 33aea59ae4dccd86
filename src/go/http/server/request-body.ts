import { concat } from "../../bytes.js";
import { GoError } from "../../errors.js";
import { ByteReader } from "../byte-reader.js";
import { BodyTooLarge, readBody } from "../response-body.js";
import type { Framing } from "../response-head.js";
import type { Input } from "./input.js";

/** The body of one request: read by the handler, or else thrown away. */
export class RequestBody {
  readonly #input: Input;
  readonly framing: Framing;
  readonly #beforeReading: () => void;
  #state: "unread" | "atEnd" | "broken" = "unread";

  /** `beforeReading` is called once, before a handler reads a body that is not empty. */
  constructor(input: Input, framing: Framing, beforeReading: () => void) {
    this.#input = input;
    this.framing = framing;
    this.#beforeReading = beforeReading;
    if (framing === 0) this.#state = "atEnd";
  }

  /** Whether the next bytes of the connection are those of another request. */
  get isAtEnd(): boolean {
    return this.#state === "atEnd";
  }

  /** Reads the whole body; empty the second time. Throws GoError with Go's text (`unexpected EOF`). */
  async read(): Promise<Uint8Array> {
    if (this.#state !== "unread") return new Uint8Array();
    this.#beforeReading();
    return this.#read(Number.POSITIVE_INFINITY);
  }

  /**
   * Throws away what the handler did not read, up to so many bytes. Returns whether the body is now at its end, has more
   * bytes, or is malformed.
   */
  async discard(most: number): Promise<"atEnd" | "longer" | "broken"> {
    if (this.#state !== "unread") return this.#state;
    if (typeof this.framing === "number" && this.framing > most) return "longer";
    try {
      await this.#read(most);
    } catch (cause) {
      if (cause instanceof BodyTooLarge) return "longer";
      if (!(cause instanceof GoError)) throw cause;
    }
    return this.isAtEnd ? "atEnd" : "broken";
  }

  async #read(most: number): Promise<Uint8Array> {
    this.#state = "broken";
    this.#input.want(true);
    const { framing } = this;
    const body = await (typeof framing === "number" ? this.#readBytes(framing) : this.#readParts(framing, most));
    this.#input.want(false);
    return body;
  }

  async #readBytes(count: number): Promise<Uint8Array> {
    const { queue } = this.#input;
    while (queue.size < count) {
      if (await this.#input.more()) continue;
      // Go counts this as the end of the body, and so answers as after any other.
      this.#state = "atEnd";
      throw new GoError("unexpected EOF");
    }
    this.#state = "atEnd";
    return queue.take(count);
  }

  async #readParts(framing: Framing, most: number): Promise<Uint8Array> {
    const reader = new ByteReader(() => this.#input.next(), Number.POSITIVE_INFINITY);
    const parts = await readBody(reader, framing, most);
    this.#input.putBack(reader.rest());
    this.#state = "atEnd";
    return concat(parts);
  }
}
