import { errorText, isExpected } from "../../cfssl/errors.js";
import type { Logger } from "../../cfssl/log.js";
import { OcspRequestFault, type OcspResponderRules, type OcspSource } from "../../cfssl/revocation/ocsp-source.js";
import { decodeBase64, encodeBase64 } from "../../go/base64.js";
import { GoError } from "../../go/errors.js";
import type { Header } from "../../go/http/message.js";
import type { Handler, ServerRequest, ServerResponse } from "../../go/http/server/exchange.js";
import type { JsonRules } from "../../go/json/encode.js";
import { unescapeUrl } from "../../go/url/escape.js";
import { encodeOcspError } from "../../x509/encode/ocsp.js";
import { type CertId, ocspErrorStatus } from "../../x509/model/ocsp.js";
import { parseOcspRequest } from "../../x509/parse/ocsp-request.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { createDescriber, type Described } from "./described.js";
import { formatOcspEvent } from "./event.js";

export interface ResponderContext {
  readonly log: Logger;
  readonly rules: { readonly parser: ParserRules; readonly json: JsonRules; readonly ocsp: OcspResponderRules };
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** How many minutes the user's time zone is east of UTC at that moment. */
  zone(milliseconds: number): number;
}

const notCached: Header = ["Cache-Control", "max-age=0, no-cache"];
const isOcsp: Header = ["Content-Type", "application/ocsp-response"];

/** Go's longest duration. */
const mostSeconds = 9223372036;

/** The parts of an answer that are found out one after the other. */
interface Progress {
  body: Uint8Array | null;
  certId: CertId | null;
}

type Describe = (response: Uint8Array) => Promise<Described>;

/** Answers OCSP requests over HTTP (RFC 6960 appendix A) as upstream's responder does. */
export function createOcspResponder(source: OcspSource, context: ResponderContext): Handler {
  const { log, rules } = context;
  const describe = createDescriber(rules.parser);
  return async (request) => {
    const received = context.now();
    const progress: Progress = { body: null, certId: null };
    const response = await answer(request, source, describe, progress, context);
    if (log.showsDebug && rules.ocsp.laterOcspLog) {
      const times = { received, answered: context.now(), zone: context.zone(received) };
      const event = { request, ...progress, headers: response.headers, ...times };
      log.debug(`Received request: ${formatOcspEvent(event, rules.json)}`);
    }
    return response;
  };
}

async function answer(
  request: ServerRequest,
  source: OcspSource,
  describe: Describe,
  progress: Progress,
  context: ResponderContext,
): Promise<ServerResponse> {
  const { log, rules } = context;
  const der = await readRequest(request, context);
  if (typeof der === "number") return { status: der, headers: [notCached], body: "" };
  if (log.showsDebug) log.debug(`Received OCSP request: ${encodeBase64(der)}`);
  if (request.method === "POST") progress.body = der;
  const certId = parseRequest(der, rules.parser);
  if (!certId) {
    logFault(`Error decoding request body: ${encodeBase64(der)}`, context);
    return errorAnswer(400, ocspErrorStatus.malformed);
  }
  progress.certId = certId;
  const about = () => `serial ${certId.serial.toString(16)}, request body ${encodeBase64(der)}`;
  try {
    const response = await source.find(certId, der);
    if (response) return await found(response, request, certId, describe, context);
    log.info(`No response found for request: ${rules.ocsp.laterOcspLog ? about() : encodeBase64(der)}`);
    return errorAnswer(200, ocspErrorStatus.unauthorized);
  } catch (cause) {
    if (cause instanceof OcspRequestFault) {
      logFault(`Malformed request: ${cause.message}, ${about()}`, context);
      return errorAnswer(400, ocspErrorStatus.malformed);
    }
    if (!isExpected(cause)) throw cause;
    log.info(`Error retrieving response for request: ${about()}, error: ${errorText(cause, rules.json)}`);
    return errorAnswer(500, ocspErrorStatus.internalError);
  }
}

/** The request in DER, or the status of an answer without a body. */
async function readRequest(request: ServerRequest, context: ResponderContext): Promise<Uint8Array | number> {
  switch (request.method) {
    case "GET":
      return readPath(request.url.path, context) ?? 400;
    case "POST":
      try {
        return await request.readBody();
      } catch (cause) {
        if (!(cause instanceof GoError)) throw cause;
        context.log.error(`Problem reading body of POST: ${cause.message}`);
        return 400;
      }
    default:
      return 405;
  }
}

/**
 * Reads the request in the path of a GET (RFC 6960 appendix A.1), whose escapes are already decoded once. Null if it is
 * none.
 */
function readPath(path: string, context: ResponderContext): Uint8Array | null {
  const unescaped = tryTo(() => unescapeUrl(path.replaceAll("+", " "), "path"));
  if (unescaped === null) {
    logFault(`Error decoding URL: ${path}`, context);
    return null;
  }
  const text = context.rules.ocsp.readsOcspPaths ? unescaped.replaceAll(" ", "+").replace(/^\//, "") : unescaped;
  const der = tryTo(() => decodeBase64(text));
  if (!der) logFault(`Error decoding base64 from URL: ${text}`, context);
  return der;
}

function parseRequest(der: Uint8Array, rules: ParserRules): CertId | null {
  return tryTo(() => parseOcspRequest(der, rules));
}

/** Null for a GoError. */
function tryTo<T>(action: () => T): T | null {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

function logFault(text: string, { log, rules }: ResponderContext): void {
  if (rules.ocsp.laterOcspLog) log.debug(text);
  else log.info(text);
}

function errorAnswer(status: number, code: bigint): ServerResponse {
  return { status, headers: [notCached, isOcsp], body: encodeOcspError(code) };
}

async function found(
  response: Uint8Array,
  request: ServerRequest,
  { serial }: CertId,
  describe: Describe,
  { log, now }: ResponderContext,
): Promise<ServerResponse> {
  const described = await describe(response).catch((cause: unknown) => {
    if (!(cause instanceof GoError)) throw cause;
    log.error(`Error parsing response for serial ${serial.toString(16)}: ${cause.message}`);
    return null;
  });
  if (!described) return errorAnswer(200, ocspErrorStatus.internalError);
  const { etag, nextUpdate, headers } = described;
  const age = Math.min(Math.max(Math.floor(nextUpdate - now() / 1000), 0), mostSeconds);
  const cacheControl: Header = ["Cache-Control", `max-age=${age}, public, no-transform, must-revalidate`];
  const all = [cacheControl, isOcsp, ...headers];
  const isKnown = request.headers.get("if-none-match")?.[0] === etag;
  return isKnown ? { status: 304, headers: all, body: "" } : { status: 200, headers: all, body: response };
}
