import { GoPanic } from "../../go/errors.js";
import { parseDuration } from "../../go/time.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { Extension } from "../../x509/model/name.js";
import { caProfile, policyOf } from "../config/policy.js";
import type { SigningProfile } from "../config/profile.js";
import type { Context } from "../context.js";
import {
  generateRequest,
  type MadeRequest,
  processRequest,
  type RequestRules,
  type RequestWithKey,
} from "../csr/generate.js";
import type { RequestSpec } from "../csr/shape.js";
import { isNameEmpty } from "../csr/subject.js";
import { CfsslError, errorText } from "../errors.js";
import { createLocalSigner, type SignRules } from "../signer/local.js";

export interface CaRules extends RequestRules, SignRules {}

/** A CA certificate in PEM, and the request that it was made from. */
export interface CertificateAuthorityResult extends MadeRequest {
  readonly certificate: string;
}

/**
 * Makes a CA as the request says: a key, a request and a self-signed certificate.
 *
 * @param added extensions of the certificate that a request cannot ask for
 * @throws CfsslError 5300 without a subject; GoError for durations; otherwise as processRequest
 */
export async function createCa(
  request: RequestSpec,
  context: Context<CaRules>,
  added: readonly Extension[] = [],
): Promise<CertificateAuthorityResult & RequestWithKey> {
  const { log, rules } = context;
  const profile = profileOfRequest(request, context);
  const made = await processRequest(request, context, checkSubject).catch((cause: unknown) => {
    // Upstream crashes here before it logs. Proof: fixtures/golden/1.6.5/genkey/host-not-ascii-initca
    if (!(cause instanceof GoPanic)) log.error(`failed to process request: ${errorText(cause, rules.json)}`);
    throw cause;
  });
  return { ...made, certificate: await signOwn(made, request, made.key, profile, added, context) };
}

/**
 * Makes a CA for an existing key by the whole request, as createCa does for a new key.
 *
 * @throws CfsslError 5300 without a subject, 9300 for the request; GoError for durations
 */
export async function createCaForKey(
  request: RequestSpec,
  key: PrivateKey,
  context: Context<CaRules>,
  added: readonly Extension[] = [],
): Promise<CertificateAuthorityResult> {
  const profile = profileOfRequest(request, context);
  checkSubject(request);
  const made = await generateRequest(request, key, context);
  return { ...made, certificate: await signOwn(made, request, key, profile, added, context) };
}

function signOwn(
  made: MadeRequest,
  { crlUrl, hosts }: RequestSpec,
  key: PrivateKey,
  profile: SigningProfile,
  added: readonly Extension[],
  context: Context<CaRules>,
): Promise<string> {
  return openOwnSigner(key, { ...profile, crlUrl }, context).signMade(made, { hosts, added });
}

/**
 * Makes a new CA certificate for an existing key as `-ca-key` does. Like upstream, this ignores `backdate` and `crl_url` of the request.
 *
 * @throws CfsslError 9300 for the request; GoError for durations
 */
export async function createCaFromKey(
  request: RequestSpec,
  key: PrivateKey,
  context: Context<CaRules>,
): Promise<CertificateAuthorityResult> {
  const profile = profileOfRequest(request, context, "");
  const made = await generateRequest(request, key, context);
  const signer = openOwnSigner(key, profile, context);
  return { ...made, certificate: await signer.signMade(made, {}) };
}

/**
 * The profile by which a request's own key signs its CA certificate.
 *
 * @throws GoError for durations
 */
export function profileOfRequest(
  request: RequestSpec,
  { log }: Pick<Context<CaRules>, "log">,
  backdateText = request.ca?.backdate ?? "",
): SigningProfile {
  const base = caProfile();
  if (!request.ca) return base;
  const { expiry, pathLength, pathLengthZero } = request.ca;
  const validFor = expiry === "" ? {} : { expiryText: expiry, expiry: parseDuration(expiry) };
  const backdate = backdateText === "" ? 0n : parseDuration(backdateText);
  const isIgnored = pathLength !== 0n && pathLengthZero;
  if (isIgnored) log.info("ignore invalid 'pathlenzero' value");
  const maxPathLenZero = isIgnored ? false : pathLengthZero;
  return { ...base, ...validFor, backdate, caConstraint: { isCa: true, maxPathLen: pathLength, maxPathLenZero } };
}

function openOwnSigner(key: PrivateKey, profile: SigningProfile, context: Context<CaRules>) {
  try {
    return createLocalSigner(key, null, policyOf(profile), context);
  } catch (cause) {
    context.log.error(`failed to create signer: ${errorText(cause, context.rules.json)}`);
    throw cause;
  }
}

/** Throws unless the CA has a subject: a common name, or at least one name and no empty one. */
export function checkSubject(request: RequestSpec): void {
  const names = request.names ?? [];
  if (request.commonName !== "" || (names.length > 0 && !names.some(isNameEmpty))) return;
  throw new CfsslError("policy.invalidRequest", "missing subject information");
}
