import type { CertificateDatabase } from "../../cfssl/certdb/database.js";
import { databaseRevocationList } from "../../cfssl/revocation/crl.js";
import { encodeBase64 } from "../../go/base64.js";
import { parseDuration } from "../../go/time.js";
import { queryOf } from "../../go/url/query.js";
import type { ListIssuer, ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";

const week = 7n * 24n * 3_600_000_000_000n;

/** Makes the list of the certificates on record that are revoked and have not expired, whoever issued them. */
export function createCrlEndpoint(
  { certificate, key }: ListIssuer,
  database: Pick<CertificateDatabase, "revokedAndUnexpiredCertificates">,
  { log, now }: Pick<ServerContext, "log" | "now">,
): Endpoint {
  return async ({ url }) => {
    // The database is asked before the duration is read, so its error is the one that shows.
    const revoked = [];
    for await (const record of database.revokedAndUnexpiredCertificates()) revoked.push(record);
    const text = queryOf(url.rawQuery).get("expiry")?.[0] ?? "";
    if (text !== "") log.info(`requested expiry time of ${text}`);
    const lifetime = text === "" ? week : parseDuration(text);
    return { result: encodeBase64(await databaseRevocationList(revoked, certificate, key, now(), lifetime)) };
  };
}
