import { plainTextError, type ServerRequest, type ServerResponse } from "../../go/http/server/exchange.js";

/** A file of the pages. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

interface Range {
  readonly start: number;
  readonly length: number;
}

/**
 * Serves a file as Go's http.ServeContent does, without a time of change. One range of it is served alone (RFC 9110
 * §14.2); of a request for several ranges, the whole file.
 */
export function serveContent({ headers }: ServerRequest, { type, bytes }: PageFile): ServerResponse {
  const wanted = headers.get("if-range") ? "" : (headers.get("range")?.[0] ?? "");
  const range = wanted === "" ? null : parseRange(wanted, bytes.length);
  if (range === "malformed") return plainTextError(416, "invalid range");
  if (range === "outside") {
    const refusal = plainTextError(416, "invalid range: failed to overlap");
    return { ...refusal, headers: [...refusal.headers, ["Content-Range", `bytes */${bytes.length}`]] };
  }
  const { start, length } = range ?? { start: 0, length: bytes.length };
  return {
    status: range ? 206 : 200,
    headers: [
      ["Accept-Ranges", "bytes"],
      ["Content-Length", String(length)],
      ...(range ? [["Content-Range", `bytes ${start}-${start + length - 1}/${bytes.length}`] as const] : []),
      ["Content-Type", type],
    ],
    body: bytes.subarray(start, start + length),
  };
}

/** The one range that is asked for; null for the whole file. */
function parseRange(header: string, size: number): Range | "malformed" | "outside" | null {
  if (!header.startsWith("bytes=")) return "malformed";
  const parts = header.slice("bytes=".length).split(",");
  const ranges = parts.map((part) => part.trim()).filter((part) => part !== "");
  const found = ranges.map((part) => parsePart(part, size));
  if (found.includes("malformed")) return "malformed";
  const inside = found.filter((range) => typeof range === "object");
  if (found.length > 0 && inside.length === 0) return "outside";
  const [only, ...others] = inside;
  return only && others.length === 0 ? only : null;
}

function parsePart(part: string, size: number): Range | "malformed" | "outside" {
  const [, first = "", last = ""] = /^(\d*)\s*-\s*(\d*)$/.exec(part) ?? ["", "", ""];
  if (first === "" && last === "") return "malformed";
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "outside" : { start: size - length, length };
  }
  const start = Number(first);
  if (start >= size) return "outside";
  if (last === "") return { start, length: size - start };
  if (Number(last) < start) return "malformed";
  return { start, length: Math.min(Number(last), size - 1) - start + 1 };
}
