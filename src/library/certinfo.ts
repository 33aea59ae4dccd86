import { type CertificateInfo, certificateInfo } from "../certinfo/certificate.js";
import { type CertificateRequestInfo, parsePemRequest, requestDump } from "../certinfo/request.js";
import { encodeUtf8 } from "../go/utf8.js";
import { readCertificate, requestPem } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { CertificateInput, Encoded } from "./types.js";

/**
 * Answers what `cfssl certinfo -cert` prints. describeCertificate says more, and is easier to read.
 *
 * @example
 * ```ts
 * import { certinfo, selfsign } from "cfssl-ts";
 *
 * const { cert } = await selfsign({ CN: "test", hosts: ["localhost"] });
 * console.log(certinfo(cert).sigalg); // ECDSAWithSHA256
 * ```
 *
 * @throws CfsslError 1002 without PEM, 1003 for a broken certificate; TypeError for an argument of a wrong kind
 */
export function certinfo(certificate: CertificateInput, options: Options = {}): CertificateInfo {
  const { context, release } = resolveOptions(options);
  return certificateInfo(readCertificate({ name: "certificate", value: certificate }, context), release.certinfo);
}

/**
 * Answers what `cfssl certinfo -csr` prints, with bytes as Uint8Array and large integers as bigint, which
 * JSON.stringify does not take. describeRequest answers plain JSON.
 *
 * @example
 * ```ts
 * import { csrinfo, genkey } from "cfssl-ts";
 *
 * const { csr } = await genkey({ CN: "web", hosts: ["www.example.com"] });
 * console.log(csrinfo(csr).DNSNames); // [ 'www.example.com' ]
 * ```
 *
 * @throws CfsslError 9002 without PEM; GoError for a broken request; TypeError for an argument of a wrong kind
 */
export function csrinfo(request: Encoded, options: Options = {}): CertificateRequestInfo {
  const rules = resolveOptions(options).release.certinfo;
  const pem = encodeUtf8(requestPem({ name: "request", value: request }));
  return requestDump(parsePemRequest(pem, rules), rules);
}
