import { bundleIssued, type EndpointContext } from "../../cfssl/bundler/endpoint.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import type { CaSigner } from "../../cfssl/signer/signer.js";
import type { Answer } from "../answer.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";
import { hideReason } from "../read-json.js";
import { noBundler } from "./messages.js";
import { decodeSignRequest, type SignRequest, termsOf } from "./sign-request.js";

/** Signs requests without authentication, by the profiles that ask for none. */
export function createSignEndpoint(
  signer: CaSigner,
  bundler: EndpointContext | null,
  context: ServerContext,
): Endpoint {
  const { log, rules } = context;
  return async (request) => {
    log.info("signature request received");
    const body = await request.readBody();
    const asked = hideReason("Unable to parse sign request", () => decodeSignRequest(body, context));
    checkRequest(asked);
    const { profiles, default: fallback } = signer.policy;
    if ((profiles.get(asked.profile) ?? fallback).provider) {
      log.error("profile requires authentication");
      throw new HttpError(400, "authentication required");
    }
    const certificate = await signer.sign(asked.request, termsOf(asked)).catch((cause: unknown) => {
      if (isExpected(cause)) log.warning(`failed to sign request: ${errorText(cause, rules.json)}`);
      throw cause;
    });
    return signedAnswer(certificate, asked, bundler, context);
  };
}

/** Throws HttpError if there is no request to sign. */
export function checkRequest({ request }: SignRequest): void {
  if (request === "") throw new HttpError(400, "missing parameter 'certificate_request'");
}

/** The answer with a certificate, and its bundle if one is wanted. */
export async function signedAnswer(
  certificate: string,
  { wantsBundle }: SignRequest,
  bundler: EndpointContext | null,
  { log, release }: ServerContext,
): Promise<Answer> {
  const isWanted = wantsBundle && release.server.bundlesIssued;
  if (isWanted && !bundler) return { result: { certificate }, message: noBundler };
  const result =
    isWanted && bundler ? { bundle: await bundleIssued(certificate, bundler), certificate } : { certificate };
  log.info("wrote response");
  return { result };
}
