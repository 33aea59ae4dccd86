import type { Logger } from "../cfssl/log.js";
import type { Handler, ServerRequest } from "../go/http/server/exchange.js";
import type { JsonRules } from "../go/json/encode.js";
import { quoteString } from "../go/json/encode.js";
import { formatUrl } from "../go/url.js";
import { type Answer, encodeFailure, encodeSuccess, type LoggedResponse } from "./answer.js";
import { HttpError } from "./http-error.js";

/** Does the work of one endpoint. It throws what upstream answers as an error, or GoPanic where upstream crashes. */
export type Endpoint = (request: ServerRequest) => Promise<Answer>;

/** An endpoint with the method that it takes. */
export interface Route {
  readonly method: "GET" | "POST";
  readonly endpoint: Endpoint;
}

/** Answers requests with what an endpoint says, and logs each when it is done. */
export function createApiHandler({ method, endpoint }: Route, log: Pick<Logger, "info">, rules: JsonRules): Handler {
  const answer = async (request: ServerRequest): Promise<LoggedResponse> => {
    try {
      if (request.method !== method) {
        throw new HttpError(405, `Method is not allowed:${quoteString(request.method, rules)}`);
      }
      return encodeSuccess(await endpoint(request), rules);
    } catch (cause) {
      return encodeFailure(cause, rules);
    }
  };
  return async (request) => {
    const { response, code } = await answer(request);
    log.info(`${request.remoteAddress} - "${request.method} ${formatUrl(request.url)}" ${code}`);
    return response;
  };
}
