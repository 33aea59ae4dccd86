import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import { encodeHex } from "../../go/hex.js";
import { createCertId } from "../../x509/encode/ocsp.js";
import { ocspObject } from "../../x509/model/oid.js";
import { parseOcspNonce } from "../../x509/parse/ocsp-request.js";
import type { CertificateDatabase } from "../certdb/database.js";
import { certStatus, type OcspSigner, signAnswer } from "./ocsp-signer.js";
import { OcspRequestFault, type OcspSource } from "./ocsp-source.js";

/**
 * Signs a response to each request, by what the certificate's row says at that moment. Upstream only has responses that
 * were signed before. So a request may have a nonce, which comes back (RFC 9654), and any hash that we know.
 *
 * @param signer its interval is a second or more
 * @param now milliseconds since 1970 (UTC)
 */
export function createLiveSource(
  signer: OcspSigner,
  database: Pick<CertificateDatabase, "findCertificates">,
  now: () => number,
): OcspSource {
  const { issuer, interval } = signer;
  const authorityKeyId = encodeHex(issuer.subjectKeyId);
  return {
    async find(certId, request) {
      const nonce = readNonce(request);
      const own = await createCertId(issuer, certId.serial, certId.hash);
      const isOwn =
        equalBytes(own.issuerNameHash, certId.issuerNameHash) && equalBytes(own.issuerKeyHash, certId.issuerKeyHash);
      if (!isOwn) return null;
      const [record] = await database.findCertificates(String(certId.serial), authorityKeyId);
      if (!record) return null;
      const thisUpdate = Math.floor(now() / 1000);
      const nextUpdate = thisUpdate + Number(interval / 1_000_000_000n);
      return signAnswer(signer, {
        ...{ certId, status: certStatus(record), thisUpdate, nextUpdate, now: now() },
        extensions: nonce === null ? [] : [{ id: ocspObject.nonce, critical: false, value: nonce }],
      });
    },
  };
}

function readNonce(request: Uint8Array): Uint8Array | null {
  try {
    return parseOcspNonce(request);
  } catch (cause) {
    throw cause instanceof GoError ? new OcspRequestFault(cause.message, { cause }) : cause;
  }
}
