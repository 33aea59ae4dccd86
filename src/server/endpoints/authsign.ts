import type { EndpointContext } from "../../cfssl/bundler/endpoint.js";
import type { SigningProfile } from "../../cfssl/config/profile.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import type { CaSigner } from "../../cfssl/signer/signer.js";
import { hmacSha256 } from "../../crypto/primitives.js";
import { GoError } from "../../go/errors.js";
import type { ServerRequest } from "../../go/http/server/exchange.js";
import { unmarshal } from "../../go/json/decode.js";
import { bytes, type Infer, int, struct } from "../../go/json/index.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";
import { checkRequest, signedAnswer } from "./sign.js";
import { decodeSignRequest, type SignRequest, termsOf } from "./sign-request.js";

const authenticatedShape = struct("auth.AuthenticatedRequest", {
  timestamp: ["timestamp", int("int64")],
  remoteAddress: ["remote_address", bytes()],
  token: ["token", bytes()],
  request: ["request", bytes()],
});

/** A request with a token that proves knowledge of a key. */
export type AuthenticatedRequest = Infer<typeof authenticatedShape>;

/** Reads the JSON of an authenticated request. Throws GoError with encoding/json's text. */
export function decodeAuthenticated(body: Uint8Array): AuthenticatedRequest {
  return unmarshal(body, authenticatedShape);
}

/**
 * Signs requests with a token, by the profiles that have a key. As upstream, it checks neither the timestamp nor whether
 * the same request came before.
 */
export function createAuthSignEndpoint(
  signer: CaSigner,
  bundler: EndpointContext | null,
  context: ServerContext,
): Endpoint {
  const { log, rules } = context;
  return async (request) => {
    log.info("signature request received");
    const authenticated = await readAuthenticated(request, context);
    const asked = readInner(authenticated, context);
    const profile = signer.policy.profiles.get(asked.profile) ?? signer.policy.default;
    if (!profile.provider) {
      log.error("profile has no authentication provider");
      throw new HttpError(400, "no authentication provider");
    }
    if (!(await isAuthentic(authenticated, profile))) {
      log.warning("received authenticated request with invalid token");
      throw new HttpError(400, "invalid token");
    }
    checkRequest(asked);
    const certificate = await signer.sign(asked.request, termsOf(asked)).catch((cause: unknown) => {
      if (isExpected(cause)) log.error(`signature failed: ${errorText(cause, rules.json)}`);
      throw cause;
    });
    return signedAnswer(certificate, asked, bundler, context);
  };
}

async function readAuthenticated(request: ServerRequest, { log }: ServerContext): Promise<AuthenticatedRequest> {
  const body = await request.readBody().catch((cause: unknown) => {
    if (cause instanceof GoError) log.error(`failed to read response body: ${cause.message}`);
    throw cause;
  });
  try {
    return decodeAuthenticated(body);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.error(`failed to unmarshal authenticated request: ${cause.message}`);
    throw new HttpError(400, cause.message, { cause });
  }
}

function readInner({ request }: AuthenticatedRequest, context: ServerContext): SignRequest {
  try {
    return decodeSignRequest(request ?? new Uint8Array(), context);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    context.log.error(`failed to unmarshal request from authenticated request: ${cause.message}`);
    throw new HttpError(400, "Unable to parse authenticated sign request", { cause });
  }
}

/** Whether the token is the HMAC of the request by the profile's key, or by its previous one. */
export async function isAuthentic(
  { request, token }: AuthenticatedRequest,
  { provider, previousProvider }: Pick<SigningProfile, "provider" | "previousProvider">,
): Promise<boolean> {
  for (const key of [provider, previousProvider]) {
    if (key === null) continue;
    if (areEqualSecrets(await hmacSha256(key, request ?? new Uint8Array()), token ?? new Uint8Array())) return true;
  }
  return false;
}

/** Compares in a time that depends on the lengths alone. */
function areEqualSecrets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}
