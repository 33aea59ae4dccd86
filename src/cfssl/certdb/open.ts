import { GoPanic } from "../../go/errors.js";
import { unmarshal } from "../../go/json/decode.js";
import { pointer, string, struct } from "../../go/json/index.js";
import type { OpenDatabase } from "../../go/sql.js";
import { readConfigFile, unmarshalFailed } from "../config/file.js";
import { CfsslError, withCode } from "../errors.js";
import type { Logger } from "../log.js";
import type { Sources } from "../sources.js";
import { type CertificateDatabase, type CertificateDatabaseRules, createCertificateDatabase } from "./database.js";

/** What is needed of the world to open a certificate database. */
export interface DatabaseSources extends Pick<Sources, "readFile"> {
  readonly openDatabase: OpenDatabase;
}

export interface OpenDatabaseContext {
  readonly log: Pick<Logger, "debug">;
  readonly rules: CertificateDatabaseRules;
}

/** The shape of the file of -db-config: the driver and where the database is. */
const configShape = pointer(
  struct("dbconf.DBConfig", { driver: ["driver", string()], dataSource: ["data_source", string()] }),
);

/**
 * Opens the certificate database that the file of -db-config names. Whether it is there shows at the first statement.
 *
 * @throws CfsslError 5200 if the file cannot be read or is no configuration
 * @throws GoError for an unknown driver or a data source that Go refuses before it connects
 * @throws GoPanic for JSON's null, where upstream crashes
 */
export async function openCertificateDatabase(
  path: string,
  sources: DatabaseSources,
  { log, rules }: OpenDatabaseContext,
): Promise<CertificateDatabase> {
  const { driver, dataSource } = readDatabaseConfig(path, sources, log);
  return createCertificateDatabase(await sources.openDatabase(driver, dataSource), rules);
}

/** What the file of -db-config says. */
export interface DatabaseConfig {
  readonly driver: string;
  /** It may hold a password. */
  readonly dataSource: string;
}

/** Reads the file of -db-config. Throws as openCertificateDatabase, but for what is about drivers. */
export function readDatabaseConfig(
  path: string,
  sources: Pick<Sources, "readFile">,
  log: Pick<Logger, "debug">,
): DatabaseConfig {
  log.debug(`loading db configuration file from ${path}`);
  return parseConfig(readConfigFile(path, sources));
}

function parseConfig(data: Uint8Array): DatabaseConfig {
  const config = withCode("policy.invalidPolicy", () => unmarshal(data, configShape), unmarshalFailed);
  if (!config) {
    throw new GoPanic('the database configuration is null: it must be an object with "driver" and "data_source"');
  }
  if (config.driver === "" || config.dataSource === "") {
    throw new CfsslError("policy.invalidPolicy", "invalid db configuration");
  }
  return config;
}
