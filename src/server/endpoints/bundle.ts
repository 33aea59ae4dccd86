import { CfsslError, UnavailableError } from "../../cfssl/errors.js";
import { parsePemCertificates } from "../../cfssl/input/certificate.js";
import { parsePemKey } from "../../cfssl/input/key.js";
import { GoError } from "../../go/errors.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { chooseSet } from "./choose-set.js";

const sets = { certificate: ["certificate"], domain: ["domain"] } as const;

/** Builds the chain of a certificate. Until that is available, it only checks what it is given. */
export function createBundleEndpoint(context: ServerContext): Endpoint {
  const { log, rules, release } = context;
  return async (request) => {
    const { texts, set } = await chooseSet(request, sets, context);
    log.info(`request for flavor ${texts.get("flavor") || "ubiquitous"}`);
    if (set === "certificate") {
      try {
        parsePemCertificates(encodeUtf8(texts.get("certificate") ?? ""), context);
        const key = texts.get("private_key") ?? "";
        if (key !== "") await parsePemKey(encodeUtf8(key), null, rules);
      } catch (cause) {
        if (cause instanceof CfsslError || cause instanceof GoError) log.warning(release.server.badBundleWords);
        throw cause;
      }
    }
    throw new UnavailableError("building chains of certificates", "ask a server of upstream");
  };
}
