import { GoError } from "../errors.js";
import { quote, scanInteger } from "../strconv.js";
import { trimSpace } from "../strings.js";

/** What Go answers with 501: codings of a body other than one `chunked`. */
export class UnsupportedTransferEncoding extends GoError {}

/**
 * Whether a body is in chunks, by the values of Transfer-Encoding (RFC 9112 §6.1). Throws UnsupportedTransferEncoding.
 */
export function isInChunks(codings: readonly string[] | undefined): boolean {
  if (!codings) return false;
  const [coding = "", ...others] = codings;
  if (others.length > 0) throw new UnsupportedTransferEncoding(`too many transfer encodings: ${quoteAll(codings)}`);
  if (coding.toLowerCase() !== "chunked")
    throw new UnsupportedTransferEncoding(`unsupported transfer encoding: ${quote(coding)}`);
  return true;
}

/** Parses the values of Content-Length; null if it is absent or empty. Throws GoError with Go's text. */
export function parseLength(values: readonly string[]): number | null {
  const [first = ""] = values;
  if (values.some((value) => value !== first)) {
    throw new GoError(`http: message cannot contain multiple Content-Length headers; got ${quoteAll(values)}`);
  }
  if (first === "") return null;
  const length = /^\d+$/.test(first) ? scanInteger(first, 10, 64) : "invalid syntax";
  if (typeof length === "string") throw new GoError(`bad Content-Length ${quote(first)}`);
  return Number(length);
}

/** Checks the values of Trailer, the headers that are announced for the end of a body in chunks. Throws GoError. */
export function checkTrailers(values: readonly string[]): void {
  for (const name of values.flatMap((value) => value.split(",")).map(trimSpace)) {
    const [canonical] = ["Transfer-Encoding", "Trailer", "Content-Length"].filter(
      (key) => key.toLowerCase() === name.toLowerCase(),
    );
    if (canonical) throw new GoError(`bad trailer key ${quote(canonical)}`);
  }
}

function quoteAll(values: readonly string[]): string {
  return `[${values.map(quote).join(" ")}]`;
}
