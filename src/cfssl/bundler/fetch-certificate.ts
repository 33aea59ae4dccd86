import { GoError } from "../../go/errors.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { parseCertificate } from "../../x509/parse/index.js";
import type { Context } from "../context.js";
import { CfsslError, errorText } from "../errors.js";
import { fetchUrl } from "../fetch-url.js";
import { type CertificateFileContext, parsePemCertificate } from "../input/certificate.js";
import type { TlsServerRules } from "../tls-settings.js";

export type FetchRules = CertificateFileContext["rules"] & TlsServerRules;

/**
 * Fetches a certificate over HTTP: DER, or PEM with nothing else in it. As upstream, neither the status nor the type
 * matters. Null if there is none; a debug line tells why.
 */
export async function fetchCertificate(url: string, context: Context<FetchRules>): Promise<Certificate | null> {
  const { log, rules } = context;
  log.debug(`fetching remote certificate: ${url}`);
  const body = await fetchBody(url, context);
  if (typeof body === "string") {
    log.debug(body);
    return null;
  }
  try {
    const certificate = parseFetched(body, context);
    log.debug("certificate fetch succeeds");
    return certificate;
  } catch (cause) {
    if (!(cause instanceof CfsslError)) throw cause;
    log.debug(`failed to parse certificate: ${errorText(cause, rules.json)}`);
    return null;
  }
}

function parseFetched(body: Uint8Array, context: Context<FetchRules>): Certificate {
  const { log, rules } = context;
  log.debug("attempting to parse certificate as DER");
  try {
    return parseCertificate(body, rules.parser);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
  }
  log.debug("attempting to parse certificate as PEM");
  return parsePemCertificate(body, context);
}

/** The body of the answer, or why there is none. */
async function fetchBody(url: string, context: Context<FetchRules>): Promise<Uint8Array | string> {
  let failed = "failed HTTP get";
  try {
    const response = await fetchUrl(url, context);
    failed = "failed to read response body";
    return await response.body();
  } catch (cause) {
    if (cause instanceof GoError) return `${failed}: ${cause.message}`;
    throw cause;
  }
}
