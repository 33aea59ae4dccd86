import type { CertificateDatabase } from "../../cfssl/certdb/database.js";
import { openCertificateDatabase } from "../../cfssl/certdb/open.js";
import { loadConfig } from "../../cfssl/config/load.js";
import type { SigningPolicy } from "../../cfssl/config/policy.js";
import { CfsslError } from "../../cfssl/errors.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { parsePemKey } from "../../cfssl/input/key.js";
import type { Sources } from "../../cfssl/sources.js";
import { GoError } from "../../go/errors.js";
import { decodePem } from "../../go/pem.js";
import type { OpenDatabase } from "../../go/sql.js";
import { parseUrl } from "../../go/url.js";
import { parsePrivateKeyDer } from "../../x509/keys/private-key.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { ServerContext } from "../context.js";
import { type Network, parseNetworks } from "./networks.js";
import type { RootSection } from "./roots-file.js";

/** A CA of a server of several. */
export interface Root {
  readonly key: PrivateKey;
  readonly certificate: Certificate;
  readonly policy: SigningPolicy;
  /** The addresses that may ask it to sign; null for all. */
  readonly networks: readonly Network[] | null;
  /** Where its certificates go on record; null for nowhere. */
  readonly database: CertificateDatabase | null;
}

export interface RootSources extends Sources {
  readonly openDatabase: OpenDatabase;
}

type RootContext = Pick<ServerContext, "log" | "rules">;

/** Reads what a section names. Throws GoError or CfsslError for the first thing that is missing. */
export async function loadRoot(section: RootSection, sources: RootSources, context: RootContext): Promise<Root> {
  const { log, rules } = context;
  const key = await loadKey(section, sources, context);
  const certificateFile = section.get("certificate");
  if (certificateFile === undefined) throw new GoError("config: root is missing certificate path");
  const certificate = parsePemCertificate(sources.readFile(certificateFile), context);
  const configFile = section.get("config");
  if (configFile === undefined) throw new GoError("config: root is missing configuration file path");
  const policy = await loadConfig(configFile, { log, rules, sources });
  const networks = parseNetworks(section.get("nets") ?? "");
  const databaseFile = section.get("dbconfig");
  const database = databaseFile === undefined ? null : await openCertificateDatabase(databaseFile, sources, context);
  return { key, certificate, policy, networks, database };
}

async function loadKey(section: RootSection, sources: RootSources, { log, rules }: RootContext): Promise<PrivateKey> {
  const place = section.get("private");
  if (place === undefined) throw new GoError("config: root is missing private key spec");
  const { scheme, host, path } = parseUrl(place);
  if (scheme === "rofile") {
    log.warning("Red October support is currently experimental");
    throw new GoError("config: no RedOctober server available");
  }
  if (scheme !== "file") throw new GoError("config: unsupported private key scheme");
  log.debug("loading private key file");
  const bytes = sources.readFile(host + path);
  log.debug("attempting to load PEM-encoded private key");
  const key = decodePem(bytes) ? await parsePemKey(bytes, null, rules) : await readDer(bytes, { log, rules });
  log.debug("loaded private key");
  return key;
}

async function readDer(bytes: Uint8Array, { rules }: RootContext): Promise<PrivateKey> {
  try {
    return await parsePrivateKeyDer(bytes, rules);
  } catch (cause) {
    throw cause instanceof GoError ? new CfsslError("privateKey.parseFailed", undefined, { cause }) : cause;
  }
}
