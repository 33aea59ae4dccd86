import { GoError } from "../../go/errors.js";
import type { OcspResponse } from "../model/ocsp.js";
import { parseBasicResponse, readSingleResponse } from "../parse/ocsp-response.js";
import type { ParserRules } from "../parse/rules.js";
import { checkDataSignature } from "./certificate-signature.js";

/**
 * Reads an OCSP response (DER) as Go's package ocsp does without an issuer: a certificate in it must have signed it, but
 * nobody asks where that comes from. Without one, the signature is not checked.
 *
 * @throws GoError with Go's text
 */
export async function readOcspResponse(der: Uint8Array, rules: ParserRules): Promise<OcspResponse> {
  const { single, ...signed } = parseBasicResponse(der, rules);
  if (signed.certificate) {
    try {
      await checkDataSignature(signed, signed.certificate);
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
      throw new GoError(`bad signature on embedded certificate: ${cause.message}`, { cause });
    }
  }
  return { ...signed, ...readSingleResponse(single) };
}
