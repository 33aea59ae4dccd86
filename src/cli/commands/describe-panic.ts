import { GoPanic } from "../../go/errors.js";

/** What the log says when a handler fails: upstream's crash in our words, or all about a bug of ours. */
export function describePanic(cause: unknown): string {
  if (cause instanceof GoPanic) return cause.message;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
