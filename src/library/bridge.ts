import type { Pkcs10CertificateRequest, X509Certificate } from "@peculiar/x509";
import { parsePemRequest } from "../certinfo/request.js";
import { parsePemCertificate } from "../cfssl/input/certificate.js";
import { toX509Certificate as certificateOf, toX509Request as requestOf } from "../crypto/peculiar.js";
import { encodeUtf8 } from "../go/utf8.js";
import type { Options } from "./options.js";
import { settle } from "./settle.js";

/**
 * A certificate as @peculiar/x509 has it, to go on with there: chains, thumbprints, other formats. The library is
 * loaded on the first call.
 *
 * @param certificate PEM
 * @throws CfsslError 1002 without PEM, 1003 for what is no certificate
 */
export async function toX509Certificate(certificate: string, options: Options = {}): Promise<X509Certificate> {
  return certificateOf(parsePemCertificate(encodeUtf8(certificate), settle(options).context).raw);
}

/**
 * A certificate request as @peculiar/x509 has it.
 *
 * @param request PEM
 * @throws CfsslError 9002 without PEM, GoError for what is no request
 */
export async function toX509Request(request: string, options: Options = {}): Promise<Pkcs10CertificateRequest> {
  return requestOf(parsePemRequest(encodeUtf8(request), settle(options).release.certinfo).raw);
}
