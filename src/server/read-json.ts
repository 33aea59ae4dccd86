import type { Logger } from "../cfssl/log.js";
import { GoError } from "../go/errors.js";
import type { ServerRequest } from "../go/http/server/exchange.js";
import { HttpError } from "./http-error.js";

/**
 * Reads the JSON body of a request for the endpoints that show what is wrong with it. A body that cannot be read and one
 * that cannot be decoded are both errors of the client.
 *
 * @throws HttpError 400 after a log line
 */
export async function readJson<T>(
  request: ServerRequest,
  log: Pick<Logger, "warning">,
  decode: (body: Uint8Array) => T,
): Promise<T> {
  const body = await refuse(log, "failed to read request body", () => request.readBody());
  return refuse(log, "failed to unmarshal request", async () => decode(body));
}

async function refuse<T>(log: Pick<Logger, "warning">, what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.warning(`${what}: ${cause.message}`);
    throw new HttpError(400, cause.message, { cause });
  }
}

/**
 * Runs an action. If it throws a GoError, throws an error of the client with this text instead, which hides the reason.
 */
export function hideReason<T>(text: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw cause instanceof GoError ? new HttpError(400, text, { cause }) : cause;
  }
}
