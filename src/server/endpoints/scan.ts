import { UnavailableError } from "../../cfssl/errors.js";
import { scanFamilies } from "../../cfssl/scan/families.js";
import { GoError } from "../../go/errors.js";
import { compileRegexp, type Regexp } from "../../go/regexp/index.js";
import { parseDuration } from "../../go/time.js";
import { parseQuery } from "../../go/url/query.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";

const second = 1_000_000_000n;
const minute = 60n * second;

/** Scans a TLS server. The query chooses the scanners by regular expressions. */
export function createScanEndpoint({ log, rules, release }: ServerContext): Endpoint {
  return async ({ url }) => {
    const query = refuse("failed to parse body: ", log, () => parseQuery(url.rawQuery));
    const first = (name: string) => query.get(name)?.[0] ?? "";
    const timeout = first("timeout");
    if (timeout !== "") checkTimeout(refuse(null, log, () => parseDuration(timeout)));
    if (first("host") === "") {
      log.warning("no host given");
      throw new HttpError(400, "no host given");
    }
    const [families, scanners] = ["family", "scanner"].map((name) =>
      refuse(null, log, () => compileRegexp(first(name), rules.regexp)),
    );
    if (!families || !scanners || !isAnyChosen(families, scanners, release.server)) return { result: {} };
    throw new UnavailableError("scanning servers", "cfssl scaninfo lists the scans of cfssl");
  };
}

function isAnyChosen(families: Regexp, scanners: Regexp, rules: Parameters<typeof scanFamilies>[0]): boolean {
  for (const [name, family] of Object.entries(scanFamilies(rules))) {
    if (families.match(name) && Object.keys(family.scanners).some((scanner) => scanners.match(scanner))) return true;
  }
  return false;
}

function checkTimeout(timeout: bigint): void {
  if (timeout < second || timeout > 5n * minute) throw new HttpError(400, "invalid timeout given");
}

/** Turns a GoError into an error of the client, after a log line if there is one for it. */
function refuse<T>(words: string | null, log: ServerContext["log"], action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    if (words !== null) log.warning(words + cause.message);
    throw new HttpError(400, cause.message, { cause });
  }
}
