import { processRequest, type RequestWithKey } from "../../cfssl/csr/generate.js";
import { decodeRequest, type RequestSpec } from "../../cfssl/csr/shape.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";
import { readJson } from "../read-json.js";
import { sumsOf } from "./sums.js";

/** Makes a key and a request. */
export function createNewKeyEndpoint(context: ServerContext): Endpoint {
  const { log, rules } = context;
  return async (request) => {
    log.info("request for CSR");
    const made = await makeKey(await readJson(request, log, (body) => decodeRequest(body, rules)), context);
    const sums = { certificate_request: await sumsOf(made.der, context) };
    return { result: { private_key: made.keyPem, certificate_request: made.pem, sums } };
  };
}

/** Makes a key and a request. Throws HttpError 400 for one with settings of a CA. */
export async function makeKey(spec: RequestSpec, context: ServerContext): Promise<RequestWithKey> {
  const { log, rules } = context;
  if (spec.ca) {
    log.warning("request received with CA section");
    throw new HttpError(400, "ca section only permitted in initca");
  }
  return processRequest(spec, context).catch((cause: unknown) => {
    if (isExpected(cause)) log.warning(`failed to process CSR: ${errorText(cause, rules.json)}`);
    throw cause;
  });
}
