import type { Context } from "../cfssl/context.js";
import { silent } from "../cfssl/log.js";
import type { Sources } from "../cfssl/sources.js";
import { GoError } from "../go/errors.js";
import { chooseRelease, unknownLevel } from "../release/index.js";
import type { IssuingRules, Release } from "../release/release.js";
import type { Options } from "./options.js";

/** The options with every default in its place. */
export interface Setting {
  readonly release: Release;
  readonly context: Context<IssuingRules>;
  readonly sources: Sources;
}

const nowhere: Sources = {
  env: () => undefined,
  readFile(path) {
    throw new GoError(`open ${path}: no such file or directory`);
  },
};

/** Puts the defaults in; throws RangeError for a `compat` that names no release. */
export function settle(options: Options): Setting {
  const release = chooseRelease(options.compat);
  if (!release) throw new RangeError(unknownLevel(options.compat ?? ""));
  const context: Context<IssuingRules> = {
    log: options.log ?? silent,
    now: options.now ?? (() => Date.now()),
    random: options.random ?? ((length) => globalThis.crypto.getRandomValues(new Uint8Array(length))),
    network: {
      env: (name) => (options.sources ?? nowhere).env(name),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      async roundTrip(request) {
        const { roundTrip } = await import("../host/net/http.js");
        return roundTrip(request);
      },
    },
    rules: release.issuing,
  };
  return { release, context, sources: options.sources ?? nowhere };
}
