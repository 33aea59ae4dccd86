import { GoError } from "../../go/errors.js";

/** Returns the value. If it is null, throws GoError with that text. */
export function demand<T>(value: T | null, text: string): T {
  if (value === null) throw new GoError(text);
  return value;
}
