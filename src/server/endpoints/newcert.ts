import { bundleIssued, type EndpointContext } from "../../cfssl/bundler/endpoint.js";
import { noHosts } from "../../cfssl/csr/no-hosts.js";
import { emptyRequest, requestShape } from "../../cfssl/csr/shape.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import type { CaSigner } from "../../cfssl/signer/signer.js";
import { unmarshal } from "../../go/json/decode.js";
import { bool, type Infer, pointer, string, struct } from "../../go/json/index.js";
import { decodePem } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";
import { readJson } from "../read-json.js";
import { noBundler } from "./messages.js";
import { makeKey } from "./newkey.js";
import { sumsOf } from "./sums.js";

function newCertShape({ rules, release }: Pick<ServerContext, "rules" | "release">) {
  return struct("generator.genSignRequest", {
    request: ["request", pointer(requestShape(rules))],
    profile: ["profile", string()],
    label: ["label", string()],
    wantsBundle: [release.server.bundlesIssued ? "bundle" : "-", bool()],
  });
}

type NewCertRequest = Infer<ReturnType<typeof newCertShape>>;

function decodeNewCert(body: Uint8Array, context: ServerContext): NewCertRequest {
  const before = { request: emptyRequest(), profile: "", label: "", wantsBundle: false };
  return unmarshal(body, newCertShape(context), before);
}

/** Makes a key, a request and a certificate. As upstream, it asks for no token, even if the profile has a key. */
export function createNewCertEndpoint(
  signer: CaSigner,
  bundler: EndpointContext | null,
  context: ServerContext,
): Endpoint {
  const { log, rules, release } = context;
  return async (request) => {
    log.info("request for CSR");
    const asked = await readJson(request, log, (body) => decodeNewCert(body, context));
    const { request: spec, profile, label } = asked;
    if (!spec) {
      log.warning("empty request received");
      throw new HttpError(400, "missing request section");
    }
    const made = await makeKey(spec, context);
    const certificate = await signer.signMade(made, { profile, label }).catch((cause: unknown) => {
      if (isExpected(cause)) log.warning(`failed to sign request: ${errorText(cause, rules.json)}`);
      throw cause;
    });
    const isWanted = asked.wantsBundle && release.server.bundlesIssued;
    const result = {
      ...(isWanted && bundler ? { bundle: await bundleIssued(certificate, bundler) } : {}),
      certificate,
      certificate_request: made.pem,
      private_key: made.keyPem,
      sums: {
        certificate: await sumsOf(derOf(certificate), context),
        certificate_request: await sumsOf(made.der, context),
      },
    };
    if (isWanted && !bundler) return { result, message: noBundler };
    return spec.hosts?.length ? { result } : { result, message: noHosts };
  };
}

function derOf(pem: string): Uint8Array {
  return decodePem(encodeUtf8(pem))?.block.bytes ?? new Uint8Array();
}
