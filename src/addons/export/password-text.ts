import { GoError } from "../../go/errors.js";
import { decodeUtf8, isValidUtf8 } from "../../go/utf8.js";

/** The first line of a password's file, as `openssl -passin file:` takes it. */
export function firstLine(bytes: Uint8Array): string {
  const [line = ""] = decodeUtf8(bytes).split("\n");
  return line.replace(/\r$/, "").replace(/^\ufeff/, "");
}

/**
 * A password that can be one.
 *
 * @param where what holds it, for errors
 * @throws GoError for an empty one, and for one that is no text
 */
export function checkedPassword(where: string, password: string): string {
  if (password === "") throw new GoError(`${where} holds an empty password`);
  if (!isValidUtf8(password)) throw new GoError(`${where} is not UTF-8: a password must be text`);
  return password;
}
