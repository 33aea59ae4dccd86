import type { CertificateDatabase } from "../cfssl/certdb/database.js";
import type { CertificateRecord } from "../cfssl/certdb/records.js";
import { type CertificateFileContext, parsePemCertificate } from "../cfssl/input/certificate.js";
import { GoError } from "../go/errors.js";
import { splitHostPort } from "../go/net.js";
import { encodeUtf8 } from "../go/utf8.js";
import { parseCertificate } from "../x509/parse/index.js";
import { type CertificateInfoRules, formatCertificateInfo } from "./certificate.js";
import type { RequestDumpRules } from "./request.js";

/** What to inspect, by the flags of the same names; "" for a flag that is not given. */
export interface Target {
  readonly cert: string;
  readonly csr: string;
  readonly domain: string;
  readonly serial: string;
  readonly aki: string;
  readonly dbConfig: string;
}

export interface InspectRules extends CertificateInfoRules, RequestDumpRules {}

export interface InspectContext {
  /** Reads a file, or standard input for `-`; throws GoError. */
  readInput(name: string): Promise<Uint8Array>;
  /** The certificate that a TLS server presents, in DER; throws GoError. */
  tlsLeaf(host: string, port: string): Promise<Uint8Array>;
  /** Opens the certificate database of a configuration file; throws as openCertificateDatabase. */
  openDatabase(path: string): Promise<Pick<CertificateDatabase, "findCertificates" | "close">>;
  readonly log: CertificateFileContext["log"];
  readonly rules: InspectRules;
  /** The flags that name a target, for the error about a missing one. */
  readonly targets: string;
}

/**
 * Describes a certificate or request as indented JSON with a line feed. If several targets are given, the first one
 * counts, in the order -cert, -csr, -domain, -serial with -aki.
 *
 * @throws GoError, CfsslError as upstream words it
 */
export async function inspect(target: Target, context: InspectContext): Promise<string> {
  const { log, rules } = context;
  const describe = (text: Uint8Array) =>
    formatCertificateInfo(parsePemCertificate(text, { log, rules: { parser: rules, json: rules.json } }), rules);
  if (target.cert !== "") return describe(await context.readInput(target.cert));
  if (target.csr !== "") {
    const { formatRequestDump, parsePemRequest } = await import("./request.js");
    return formatRequestDump(parsePemRequest(await context.readInput(target.csr), rules), rules);
  }
  if (target.domain !== "") {
    const [host, port] = hostAndPort(target.domain);
    return formatCertificateInfo(parseCertificate(await context.tlsLeaf(host, port), rules), rules);
  }
  if (target.serial !== "" && target.aki !== "") {
    if (target.dbConfig === "") throw new GoError("need DB config file (provide with -db-config)");
    const database = await context.openDatabase(target.dbConfig);
    try {
      const { pem } = await lookUpCertificate(target.serial, target.aki, database);
      return describe(encodeUtf8(pem));
    } finally {
      await database.close();
    }
  }
  throw new GoError(`Must specify certinfo target through ${context.targets}`);
}

/**
 * Finds a certificate on record. The key identifier may be written as certinfo prints it: in upper case, with colons.
 *
 * @throws GoError if there is not exactly one, and what the database throws
 */
export async function lookUpCertificate(
  serial: string,
  authorityKeyId: string,
  database: Pick<CertificateDatabase, "findCertificates">,
): Promise<CertificateRecord> {
  const [found, another] = await database.findCertificates(serial, authorityKeyId.toLowerCase().replaceAll(":", ""));
  if (!found) throw new GoError("no certificate found");
  if (another) throw new GoError("more than one certificate found");
  return found;
}

/** The host and port of a server to look at; the usual port is 443. */
export function hostAndPort(domain: string): readonly [host: string, port: string] {
  try {
    const { host, port } = splitHostPort(domain);
    return [host, port];
  } catch {
    return [domain, "443"];
  }
}
