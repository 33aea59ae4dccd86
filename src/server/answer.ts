import { CfsslError, UnavailableError } from "../cfssl/errors.js";
import { GoError } from "../go/errors.js";
import type { Header } from "../go/http/message.js";
import type { ServerResponse } from "../go/http/server/exchange.js";
import { type JsonOut, type JsonRules, marshal } from "../go/json/encode.js";
import { HttpError } from "./http-error.js";

/** What an endpoint has to say. */
export interface Answer {
  readonly result: JsonOut;
  /** A remark about the result; it gets the code 5300. */
  readonly message?: string;
}

/** An answer with what the log says of it: the status 200, or an error's code. */
export interface LoggedResponse {
  readonly response: ServerResponse;
  readonly code: number;
}

const jsonHeaders: readonly Header[] = [["Content-Type", "application/json"]];
const textHeaders: readonly Header[] = [
  ["Content-Type", "text/plain; charset=utf-8"],
  ["X-Content-Type-Options", "nosniff"],
];
const messageCode = 5300;

/** The answer to a request that succeeded. */
export function encodeSuccess({ result, message }: Answer, rules: JsonRules): LoggedResponse {
  const messages = message === undefined ? [] : [{ code: messageCode, message }];
  const body = `${marshal({ success: true, result, errors: [], messages }, rules)}\n`;
  return { response: { status: 200, headers: jsonHeaders, body }, code: 200 };
}

/** The answer to a request that failed. Throws an error that upstream does not answer. */
export function encodeFailure(cause: unknown, rules: JsonRules): LoggedResponse {
  const { status, code, message } = describe(cause);
  const body = `${marshal({ success: false, result: null, errors: [{ code, message }], messages: [] }, rules)}\n`;
  return { response: { status, headers: textHeaders, body }, code };
}

function describe(cause: unknown): { readonly status: number; readonly code: number; readonly message: string } {
  if (cause instanceof HttpError) return { status: cause.status, code: cause.status, message: cause.message };
  if (cause instanceof CfsslError) return { status: 400, code: cause.code, message: cause.message };
  if (cause instanceof GoError) return { status: 500, code: 0, message: cause.message };
  if (cause instanceof UnavailableError) return { status: 501, code: 501, message: cause.message };
  throw cause;
}
