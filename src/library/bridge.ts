import type { Pkcs10CertificateRequest, X509Certificate } from "@peculiar/x509";
import { parsePemRequest } from "../certinfo/request.js";
import { toX509Certificate as certificateOf, toX509Request as requestOf } from "../crypto/peculiar.js";
import { encodeUtf8 } from "../go/utf8.js";
import { readCertificate, requestPem } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { CertificateInput, Encoded } from "./types.js";

/**
 * Makes the certificate object of @peculiar/x509, for what that library can do. Loads it on the first call.
 *
 * @example
 * ```ts
 * import { selfsign } from "cfssl-ts";
 * import { toX509Certificate } from "cfssl-ts/peculiar";
 *
 * const { cert } = await selfsign({ CN: "test" });
 * console.log((await toX509Certificate(cert)).subject); // CN=test
 * ```
 *
 * @throws CfsslError 1002 without PEM, 1003 for a broken certificate; TypeError for an argument of a wrong kind
 * @throws UnavailableError where @peculiar/x509 is not installed
 */
export async function toX509Certificate(
  certificate: CertificateInput,
  options: Options = {},
): Promise<X509Certificate> {
  const { context } = resolveOptions(options);
  return certificateOf(readCertificate({ name: "certificate", value: certificate }, context).raw);
}

/**
 * Makes the certificate request object of @peculiar/x509.
 *
 * @example
 * ```ts
 * import { genkey } from "cfssl-ts";
 * import { toX509Request } from "cfssl-ts/peculiar";
 *
 * const { csr } = await genkey({ CN: "test" });
 * console.log(await (await toX509Request(csr)).verify()); // true
 * ```
 *
 * @throws CfsslError 9002 without PEM; GoError for a broken request; TypeError for an argument of a wrong kind
 * @throws UnavailableError where @peculiar/x509 is not installed
 */
export async function toX509Request(request: Encoded, options: Options = {}): Promise<Pkcs10CertificateRequest> {
  const { release } = resolveOptions(options);
  const pem = encodeUtf8(requestPem({ name: "request", value: request }));
  return requestOf(parsePemRequest(pem, release.certinfo).raw);
}
