import type { CertificateDatabase } from "../cfssl/certdb/database.js";
import type { OpenDatabaseContext } from "../cfssl/certdb/open.js";
import type { Host } from "../host/host.js";
import type { Invocation } from "./command.js";

/** What help says of -db-config where certificates are issued. */
export const databaseText = "configuration of the database that keeps the certificate (JSON)";

/** What upstream says where a command needs a database. */
export const missingDatabase = "need DB config file (provide with -db-config)";

/** Opens the certificate database of -db-config; null without that flag. Throws as openCertificateDatabase. */
export async function openDatabaseOf({
  flags,
  host,
  context,
}: Pick<Invocation, "flags" | "host" | "context">): Promise<CertificateDatabase | null> {
  const path = flags.text("db-config");
  return path === "" ? null : openDatabaseAt(path, host, context);
}

/** Opens the certificate database of a configuration file. Throws as openCertificateDatabase. */
export async function openDatabaseAt(
  path: string,
  host: Host,
  context: OpenDatabaseContext,
): Promise<CertificateDatabase> {
  const { openCertificateDatabase } = await import("../cfssl/certdb/open.js");
  return openCertificateDatabase(path, host, context);
}
