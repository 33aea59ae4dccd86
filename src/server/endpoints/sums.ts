import { digest, md5 } from "../../crypto/primitives.js";
import { encodeHex } from "../../go/hex.js";
import type { JsonOut } from "../../go/json/encode.js";
import type { ServerContext } from "../context.js";

/** The digests of something in DER, in upper-case hexadecimal. */
export async function sumsOf(der: Uint8Array, { release }: ServerContext): Promise<JsonOut> {
  const upper = (bytes: Uint8Array) => encodeHex(bytes).toUpperCase();
  return {
    md5: upper(await md5(der)),
    "sha-1": upper(await digest("SHA-1", der)),
    ...(release.server.showsSha256 ? { "sha-256": upper(await digest("SHA-256", der)) } : {}),
  };
}
