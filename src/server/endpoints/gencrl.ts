import { CfsslError, errorText } from "../../cfssl/errors.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { parsePemKey } from "../../cfssl/input/key.js";
import { defaultCrlLifetime, parseCrlLifetime, parseSerials, revocationList } from "../../cfssl/revocation/crl.js";
import { encodeBase64 } from "../../go/base64.js";
import { GoError } from "../../go/errors.js";
import { unmarshal } from "../../go/json/decode.js";
import { type Infer, slice, string, struct } from "../../go/json/index.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";

function crlShape({ release }: ServerContext) {
  return struct(`${release.server.crlPackage}.jsonCRLRequest`, {
    certificate: ["certificate", string()],
    serials: ["serialNumber", slice(string())],
    issuingKey: ["issuingKey", string()],
    expireTime: ["expireTime", string()],
  });
}

type CrlRequest = Infer<ReturnType<typeof crlShape>>;

/** Makes a revocation list for any CA whose key is sent along. */
export function createGenCrlEndpoint(context: ServerContext): Endpoint {
  const shape = crlShape(context);
  return async (request) => {
    const { asked, fault } = decode(await request.readBody(), shape, context);
    // As upstream, a time that is wrong is told rather than another member of a wrong type.
    const lifetime = asked.expireTime === "" ? defaultCrlLifetime : parseCrlLifetime(asked.expireTime);
    if (fault) throw fault;
    const issuer = readIssuer(asked, context);
    const key = await readKey(asked, context);
    const serials = parseSerials(encodeUtf8((asked.serials ?? []).map((serial) => `${serial}\n`).join("")));
    const now = Math.floor(context.now() / 1000);
    return { result: encodeBase64(await revocationList(serials, issuer, key, now, lifetime)) };
  };
}

/** What could be decoded, and what could not. */
function decode(
  body: Uint8Array,
  shape: ReturnType<typeof crlShape>,
  { log }: ServerContext,
): { readonly asked: CrlRequest; readonly fault: GoError | null } {
  const asked = shape.zero();
  try {
    return { asked: unmarshal(body, shape, asked), fault: null };
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.error(cause.message);
    return { asked, fault: cause };
  }
}

function readIssuer({ certificate }: CrlRequest, { log, rules, release }: ServerContext): Certificate {
  try {
    return parsePemCertificate(encodeUtf8(certificate), { log, rules });
  } catch (cause) {
    if (!(cause instanceof CfsslError)) throw cause;
    log.error(`${release.server.badIssuerWords}${errorText(cause, rules.json)}`);
    throw new HttpError(400, release.server.badIssuer, { cause });
  }
}

async function readKey({ issuingKey }: CrlRequest, { log, rules, release }: ServerContext): Promise<PrivateKey> {
  try {
    return await parsePemKey(encodeUtf8(issuingKey), null, rules);
  } catch (cause) {
    if (!(cause instanceof CfsslError || cause instanceof GoError)) throw cause;
    log.debug(`${rules.malformedKeyWords}${errorText(cause, rules.json)}`);
    throw new HttpError(400, release.server.badIssuingKey, { cause });
  }
}
