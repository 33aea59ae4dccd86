import { GoError } from "../../go/errors.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Sources } from "../sources.js";

export interface FileRules {
  /** Whether the name of a certificate or key file may be `file:PATH` or `env:VARIABLE`. */
  readonly filePrefixes: boolean;
}

/**
 * The bytes that a value of -ca, -ca-key, -key and the like names: a path, `file:PATH` or `env:VARIABLE`.
 *
 * @throws GoError if the file cannot be read, or `unknown prefix: …`
 */
export function readNamed(name: string, sources: Sources, rules: FileRules): Uint8Array {
  const colon = rules.filePrefixes ? name.indexOf(":") : -1;
  if (colon < 0) return sources.readFile(name);
  const prefix = name.slice(0, colon);
  const rest = name.slice(colon + 1);
  switch (prefix) {
    case "env":
      return encodeUtf8(sources.env(rest) ?? "");
    case "file":
      return sources.readFile(rest);
    default:
      throw new GoError(`unknown prefix: ${prefix}`);
  }
}
