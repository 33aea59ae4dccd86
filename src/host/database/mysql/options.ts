import { GoError, GoPanic } from "../../../go/errors.js";
import { atoi } from "../../../go/strconv.js";
import { parseDuration } from "../../../go/time/duration.js";
import { unescapeUrl } from "../../../go/url/escape.js";
import type { ZoneOffset } from "./time.js";

/** The options of a data source. */
export interface Options {
  readonly zone: ZoneOffset;
  readonly parsesTimes: boolean;
  /** Whether a statement counts the rows that it found, not those that it changed. */
  readonly countsFoundRows: boolean;
  readonly interpolatesParameters: boolean;
  readonly allowsCleartextPasswords: boolean;
  readonly collation: string;
  /** Empty for the driver's own. */
  readonly charsets: readonly string[];
  readonly tls: string;
  /** For the connection, in milliseconds; 0 for none. */
  readonly timeout: number;
  /** Variables of the server, with values in SQL. */
  readonly variables: readonly (readonly [name: string, value: string])[];
  /** Throws GoError if there is no such way of TLS. The driver looks at the other options first. */
  checkTls(): void;
}

/** What options are read into. */
interface Draft {
  zone: ZoneOffset;
  truths: Map<string, boolean>;
  words: Map<string, string>;
  timeout: number;
  variables: [name: string, value: string][];
}

const flags = [
  "allowAllFiles",
  "allowCleartextPasswords",
  "allowFallbackToPlaintext",
  "allowNativePasswords",
  "allowOldPasswords",
  "checkConnLiveness",
  "clientFoundRows",
  "columnsWithAlias",
  "interpolateParams",
  "multiStatements",
  "parseTime",
  "rejectReadOnly",
];

/** Reads options as Go's mysql driver does, in their order. Throws GoError for the first that is not right. */
export async function parseOptions(text: string, loadZone: (name: string) => Promise<ZoneOffset>): Promise<Options> {
  const draft: Draft = { zone: () => 0, truths: new Map(), words: new Map(), timeout: 0, variables: [] };
  for (const part of text.split("&")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    const [name, value] = [part.slice(0, at), part.slice(at + 1)];
    if (name === "loc") draft.zone = await loadZone(unescapeUrl(value, "query"));
    else readOption(name, value, draft);
  }
  const isOn = (name: string) => draft.truths.get(name) ?? false;
  const tls = draft.words.get("tls") ?? "";
  return {
    zone: draft.zone,
    parsesTimes: isOn("parseTime"),
    countsFoundRows: isOn("clientFoundRows"),
    interpolatesParameters: isOn("interpolateParams"),
    allowsCleartextPasswords: isOn("allowCleartextPasswords"),
    collation: draft.words.get("collation") ?? "",
    charsets: draft.words.get("charset")?.split(",") ?? [],
    tls,
    timeout: draft.timeout,
    variables: draft.variables,
    checkTls() {
      if (/^(?:|true|false|skip-verify|preferred)$/.test(tls)) return;
      throw new GoError(`invalid value / unknown config name: ${tls}`);
    },
  };
}

function readOption(name: string, value: string, draft: Draft): void {
  if (flags.includes(name)) {
    draft.truths.set(name, readTruth(value));
    return;
  }
  switch (name) {
    case "collation":
    case "charset":
      draft.words.set(name, value);
      break;
    case "compress":
      break;
    case "connectionAttributes":
      describe("invalid connectionAttributes value", value);
      break;
    case "maxAllowedPacket":
      atoi(value);
      break;
    case "readTimeout":
    case "writeTimeout":
      parseDuration(value);
      break;
    case "serverPubKey":
      throw new GoError(
        `invalid value / unknown server pub key name: ${describe("invalid value for server pub key name", value)}`,
      );
    case "strict":
      throw new GoPanic("strict mode has been removed. See https://github.com/go-sql-driver/mysql/wiki/strict-mode");
    case "timeout":
      draft.timeout = Number(parseDuration(value) / 1_000_000n);
      break;
    case "timeTruncate":
      checkTruncation(value);
      break;
    case "tls":
      draft.words.set("tls", readTls(value));
      break;
    default:
      draft.variables.push([name, unescapeUrl(value, "query")]);
  }
}

function readTruth(text: string): boolean {
  const truth = tryTruth(text);
  if (truth === null) throw new GoError(`invalid bool value: ${text}`);
  return truth;
}

function tryTruth(text: string): boolean | null {
  if (/^(?:1|true|TRUE|True)$/.test(text)) return true;
  return /^(?:0|false|FALSE|False)$/.test(text) ? false : null;
}

function readTls(value: string): string {
  const truth = tryTruth(value);
  if (truth !== null) return String(truth);
  const lower = value.toLowerCase();
  return lower === "skip-verify" || lower === "preferred"
    ? lower
    : describe("invalid value for TLS config name", value);
}

function checkTruncation(value: string): void {
  try {
    parseDuration(value);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`invalid timeTruncate value: ${value}, error: ${cause.message}`, { cause });
  }
}

function describe(fault: string, value: string): string {
  try {
    return unescapeUrl(value, "query");
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`${fault}: ${cause.message}`, { cause });
  }
}
