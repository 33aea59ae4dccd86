import type { Pkcs10CertificateRequest, X509Certificate } from "@peculiar/x509";
import { parsePemRequest } from "../certinfo/request.js";
import { parsePemCertificate } from "../cfssl/input/certificate.js";
import { toX509Certificate as certificateOf, toX509Request as requestOf } from "../crypto/peculiar.js";
import { encodeUtf8 } from "../go/utf8.js";
import { certificatePem, requestPem } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { Encoded } from "./types.js";

/**
 * A certificate as @peculiar/x509 has it, to go on with there: chains, thumbprints, other formats. The library is
 * loaded on the first call.
 *
 * @throws CfsslError 1002 without PEM, 1003 for what is no certificate; TypeError for what is neither text nor bytes
 * @throws UnavailableError where @peculiar/x509 is not installed
 */
export async function toX509Certificate(certificate: Encoded, options: Options = {}): Promise<X509Certificate> {
  const { context } = resolveOptions(options);
  return certificateOf(parsePemCertificate(certificatePem({ name: "certificate", value: certificate }), context).raw);
}

/**
 * A certificate request as @peculiar/x509 has it.
 *
 * @throws CfsslError 9002 without PEM, GoError for what is no request; TypeError for what is neither text nor bytes
 * @throws UnavailableError where @peculiar/x509 is not installed
 */
export async function toX509Request(request: Encoded, options: Options = {}): Promise<Pkcs10CertificateRequest> {
  const { release } = resolveOptions(options);
  const pem = encodeUtf8(requestPem({ name: "request", value: request }));
  return requestOf(parsePemRequest(pem, release.certinfo).raw);
}
