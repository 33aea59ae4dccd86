import { GoError, GoPanic } from "../../go/errors.js";
import type { JsonRules } from "../../go/json/encode.js";
import { encodePem } from "../../go/pem.js";
import { basicConstraints } from "../../x509/encode/extensions.js";
import type { SubjectAltNames } from "../../x509/encode/general-name.js";
import { createRequest } from "../../x509/encode/request.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { Extension, Name } from "../../x509/model/name.js";
import { extensionId } from "../../x509/model/oid.js";
import type { Context } from "../context.js";
import { CfsslError, errorText } from "../errors.js";
import { classifyHosts, type HostRules } from "../hosts.js";
import { generateRequestedKey, type KeyRequestRules } from "./key-request.js";
import type { RequestedCertificate } from "./requested.js";
import { type CaConfig, defaultKeyRequest, type RequestShapeRules, type RequestSpec } from "./shape.js";
import { requestSubject } from "./subject.js";

export interface RequestRules extends RequestShapeRules, HostRules, KeyRequestRules {
  /** How log lines show coded errors. */
  readonly json: JsonRules;
}

declare const made: unique symbol;

/** What a request of this process would ask a CA for, if it were made. */
export interface PreparedRequest {
  /** Only prepareRequest makes one: no object of a caller has this type. */
  readonly [made]: true;
  readonly requested: RequestedCertificate;
}

/** A PKCS #10 request (RFC 2986) that this process made. A signer does not check its signature again. */
export interface MadeRequest {
  /** Only generateRequest makes one: no object of a caller has this type. */
  readonly [made]: true;
  readonly der: Uint8Array;
  readonly pem: string;
  /** What the request asks a CA for; null if it must be read to find out, as upstream reads every request. */
  readonly requested: RequestedCertificate | null;
}

/** A request, and the key that was made for it. */
export interface RequestWithKey extends MadeRequest {
  readonly key: PrivateKey;
  /** The private key, as PEM. */
  readonly keyPem: string;
}

/**
 * Makes a key and a certificate request as the JSON says.
 *
 * @param validate throws an error to refuse the request before anything is made
 * @throws CfsslError 2400 for the key, 9300 for the request
 * @throws GoPanic where upstream crashes: a name or host that X.509 cannot hold
 */
export async function processRequest(
  request: RequestSpec,
  context: Context<RequestRules>,
  validate: (request: RequestSpec) => void = () => {},
): Promise<RequestWithKey> {
  const { log, rules } = context;
  log.info("generate received request");
  try {
    validate(request);
  } catch (cause) {
    log.warning(`invalid request: ${errorText(cause, rules.json)}`);
    throw cause;
  }
  log.info("received CSR");
  const { key, pem: keyPem } = await generateRequestedKey(request.key ?? defaultKeyRequest(), rules, log);
  try {
    return { ...(await generateRequest(request, key, context)), key, keyPem };
  } catch (cause) {
    log.error(`failed to generate a CSR: ${errorText(cause, rules.json)}`);
    if (cause instanceof GoError) throw new CfsslError("csr.badRequest", cause.message, { cause });
    // Upstream wraps the coded error a second time here and crashes. Proof: fixtures/golden/1.6.5/genkey/host-not-ascii
    if (cause instanceof CfsslError) throw new GoPanic(`this request cannot be encoded: ${cause.message}`, { cause });
    throw cause;
  }
}

/**
 * Makes a certificate request for a key.
 *
 * @throws GoError for an attribute type that is not an OID
 * @throws CfsslError 9300 for what X.509 cannot hold, after a log line
 */
export async function generateRequest(
  request: RequestSpec,
  key: PrivateKey,
  { log, rules }: Context<RequestRules>,
): Promise<MadeRequest> {
  const subject = requestSubject(request);
  const names = classifyHosts(request.hosts ?? [], rules);
  let der: Uint8Array;
  try {
    der = await createRequest({ subject, ...names, extraExtensions: requestedExtensions(request) }, key);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.error(`failed to generate a CSR: ${cause.message}`);
    throw new CfsslError("csr.badRequest", cause.message, { cause });
  }
  const pem = encodePem("CERTIFICATE REQUEST", der);
  log.info("encoded CSR");
  return { der, pem, requested: predictRequested(request, subject, names, key) } as MadeRequest;
}

/**
 * Finds out what a request would ask for without making one, for a signer that needs none: a signature less. Null if only
 * reading it can tell.
 *
 * @throws GoError for an attribute type that is not an OID
 */
export function prepareRequest(
  request: RequestSpec,
  key: PrivateKey,
  { rules }: Pick<Context<RequestRules>, "rules">,
): PreparedRequest | null {
  const names = classifyHosts(request.hosts ?? [], rules);
  const requested = predictRequested(request, requestSubject(request), names, key);
  return requested && ({ requested } as PreparedRequest);
}

/**
 * What reading the new request back would find, so that a signer need not load the parser and read it. Null if only
 * reading can tell: it checks URIs, sorts attributes and examines extensions.
 */
function predictRequested(
  { ca, delegationEnabled, extensions }: RequestSpec,
  subject: Name,
  names: SubjectAltNames,
  { spki }: PrivateKey,
): RequestedCertificate | null {
  if (subject.extraNames.length > 0 || names.uris.length > 0 || delegationEnabled || extensions?.length) return null;
  const maxPathLen = ca ? (pathLenConstraint(ca) ?? -1n) : 0n;
  const isCa = ca !== null;
  const constraints = { basicConstraintsValid: isCa, isCa, maxPathLen, maxPathLenZero: isCa && maxPathLen === 0n };
  return { subject, publicKey: spki, ...names, ...constraints, extraExtensions: [] };
}

/** The path length limit; null for none. */
function pathLenConstraint({ pathLength, pathLengthZero }: CaConfig): bigint | null {
  return pathLength === -1n || (pathLength === 0n && !pathLengthZero) ? null : pathLength;
}

function requestedExtensions(request: RequestSpec): Extension[] {
  const extensions: Extension[] = [];
  if (request.ca) {
    extensions.push(basicConstraints({ isCa: true, pathLen: pathLenConstraint(request.ca) }));
  }
  if (request.delegationEnabled) {
    // Upstream starts a new list here, which drops basicConstraints.
    extensions.splice(0, extensions.length, {
      id: extensionId.delegationUsage,
      critical: false,
      value: Uint8Array.of(5, 0),
    });
  }
  for (const { id, critical, value } of request.extensions ?? []) {
    extensions.push({ id: (id ?? []).join("."), critical, value: value ?? new Uint8Array() });
  }
  return extensions;
}
