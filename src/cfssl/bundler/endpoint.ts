import type { JsonOut } from "../../go/json/encode.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { verifyHostname } from "../../x509/verify/hostname.js";
import { errorText, isExpected, withCode } from "../errors.js";
import type { CertificateFileContext } from "../input/certificate.js";
import type { PemKeyRules } from "../input/key.js";
import type { TlsServerRules } from "../tls-settings.js";
import { type Bundle, type BundlerContext, bundleCertificates } from "./bundle.js";
import { readBundleInput } from "./input.js";
import { type DialChain, readRemoteInput } from "./remote.js";
import { bundleResult } from "./result.js";

/** A request to bundle, as the HTTP API takes it. */
export interface BundleRequest {
  /** PEM, or DER as text; null for what the server of `domain` sends. */
  readonly certificate: string | null;
  /** PEM; "" for none. */
  readonly privateKey: string;
  /** A name that the certificate must have, or the server to take it from. */
  readonly domain: string;
  /** Another name that it must have, or the address of the server. */
  readonly ip: string;
  /** "" means ubiquitous. */
  readonly flavor: string;
}

/** A bundler that lives as long as its server: what it learns for one request it knows in the next. */
export interface EndpointContext extends BundlerContext {
  readonly rules: BundlerContext["rules"] & CertificateFileContext["rules"] & PemKeyRules & TlsServerRules;
  readonly dialChain: DialChain;
  /** The roots in PEM; null for the system's. */
  readonly trustedCas: readonly string[] | null;
}

/**
 * Answers a request to bundle.
 *
 * @returns the member `result` of the response
 * @throws CfsslError as bundleCertificates; 1200 if the certificate does not have the wanted names
 */
export async function answerBundleRequest(request: BundleRequest, context: EndpointContext): Promise<JsonOut> {
  const { log, rules } = context;
  const flavor = request.flavor || "ubiquitous";
  log.info(`request for flavor ${flavor}`);
  const { certificate } = request;
  const made =
    certificate === null
      ? await remote(request, flavor, context)
      : await given({ ...request, certificate }, flavor, context);
  const result = bundleResult(made, rules.bundle);
  log.info("wrote response");
  return result;
}

async function remote({ domain, ip }: BundleRequest, flavor: string, context: EndpointContext): Promise<Bundle> {
  const { log, rules, dialChain, trustedCas } = context;
  try {
    const input = await readRemoteInput({ domain, ip, trustedCas }, dialChain, context);
    return await bundleCertificates(input, flavor, context);
  } catch (cause) {
    if (isExpected(cause)) log.warning(`couldn't bundle from remote: ${errorText(cause, rules.json)}`);
    throw cause;
  }
}

/**
 * Bundles a certificate that was just issued, with the best chain to a root.
 *
 * @returns the member `bundle` of the result
 * @throws CfsslError as bundleCertificates
 */
export async function bundleIssued(pem: string, context: EndpointContext): Promise<JsonOut> {
  const input = await readBundleInput(encodeUtf8(pem), null, "", context);
  return bundleResult(await bundleCertificates(input, "optimal", context), context.rules.bundle);
}

interface GivenRequest extends BundleRequest {
  readonly certificate: string;
}

async function given(request: GivenRequest, flavor: string, context: EndpointContext): Promise<Bundle> {
  const { certificate, privateKey, domain, ip } = request;
  const key = privateKey === "" ? null : encodeUtf8(privateKey);
  const { log, rules } = context;
  let made: Bundle;
  try {
    made = await bundleCertificates(await readBundleInput(encodeUtf8(certificate), key, "", context), flavor, context);
  } catch (cause) {
    if (isExpected(cause)) log.warning(rules.bundle.badInputWords);
    throw cause;
  }
  for (const name of [domain, ip]) {
    if (name !== "") withCode("certificate.verifyFailed", () => verifyHostname(made.certificate, name, rules.tls));
  }
  return made;
}
