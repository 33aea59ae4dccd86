import { withCode } from "../errors.js";
import type { Sources } from "../sources.js";

/** Reads a configuration file. Throws CfsslError 5200 if it cannot be read. */
export function readConfigFile(path: string, sources: Pick<Sources, "readFile">): Uint8Array {
  return withCode("policy.invalidPolicy", () => sources.readFile(path), "could not read configuration file");
}

/** The text for a configuration that is not the JSON that it should be. */
export function unmarshalFailed(reason: string): string {
  return `failed to unmarshal configuration: ${reason}`;
}
