import { GoError } from "../../go/errors.js";
import { decodePem } from "../../go/pem.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { type CertificateList, parseCrl } from "../../x509/parse/crl.js";
import { parseCertificate } from "../../x509/parse/index.js";
import type { Context } from "../context.js";
import { CfsslError } from "../errors.js";
import { fetchUrl } from "../fetch-url.js";
import { type CertificateFileContext, parsePemCertificate } from "../input/certificate.js";
import type { TlsServerRules } from "../tls-settings.js";

export type FetchRules = CertificateFileContext["rules"] & TlsServerRules;

/**
 * Fetches a certificate revocation list, DER or PEM.
 *
 * @throws GoError if there is none
 */
export async function fetchCrl(url: string, context: Context<FetchRules>): Promise<CertificateList> {
  const response = await fetchUrl(url, context);
  if (response.code >= 300) throw new GoError("failed to retrieve CRL");
  const body = await response.body();
  const block = decodeUtf8(body.subarray(0, 19)) === "-----BEGIN X509 CRL" ? decodePem(body)?.block : undefined;
  return parseCrl(block?.label === "X509 CRL" ? block.bytes : body, context.rules.parser);
}

/** The first certificate of an issuer that one of the addresses in a certificate gives; null for none. */
export async function fetchIssuer(
  { issuingCertificateUrl }: Certificate,
  context: Context<FetchRules>,
): Promise<Certificate | null> {
  for (const url of issuingCertificateUrl) {
    try {
      const body = await (await fetchUrl(url, context)).body();
      const isPem = decodePem(body) !== null;
      return isPem ? parsePemCertificate(body, context) : parseCertificate(body, context.rules.parser);
    } catch (cause) {
      if (!(cause instanceof GoError || cause instanceof CfsslError)) throw cause;
    }
  }
  return null;
}
