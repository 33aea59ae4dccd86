import type { CaSigner } from "../../cfssl/signer/signer.js";
import { unmarshal } from "../../go/json/decode.js";
import { string, struct } from "../../go/json/index.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { readJson } from "../read-json.js";

const infoShape = struct("info.Req", { label: ["label", string()], profile: ["profile", string()] });

/** Reads the JSON of an info request. Throws GoError with encoding/json's text. */
export function decodeInfoRequest(body: Uint8Array): { readonly label: string; readonly profile: string } {
  return unmarshal(body, infoShape);
}

/** Tells the CA's certificate, and the usages and the expiry of a profile. */
export function createInfoEndpoint(signer: CaSigner, { log }: ServerContext): Endpoint {
  return async (request) => {
    const { certificate, usages, expiry } = await signer.info(await readJson(request, log, decodeInfoRequest));
    return { result: { certificate, usages, expiry } };
  };
}
