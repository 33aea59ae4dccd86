import type { Handler } from "../../go/http/server/exchange.js";
import { createServeMux } from "../../go/http/server/serve-mux.js";
import type { ServerContext } from "../context.js";
import { createApiHandler, type Endpoint } from "../endpoint.js";
import { decodeInfoRequest } from "../endpoints/info.js";
import { HttpError } from "../http-error.js";
import { readJson } from "../read-json.js";
import { createMultirootSigner, type Roots } from "./authsign.js";
import { createMetricsHandler, SigningCounts } from "./metrics.js";

type MultirootServer = Pick<ServerContext, "log" | "rules" | "release"> & { print(text: string): void };

/** Makes the handler of a server of several CAs. */
export function setUpMultiroot(roots: Roots, { log, rules, release, print }: MultirootServer): Handler {
  const counts = new SigningCounts();
  const info: Endpoint = async (request) => {
    const { label, profile } = await readJson(request, log, decodeInfoRequest);
    log.debug("checking label");
    const root = roots.byLabel.get(label || roots.defaultLabel);
    if (!root) {
      log.warning("request for invalid endpoint");
      throw new HttpError(400, "bad label");
    }
    log.debug("getting info");
    const found = await root.signer.info({ label, profile });
    return { result: { certificate: found.certificate, usages: found.usages, expiry: found.expiry } };
  };
  const handlers = new Map<string, Handler>([
    ["/api/v1/cfssl/authsign", createMultirootSigner(roots, { log, rules, counts, print })],
    ["/api/v1/cfssl/info", createApiHandler({ method: "POST", endpoint: info }, log, rules.json)],
  ]);
  if (release.server.hasMetrics) handlers.set("/metrics", createMetricsHandler(counts));
  return createServeMux(handlers);
}
