import type { CertId } from "../model/ocsp.js";
import { sequence } from "./der.js";
import { encodeCertId } from "./ocsp.js";

/** An OCSPRequest about one certificate, in DER (RFC 6960 §4.1.1). */
export function encodeOcspRequest(certId: CertId): Uint8Array {
  return sequence(sequence(sequence(sequence(encodeCertId(certId)))));
}
