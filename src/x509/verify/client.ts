import { GoError } from "../../go/errors.js";
import type { Certificate } from "../model/certificate.js";
import { parseCertificate } from "../parse/index.js";
import type { ParserRules } from "../parse/rules.js";
import { type CertificateRules, verifyCertificate } from "./certificate.js";
import { createPool } from "./certificate-pool.js";
import { decodeCertificates } from "./peer.js";

const clientAuth = "1.3.6.1.5.5.7.3.2";

/**
 * Checks that a TLS client is trusted, as Go's crypto/tls does with RequireAndVerifyClientCert.
 *
 * @param certificates in DER, the client's own first
 * @param trustedCas PEM texts
 * @param now milliseconds since 1970 (UTC)
 * @throws GoError in Go's words
 */
export async function verifyClient(
  certificates: readonly Uint8Array[],
  trustedCas: readonly string[],
  now: number,
  rules: CertificateRules & { readonly parser: ParserRules },
): Promise<void> {
  const [own, ...others] = certificates;
  if (!own) throw new GoError("tls: client didn't provide a certificate");
  const certificate = readOwn(own, rules.parser);
  const trusted = createPool(trustedCas.flatMap(decodeCertificates), rules.parser);
  const sent = createPool(others, rules.parser);
  try {
    await verifyCertificate(certificate, { trusted, others: sent, host: null, usages: [clientAuth], now }, rules);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`tls: failed to verify certificate: ${cause.message}`, { cause });
  }
}

function readOwn(der: Uint8Array, rules: ParserRules): Certificate {
  try {
    return parseCertificate(der, rules);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`tls: failed to parse client certificate: ${cause.message}`, { cause });
  }
}
