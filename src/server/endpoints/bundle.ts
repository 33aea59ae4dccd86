import { answerBundleRequest, type EndpointContext } from "../../cfssl/bundler/endpoint.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { chooseSet } from "./choose-set.js";

const sets = { certificate: ["certificate"], domain: ["domain"] } as const;

/** Builds the chain of a certificate, or of what a server sends. */
export function createBundleEndpoint(bundler: EndpointContext, { log }: Pick<ServerContext, "log">): Endpoint {
  return async (request) => {
    const { texts, set } = await chooseSet(request, sets, { log });
    const text = (name: string) => texts.get(name) ?? "";
    const wanted = {
      certificate: set === "certificate" ? text("certificate") : null,
      privateKey: text("private_key"),
      domain: text("domain"),
      ip: text("ip"),
      flavor: text("flavor"),
    };
    return { result: await answerBundleRequest(wanted, bundler) };
  };
}
