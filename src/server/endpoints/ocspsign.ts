import { CfsslError, errorText } from "../../cfssl/errors.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { type OcspSigner, signOcspResponse } from "../../cfssl/revocation/ocsp-signer.js";
import type { HashName } from "../../crypto/names.js";
import { encodeBase64 } from "../../go/base64.js";
import { unmarshal } from "../../go/json/decode.js";
import { int, string, struct } from "../../go/json/index.js";
import { parseDate } from "../../go/time/date.js";
import type { Moment } from "../../go/time/moment.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";
import { hideReason } from "../read-json.js";

const shape = struct("ocsp.jsonSignRequest", {
  certificate: ["certificate", string()],
  status: ["status", string()],
  reason: ["reason", int()],
  revokedAt: ["revoked_at", string()],
  hash: ["issuer_hash", string()],
});

/** What a request says that says nothing. An empty status is one that there is not. */
function unasked() {
  return { certificate: "", status: "good", reason: 0n, revokedAt: "", hash: "" };
}

/** As upstream, MD5 is known, and refused only when the response is signed. */
const hashes: Readonly<Record<string, HashName | null>> = {
  "": "SHA-1",
  MD5: null,
  SHA1: "SHA-1",
  SHA256: "SHA-256",
  SHA384: "SHA-384",
  SHA512: "SHA-512",
};

/** Signs an OCSP response about a certificate of the issuer, by what the request says of it. */
export function createOcspSignEndpoint(signer: OcspSigner, context: ServerContext): Endpoint {
  const { rules, now, release } = context;
  return async (request) => {
    const body = await request.readBody();
    const asked = hideReason("Unable to parse sign request", () => unmarshal(body, shape, unasked()));
    const certificate = readCertificate(asked.certificate, context);
    const { status } = asked;
    const revokedAt = status === "revoked" ? readMoment(asked.revokedAt, context) : { seconds: 0, nanos: 0 };
    const hash = hashes[release.server.choosesOcspHash ? asked.hash : ""];
    if (hash === undefined) throw new HttpError(400, "Unsupported hash algorithm in request");
    const statement = { certificate, status, reason: asked.reason, revokedAt, hash };
    return { result: { ocspResponse: encodeBase64(await signOcspResponse(signer, statement, now(), rules)) } };
  };
}

function readCertificate(text: string, { log, rules }: ServerContext): Certificate {
  try {
    return parsePemCertificate(encodeUtf8(text), { log, rules });
  } catch (cause) {
    if (!(cause instanceof CfsslError)) throw cause;
    log.error(`Error from ParseCertificatePEM${errorText(cause, rules.json)}`);
    throw new HttpError(400, "Malformed certificate", { cause });
  }
}

function readMoment(text: string, { now, rules }: ServerContext): Moment {
  if (text === "" || text === "now") return { seconds: Math.floor(now() / 1000), nanos: 0 };
  return hideReason("Malformed revocation time", () => parseDate(text, rules.time));
}
