import { GoError } from "../../go/errors.js";
import { decodeHex } from "../../go/hex.js";
import { trimSpace } from "../../go/strings.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { Sources } from "../sources.js";

export interface AuthKeyRules {
  /** Whether white space around the digits in a file is ignored, such as a final line feed. */
  readonly trimsAuthKeyFiles: boolean;
}

/**
 * The bytes of an `auth_keys` entry: hexadecimal digits, or `env:VARIABLE` or `file:PATH` where the digits are.
 *
 * @throws GoError as upstream words it in its debug line
 */
export function parseAuthKey(text: string, sources: Sources, rules: AuthKeyRules): Uint8Array {
  const colon = text.indexOf(":");
  if (colon < 0) return decodeHex(text);
  const prefix = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  switch (prefix) {
    case "env":
      return decodeHex(sources.env(rest) ?? "");
    case "file":
      return decodeHex(fileText(sources.readFile(rest), rules));
    default:
      throw new GoError(`unknown key prefix: ${prefix}`);
  }
}

function fileText(bytes: Uint8Array, { trimsAuthKeyFiles }: AuthKeyRules): string {
  const text = decodeUtf8(bytes);
  return trimsAuthKeyFiles ? trimSpace(text) : text;
}
