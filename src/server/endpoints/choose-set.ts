import { GoError } from "../../go/errors.js";
import type { ServerRequest } from "../../go/http/server/exchange.js";
import { unmarshal } from "../../go/json/decode.js";
import { map, string } from "../../go/json/index.js";
import type { ServerContext } from "../context.js";
import { HttpError } from "../http-error.js";

const shape = map(string());

/** The texts of a request by their names. */
export type Texts = ReadonlyMap<string, string>;

/**
 * Reads a request of texts alone, and chooses the first of `sets` whose members are all there, even if they are empty.
 *
 * @throws GoError if the body cannot be read or decoded, HttpError 400 if no set fits; after a log line
 */
export async function chooseSet<Set extends string>(
  request: ServerRequest,
  sets: Readonly<Partial<Record<Set, readonly string[]>>>,
  { log }: Pick<ServerContext, "log">,
): Promise<{ readonly texts: Texts; readonly set: Set }> {
  try {
    const texts: Texts = unmarshal(await request.readBody(), shape) ?? new Map();
    for (const set in sets) if (sets[set]?.every((name) => texts.has(name))) return { texts, set };
    throw new HttpError(400, "no valid parameter sets found");
  } catch (cause) {
    if (cause instanceof GoError || cause instanceof HttpError) log.warning(`invalid request: ${cause.message}`);
    throw cause;
  }
}
