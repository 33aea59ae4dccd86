import type { Row } from "../../../go/sql.js";

/** How many rows wait for their reader before the server is made to wait. */
const most = 256;

/** A stream of rows that comes whether it is read or not. */
export interface RowSource {
  pause(): void;
  resume(): void;
}

/** Hands the rows that a connection pushes to a reader who asks for them. */
export class RowQueue {
  readonly #source: RowSource;
  #rows: Row[] = [];
  #end: { readonly cause: unknown } | null = null;
  #wake: () => void = () => {};

  constructor(source: RowSource) {
    this.#source = source;
  }

  push(row: Row): void {
    this.#rows.push(row);
    if (this.#rows.length === most) this.#source.pause();
    this.#wake();
  }

  /** No more rows come. `cause` is thrown to the reader unless it is undefined. */
  finish(cause?: unknown): void {
    this.#end ??= { cause };
    this.#wake();
  }

  /** Reads to the end. `leave` is called if the reader does not, and rows are still to come. */
  async *read(leave: () => void): AsyncGenerator<Row, void> {
    try {
      yield* this.#readAll();
    } finally {
      if (!this.#end) leave();
    }
  }

  async *#readAll(): AsyncGenerator<Row, void> {
    for (;;) {
      const rows = this.#rows;
      this.#rows = [];
      if (rows.length >= most) this.#source.resume();
      yield* rows;
      if (this.#rows.length > 0) continue;
      if (this.#end?.cause !== undefined) throw this.#end.cause;
      if (this.#end) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
