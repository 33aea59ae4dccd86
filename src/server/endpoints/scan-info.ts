import { type ScanFamily, scanFamilies } from "../../cfssl/scan/families.js";
import type { JsonOut } from "../../go/json/encode.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";

/** Tells what a server can be scanned for. */
export function createScanInfoEndpoint({ log, release }: ServerContext): Endpoint {
  return async () => {
    log.info("setting up scaninfo handler");
    const rows = Object.entries(scanFamilies(release.server)).map(([name, family]) => [name, toJson(family)] as const);
    return { result: Object.fromEntries(rows) };
  };
}

function toJson({ description, scanners }: ScanFamily): JsonOut {
  return { description, scanners };
}
