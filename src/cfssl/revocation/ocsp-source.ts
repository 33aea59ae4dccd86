import { decodeBase64 } from "../../go/base64.js";
import { GoError } from "../../go/errors.js";
import { encodeHex } from "../../go/hex.js";
import type { JsonRules } from "../../go/json/encode.js";
import { compareMoments } from "../../go/time/moment.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { CertId } from "../../x509/model/ocsp.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { readOcspResponse } from "../../x509/verify/ocsp-response.js";
import type { CertificateDatabase } from "../certdb/database.js";
import { errorText, isExpected } from "../errors.js";
import type { Logger } from "../log.js";

/** Where a responder finds its responses. */
export interface OcspSource {
  /**
   * The response (DER) to a request, unread; null if there is none.
   *
   * @param certId what the request asks about
   * @param request the whole request (DER)
   * @throws OcspRequestFault for a request that is malformed; any other error is one that a client is not told of
   */
  find(certId: CertId, request: Uint8Array): Promise<Uint8Array | null>;
}

/** What is wrong with a request that was read. The client is told that it is malformed (RFC 6960 §2.3). */
export class OcspRequestFault extends GoError {}

/** How releases differ in answering requests. */
export interface OcspResponderRules {
  /** Whether the path of a GET is read as OCSP says: without its first slash, and with what was a plus. */
  readonly readsOcspPaths: boolean;
  /**
   * Whether faults of requests are debug lines, lines about missing responses name the certificate, and each request has
   * a debug line of its own.
   */
  readonly laterOcspLog: boolean;
}

interface SourceContext {
  readonly log: Pick<Logger, "error" | "info">;
  readonly rules: { readonly parser: ParserRules; readonly json: JsonRules };
}

/**
 * Keeps the responses of a text: base64 of DER, separated by white space. What is no response with one answer is told and
 * left out. The serial number alone finds a response, whatever its issuer, and the last one of a number wins.
 */
export async function createFileSource(text: Uint8Array, context: SourceContext): Promise<OcspSource> {
  const responses = new Map<bigint, Uint8Array>();
  for (const word of decodeUtf8(text).split(/[\t\n\f\r ]+/)) {
    if (word !== "") await addWord(word, responses, context);
  }
  context.log.info(`Read ${responses.size} OCSP responses`);
  return { find: async ({ serial }) => responses.get(serial) ?? null };
}

async function addWord(word: string, responses: Map<bigint, Uint8Array>, { log, rules }: SourceContext): Promise<void> {
  let fault = "Base64 decode error";
  try {
    const der = decodeBase64(word);
    fault = "OCSP decode error";
    const { certId } = await readOcspResponse(der, rules.parser);
    responses.set(certId.serial, der);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.error(`${fault} ${cause.message} on: ${word}`);
  }
}

/**
 * Finds responses in a certificate database. As upstream, it takes the hash of the issuer's key for the authority key
 * identifier, so only requests with SHA-1 find something, and only of CAs whose identifier is that hash.
 */
export function createDatabaseSource(
  database: Pick<CertificateDatabase, "findOcspResponses">,
  { log, rules }: SourceContext,
): OcspSource {
  return {
    async find({ serial, issuerKeyHash }) {
      try {
        const records = await database.findOcspResponses(String(serial), encodeHex(issuerKeyHash));
        const [latest] = records.toSorted((a, b) => compareMoments(b.expiry, a.expiry));
        return latest?.body ?? null;
      } catch (cause) {
        if (!isExpected(cause)) throw cause;
        const text = errorText(cause, rules.json);
        log.error(`Error obtaining OCSP response: ${text}`);
        throw new GoError(`failed to obtain OCSP response: ${text}`, { cause });
      }
    },
  };
}
