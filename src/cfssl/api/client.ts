import { hmacSha256 } from "../../crypto/primitives.js";
import { GoError, GoPanic } from "../../go/errors.js";
import { post } from "../../go/http/client.js";
import type { HttpResponse, TlsSettings } from "../../go/http/message.js";
import { proxyFromEnvironment } from "../../go/http/proxy.js";
import { type JsonRules, marshal } from "../../go/json/encode.js";
import type { GoValue } from "../../go/json/index.js";
import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";
import { CfsslError, withCodeAsync } from "../errors.js";
import type { Logger } from "../log.js";
import type { Network } from "../network.js";
import type { SignerInfo } from "./info.js";
import { readResult } from "./response.js";
import { serverUrl } from "./server-url.js";

export interface ClientRules {
  /** Whether an error line names a bad server URL. */
  readonly saysBadUrl: boolean;
  /** Whether requests send `Connection: close`. */
  readonly closesConnections: boolean;
  /** Whether requests use the proxies named in the environment. */
  readonly usesProxies: boolean;
}

export interface ClientContext {
  readonly log: Logger;
  readonly network: Network;
  now(): number;
  readonly rules: { readonly json: JsonRules; readonly remote: ClientRules };
}

/** A client of one or more cfssl servers. It asks them in turn until one succeeds. */
export interface ApiClient {
  /**
   * Asks for a certificate.
   *
   * @param request the body of a sign request: JSON
   * @returns the certificate as the server sends it
   * @throws CfsslError 7200…7500 as upstream words it; if all servers fail, the error of the last one
   * @throws GoPanic where upstream crashes
   */
  sign(request: Uint8Array): Promise<string>;
  /** As sign, with a token that proves knowledge of the key. */
  authSign(request: Uint8Array, key: Uint8Array): Promise<string>;
  /**
   * Asks with what the server issues.
   *
   * @param request the body of an info request: JSON
   * @throws as sign
   */
  info(request: Uint8Array): Promise<SignerInfo>;
}

/**
 * Makes a client for servers separated by commas, from -remote or an entry of `remotes`.
 *
 * @throws CfsslError 5300 if one of them is no server address
 */
export function createClient(servers: string, tls: TlsSettings, context: ClientContext): ApiClient {
  const urls = readServers(servers.split(","), context);
  const firstSuccess = async <T>(attempt: (url: string) => Promise<T>) => {
    let failure: unknown;
    for (const url of urls) {
      try {
        return await attempt(url);
      } catch (cause) {
        if (!(cause instanceof CfsslError)) throw cause;
        failure = cause;
      }
    }
    throw failure;
  };
  const ask = (url: string, endpoint: string, body: Uint8Array) =>
    call(`${url}/api/v1/cfssl/${endpoint}`, body, tls, context);
  return {
    sign: (request) => firstSuccess(async (url) => signedCertificate(await ask(url, "sign", request))),
    authSign: (request, key) =>
      firstSuccess(async (url) => {
        const body = await authenticatedBody(request, key, context);
        return authenticatedCertificate(await ask(url, "authsign", body));
      }),
    info: (request) => firstSuccess(async (url) => signerInfo(await ask(url, "info", request))),
  };
}

function readServers(texts: readonly string[], { log, rules }: ClientContext): readonly string[] {
  try {
    return texts.map(serverUrl);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    if (rules.remote.saysBadUrl && texts.length === 1) log.error(`bad url: ${cause.message}`);
    throw new CfsslError("policy.invalidRequest", "failed to connect to remote", { cause });
  }
}

/** The body of an authenticated request. The token is an HMAC with SHA-256 over the request. */
async function authenticatedBody(request: Uint8Array, key: Uint8Array, context: ClientContext): Promise<Uint8Array> {
  const timestamp = Math.floor(context.now() / 1000);
  return encodeUtf8(marshal({ timestamp, token: await hmacSha256(key, request), request }, context.rules.json));
}

async function call(url: string, body: Uint8Array, tls: TlsSettings, context: ClientContext): Promise<GoValue> {
  const { log } = context;
  const response = await send(url, body, tls, context);
  const answer = await withCodeAsync("apiClient.ioError", () => response.body());
  const text = decodeUtf8(answer);
  if (response.code !== 200) {
    log.error(`http error with ${url}`);
    throw new CfsslError("apiClient.httpError", text);
  }
  try {
    return readResult(answer);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.debug(`Unable to parse response body:${text}`);
    throw new CfsslError("apiClient.jsonError", cause.message, { cause });
  }
}

function send(
  url: string,
  body: Uint8Array,
  tls: TlsSettings,
  { network, rules }: ClientContext,
): Promise<HttpResponse> {
  const { closesConnections, usesProxies } = rules.remote;
  const options = {
    headers: [["Content-Type", "application/json"]] as const,
    body,
    closes: closesConnections,
    tls,
    proxyFor: (to: Parameters<typeof proxyFromEnvironment>[0]) =>
      usesProxies ? proxyFromEnvironment(to, network.env) : null,
  };
  return post(url, options, network.roundTrip).catch((cause: unknown) => {
    if (!(cause instanceof GoError)) throw cause;
    throw new CfsslError("apiClient.httpError", `failed POST to ${url}: ${cause.message}`, { cause });
  });
}

function signedCertificate(result: GoValue): string {
  if (!(result instanceof Map)) throw new CfsslError("apiClient.httpError", "response is formatted improperly");
  const certificate = result.get("certificate");
  if (typeof certificate !== "string")
    throw new GoPanic("the server's response has no certificate: is it a cfssl server?");
  if (certificate !== "") return certificate;
  throw new CfsslError("apiClient.httpError", "response doesn't contain certificate.");
}

/** Members of other types than upstream expects make it crash. */
function signerInfo(result: GoValue): SignerInfo {
  if (!(result instanceof Map)) throw new CfsslError("apiClient.httpError", "response is formatted improperly");
  const usages = result.get("usages") ?? [];
  const texts = [result.get("certificate") ?? "", result.get("expiry") ?? ""];
  const [certificate, expiry] = texts.filter(isText);
  const isNull = result.get("certificate") === null;
  if (certificate === undefined || expiry === undefined || isNull || !Array.isArray(usages) || !usages.every(isText)) {
    throw new GoPanic("the server's response has members of wrong types: is it a cfssl server?");
  }
  return { certificate, usages, expiry };
}

function isText(value: GoValue): value is string {
  return typeof value === "string";
}

function authenticatedCertificate(result: GoValue): string {
  const certificate = result instanceof Map ? result.get("certificate") : null;
  if (typeof certificate !== "string") throw new CfsslError("apiClient.jsonError");
  return certificate;
}
