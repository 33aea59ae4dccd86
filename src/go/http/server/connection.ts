import type { GoError } from "../../errors.js";
import { EarlyReject } from "./early-reject.js";
import { encodeResponse, planClose, planResponse } from "./encode-response.js";
import type { Handler, ServerResponse } from "./exchange.js";
import { HeadReader } from "./head-reader.js";
import { Input } from "./input.js";
import { RequestBody } from "./request-body.js";
import type { RequestHead } from "./request-head.js";

/** A connection to a client, as bytes. */
export interface Transport {
  /** The client's address and port, as in `127.0.0.1:40000`. */
  readonly remoteAddress: string;
  /** The certificate that the client showed and proved, in DER; null without one. */
  readonly clientCertificate: Uint8Array | null;
  /** Sends bytes. Returns whether more may follow at once; otherwise `Connection.drained` tells when. */
  write(bytes: Uint8Array): boolean;
  /** Stops reading, or reads on. */
  hold(isHeld: boolean): void;
  /** Closes the connection after what was written. */
  close(): void;
  /** Ends what we send, and closes half a second later, so that the client can read before its own bytes are refused. */
  linger(): void;
  /** Closes the connection at once. */
  destroy(): void;
}

/** What all connections of a server share. */
export interface ServerSettings {
  readonly handle: Handler;
  /** The value of the Date header at this moment (RFC 9110 §5.6.7). */
  date(): string;
  /** Is told of what a handler threw. */
  onPanic(remoteAddress: string, cause: unknown): void;
}

/** So much of a body that nobody wants is read, to keep the connection. */
const mostDiscarded = 256 * 1024;

const continueLine = new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n");

/**
 * A connection of an HTTP/1 server that answers as Go's net/http (1.24) does, to the byte: which requests it refuses
 * before a handler sees them, the order of headers, how bodies are framed, and when a connection is kept. Requests are
 * answered one after the other. There are no limits of time, as in upstream.
 */
export class ServerConnection {
  readonly #settings: ServerSettings;
  readonly #transport: Transport;
  readonly #input: Input;
  #reader: HeadReader | null = null;
  #isBusy = false;
  #isClosed = false;
  #count = 0;
  #lastMethod = "";
  #drained: (() => void) | null = null;

  constructor(settings: ServerSettings, transport: Transport) {
    this.#settings = settings;
    this.#transport = transport;
    this.#input = new Input((isHeld) => transport.hold(isHeld));
  }

  /** Whether a request is being answered. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Takes bytes that the client sent. The caller does not change them afterwards. */
  receive(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    this.#input.push(bytes);
    this.#advance();
    if (this.#isBusy) this.#input.holdIfFull();
  }

  /** Says that the client will send nothing more; it may still read. */
  end(): void {
    this.#input.end(null);
    this.#advance();
  }

  /** Says that the connection is gone. */
  lost(cause: GoError): void {
    this.#input.end(cause);
    this.#isClosed = true;
    this.drained();
  }

  /** Says that what was written is on its way. */
  drained(): void {
    const resume = this.#drained;
    this.#drained = null;
    resume?.();
  }

  /** Reads the next request, if there is one and none is being answered. */
  #advance(): void {
    if (this.#isBusy || this.#isClosed) return;
    try {
      const head = this.#readHead();
      if (head) void this.#serve(head);
      else if (this.#input.isEnded) this.#endBetweenRequests();
    } catch (cause) {
      if (!(cause instanceof EarlyReject)) throw cause;
      this.#transport.write(cause.bytes);
      this.#close(cause.lingers);
    }
  }

  #readHead(): RequestHead | null {
    const { queue } = this.#input;
    if (this.#reader === null) {
      // Go waits for four bytes before it reads another request, and skips the empty lines that old clients send.
      if (queue.size === 0 || (this.#count > 0 && queue.size < 4)) return null;
      if (this.#lastMethod === "POST") this.#skipLineEnds();
      this.#reader = new HeadReader();
    }
    const head = this.#reader.read(queue);
    if (head) this.#reader = null;
    return head;
  }

  #skipLineEnds(): void {
    const { queue } = this.#input;
    for (let count = 0; count < 4 && (queue.at(0) === 0x0a || queue.at(0) === 0x0d); count++) queue.skip(1);
  }

  #endBetweenRequests(): void {
    // A client that stops in the middle of a request is refused.
    if (this.#reader) this.#transport.write(new EarlyReject(400).bytes);
    this.#close(false);
  }

  async #serve(head: RequestHead): Promise<void> {
    this.#isBusy = true;
    this.#count++;
    this.#lastMethod = head.method;
    const waits = head.expects === "continue" && head.isModern && head.framing !== 0;
    const body = new RequestBody(this.#input, head.framing, () => {
      if (waits) this.#transport.write(continueLine);
    });
    try {
      const response = await this.#answer(head, body);
      await this.#send(head, body, response, waits);
    } catch (cause) {
      this.#settings.onPanic(this.#transport.remoteAddress, cause);
      this.#isClosed = true;
      this.#transport.destroy();
    }
    this.#isBusy = false;
    this.#input.want(false);
    this.#advance();
  }

  #answer(head: RequestHead, body: RequestBody): ServerResponse | Promise<ServerResponse> {
    if (head.expects === "unknown") return { status: 417, headers: [["Connection", "close"]], body: "" };
    if (head.target === "*" && head.method === "OPTIONS") {
      return { status: 200, headers: [["Content-Length", "0"]], body: "" };
    }
    const { remoteAddress, clientCertificate } = this.#transport;
    return this.#settings.handle({
      method: head.method,
      target: head.target,
      url: head.url,
      protocol: head.protocol,
      host: head.host,
      headers: head.headers,
      isChunked: head.framing === "chunks",
      remoteAddress,
      clientCertificate,
      readBody: () => body.read(),
    });
  }

  async #send(head: RequestHead, body: RequestBody, response: ServerResponse, waits: boolean): Promise<void> {
    let plan = planResponse(head, response);
    let rest: "atEnd" | "longer" | "broken" | null = null;
    if (!body.isAtEnd && !plan.closes) {
      // A client that waits for a word before it sends the body gets the answer first.
      if (!waits) rest = await body.discard(mostDiscarded);
      if (rest !== "atEnd") plan = planClose(plan, head);
    }
    if (this.#isClosed) return;
    const isFlowing = this.#transport.write(encodeResponse(plan, head, this.#settings.date()));
    if (!plan.closes) {
      if (!isFlowing) await this.#flow();
      return;
    }
    if (rest === null && !(head.closes && body.framing !== "chunks")) rest = await body.discard(mostDiscarded);
    this.#close(rest === "longer");
  }

  /** Waits until the client has taken what was written: it gets no other answer before. */
  #flow(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve;
    });
  }

  #close(lingers: boolean): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#input.want(false);
    if (lingers) this.#transport.linger();
    else this.#transport.close();
  }
}
