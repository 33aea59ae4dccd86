import { encodeBase64 } from "../../go/base64.js";
import { GoError } from "../../go/errors.js";
import { createCertId } from "../../x509/encode/ocsp.js";
import { encodeOcspRequest } from "../../x509/encode/ocsp-request.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { OcspResponse } from "../../x509/model/ocsp.js";
import { checkDataSignature } from "../../x509/verify/certificate-signature.js";
import { readOcspResponse } from "../../x509/verify/ocsp-response.js";
import type { Context } from "../context.js";
import { fetchUrl } from "../fetch-url.js";
import type { FetchRules } from "./fetch.js";

/**
 * Asks the OCSP responders (RFC 6960) of a certificate in turn until one answers.
 *
 * @returns whether it is good; null if none answers
 */
export async function askResponders(
  certificate: Certificate,
  issuer: Certificate,
  context: Context<FetchRules>,
): Promise<"good" | "not good" | null> {
  const request = encodeOcspRequest(await createCertId(issuer, certificate.serialNumber, "SHA-1"));
  for (const server of certificate.ocspServer) {
    try {
      const { status } = await ask(
        `${server}/${encodeURIComponent(encodeBase64(request))}`,
        certificate,
        issuer,
        context,
      );
      return status.is === "good" ? "good" : "not good";
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
    }
  }
  return null;
}

async function ask(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  context: Context<FetchRules>,
): Promise<OcspResponse> {
  const response = await fetchUrl(url, context);
  if (response.code !== 200) throw new GoError("failed to retrieve OSCP");
  const answer = await readOcspResponse(await response.body(), context.rules.parser);
  if (answer.certId.serial !== certificate.serialNumber)
    throw new GoError("no response matching the supplied certificate");
  // A responder of its own has a certificate from the issuer.
  await checkDataSignature(answer.certificate ?? answer, issuer);
  return answer;
}
