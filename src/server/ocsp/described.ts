import { digest } from "../../crypto/primitives.js";
import { encodeHex } from "../../go/hex.js";
import type { Header } from "../../go/http/message.js";
import { formatRfc1123 } from "../../go/time/rfc1123.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { readOcspResponse } from "../../x509/verify/ocsp-response.js";

/** What the headers of an answer tell of its response. */
export interface Described {
  /** SHA-256 of the response, in quotes. */
  readonly etag: string;
  /** Seconds since 1970 (UTC). */
  readonly nextUpdate: number;
  readonly headers: readonly Header[];
}

/**
 * Reads a response (DER) for the headers of its answer.
 *
 * @throws GoError if it is none
 */
export async function describeResponse(der: Uint8Array, rules: ParserRules): Promise<Described> {
  const { thisUpdate, nextUpdate } = await readOcspResponse(der, rules);
  const etag = `"${encodeHex(await digest("SHA-256", der)).toUpperCase()}"`;
  return {
    etag,
    nextUpdate: nextUpdate.seconds + nextUpdate.nanos / 1e9,
    headers: [
      ["Etag", etag],
      ["Expires", formatRfc1123(nextUpdate, nextUpdate.offset)],
      ["Last-Modified", formatRfc1123(thisUpdate, thisUpdate.offset)],
    ],
  };
}
