import type { CertificateDatabase } from "../../cfssl/certdb/database.js";
import { isExpected } from "../../cfssl/errors.js";
import { parseRevocationReason } from "../../cfssl/revocation/reason.js";
import { unmarshal } from "../../go/json/decode.js";
import { string, struct } from "../../go/json/index.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";
import { hideReason } from "../read-json.js";

const shape = struct("revoke.jsonRevokeRequest", {
  serial: ["serial", string()],
  authorityKeyId: ["authority_key_id", string()],
  reason: ["reason", string()],
});

/** Marks a certificate on record as revoked. */
export function createRevokeEndpoint(database: Pick<CertificateDatabase, "revokeCertificate">): Endpoint {
  return async (request) => {
    const body = await request.readBody();
    const asked = hideReason("Unable to parse revocation request", () => unmarshal(body, shape));
    if (asked.serial === "") throw new HttpError(400, "serial number is required but not provided");
    await database.revokeCertificate(asked.serial, asked.authorityKeyId, readReason(asked.reason));
    return { result: {} };
  };
}

function readReason(text: string): bigint {
  try {
    return parseRevocationReason(text);
  } catch (cause) {
    throw isExpected(cause) ? new HttpError(400, "Invalid reason code", { cause }) : cause;
  }
}
