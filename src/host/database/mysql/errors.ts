import { GoError } from "../../../go/errors.js";

/**
 * An error of the package mysql2 in the words of Go's driver: `Error 1062 (23000): Duplicate entry …`, and whether the
 * connection can no longer be used.
 */
export function statementError(cause: unknown): { readonly error: unknown; readonly isFatal: boolean } {
  if (!(cause instanceof Error) || cause instanceof GoError) return { error: cause, isFatal: false };
  const { errno, sqlState, sqlMessage, fatal } = cause as ServerError;
  if (sqlMessage === undefined) return { error: new GoError("invalid connection", { cause }), isFatal: true };
  const state = sqlState ? ` (${sqlState})` : "";
  return { error: new GoError(`Error ${errno}${state}: ${sqlMessage}`, { cause }), isFatal: fatal === true };
}

interface ServerError extends Error {
  readonly errno?: number;
  readonly sqlState?: string;
  readonly sqlMessage?: string;
  readonly fatal?: boolean;
}
