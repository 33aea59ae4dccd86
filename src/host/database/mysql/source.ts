import { GoError } from "../../../go/errors.js";
import { unescapeUrl } from "../../../go/url/escape.js";
import type { ServerAddress } from "../server/dial.js";
import { type Options, parseOptions } from "./options.js";

/** What a data source of Go's mysql driver asks for. */
export interface MysqlSource {
  readonly user: string;
  readonly password: string;
  readonly address: ServerAddress | { readonly network: "unknown"; readonly name: string };
  readonly database: string;
  readonly options: Options;
}

/** Finds a time zone by its name: seconds east of UTC at a moment. Throws GoError as Go's time.LoadLocation. */
export type LoadZone = (name: string) => Promise<(seconds: number) => number>;

const unsafeCollation = /^(?:big5|cp932|gb2312|gbk|sjis)_/;

/**
 * Reads a data source of Go's mysql driver: `user:password@network(address)/database?option=value`.
 *
 * @throws GoError in the driver's words (`invalid DSN: …`)
 * @throws GoPanic for an option at which the driver crashes
 */
export async function parseMysqlSource(dataSource: string, loadZone: LoadZone): Promise<MysqlSource> {
  const slash = dataSource.lastIndexOf("/");
  if (slash < 0) throw new GoError("invalid DSN: missing the slash separating the database name");
  const { user, password, place } = parseAuthority(dataSource.slice(0, slash));
  const rest = dataSource.slice(slash + 1);
  const mark = rest.indexOf("?");
  const options = await parseOptions(mark < 0 ? "" : rest.slice(mark + 1), loadZone);
  const database = unescapeName(mark < 0 ? rest : rest.slice(0, mark));
  if (options.interpolatesParameters && unsafeCollation.test(options.collation)) {
    throw new GoError("invalid DSN: interpolateParams can not be used with unsafe collations");
  }
  const address = parseAddress(place);
  options.checkTls();
  return { user, password, address, database, options };
}

interface Place {
  readonly network: string;
  readonly address: string;
}

function parseAuthority(text: string): { readonly user: string; readonly password: string; readonly place: Place } {
  const at = text.lastIndexOf("@");
  const [, user = "", password = ""] = /^([^:]*):?(.*)$/s.exec(at < 0 ? "" : text.slice(0, at)) ?? [];
  const [, network = "", address] = /^([^(]*)(?:\((.*))?$/s.exec(text.slice(at + 1)) ?? [];
  if (address === undefined) return { user, password, place: { network, address: "" } };
  if (address.endsWith(")")) return { user, password, place: { network, address: address.slice(0, -1) } };
  if (address.includes(")")) throw new GoError("invalid DSN: did you forget to escape a param value?");
  throw new GoError("invalid DSN: network address not terminated (missing closing brace)");
}

function unescapeName(name: string): string {
  try {
    return unescapeUrl(name, "path");
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`invalid dbname "${name}": ${cause.message}`, { cause });
  }
}

function parseAddress({ network, address }: Place): MysqlSource["address"] {
  switch (network || "tcp") {
    case "tcp":
    case "tcp4":
    case "tcp6":
      return { network: "tcp", ...splitAddress(address || "127.0.0.1:3306") };
    case "unix":
      return { network: "unix", path: address || "/tmp/mysql.sock" };
    default:
      if (address === "") throw new GoError(`default addr for network '${network}' unknown`);
      return { network: "unknown", name: network };
  }
}

function splitAddress(text: string): { readonly host: string; readonly port: string } {
  const [, inBrackets, plain = text, port = "3306"] = /^(?:\[([^\]]*)\]|([^:]*))(?::([^:]*))?$/.exec(text) ?? [];
  return { host: inBrackets ?? plain, port: port === "mysql" ? "3306" : port };
}
