import { createCa } from "../../cfssl/ca/initca.js";
import { decodeRequest } from "../../cfssl/csr/shape.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { readJson } from "../read-json.js";

/** Makes the key and the certificate of a new CA. */
export function createInitCaEndpoint(context: ServerContext): Endpoint {
  const { log, rules } = context;
  return async (request) => {
    log.info("setting up initial CA handler");
    const spec = await readJson(request, log, (body) => decodeRequest(body, rules));
    const { keyPem, certificate } = await createCa(spec, context).catch((cause: unknown) => {
      if (isExpected(cause)) log.warning(`failed to initialise new CA: ${errorText(cause, rules.json)}`);
      throw cause;
    });
    return { result: { private_key: keyPem, certificate } };
  };
}
