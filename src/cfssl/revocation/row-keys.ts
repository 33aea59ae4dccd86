import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";

/** What names a row of the table of certificates. */
export interface RowKey {
  readonly serial: string;
  readonly authorityKeyId: string;
}

const chunkSize = 1 << 20;
const lineFeed = 0x0a;

/**
 * The keys of rows in their order, in as little memory as that takes: a million of them in 60 MB. Most rows of a database
 * have one authority key identifier in common, and a serial number is a text of 48 bytes.
 */
export class RowKeys implements Iterable<RowKey> {
  /** Lines with a serial number and the index of its authority key identifier. */
  readonly #chunks: Uint8Array[] = [];
  readonly #identifiers: string[] = [];
  readonly #indexes = new Map<string, number>();
  #used = chunkSize;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add({ serial, authorityKeyId }: RowKey): void {
    const line = encodeUtf8(`${this.#indexOf(authorityKeyId)} ${serial}\n`);
    if (this.#used + line.length > chunkSize) {
      this.#chunks.push(new Uint8Array(Math.max(chunkSize, line.length)));
      this.#used = 0;
    }
    this.#chunks.at(-1)?.set(line, this.#used);
    this.#used += line.length;
    this.#size++;
  }

  *[Symbol.iterator](): Iterator<RowKey> {
    for (const chunk of this.#chunks) {
      for (let at = 0, end = chunk.indexOf(lineFeed); end >= 0; at = end + 1, end = chunk.indexOf(lineFeed, at)) {
        const line = decodeUtf8(chunk.subarray(at, end));
        const blank = line.indexOf(" ");
        yield { serial: line.slice(blank + 1), authorityKeyId: this.#identifiers[Number(line.slice(0, blank))] ?? "" };
      }
    }
  }

  #indexOf(authorityKeyId: string): number {
    const known = this.#indexes.get(authorityKeyId);
    if (known !== undefined) return known;
    this.#indexes.set(authorityKeyId, this.#identifiers.length);
    return this.#identifiers.push(authorityKeyId) - 1;
  }
}
