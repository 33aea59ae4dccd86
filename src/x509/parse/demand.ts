import { GoError } from "../../go/errors.js";

/** The value; when there is none, a GoError with that text is thrown. */
export function demand<T>(value: T | null, text: string): T {
  if (value === null) throw new GoError(text);
  return value;
}
