import type { Context } from "../cfssl/context.js";
import { createLogger } from "../cfssl/log.js";
import type { Host } from "../host/host.js";
import type { IssuingRules } from "../release/release.js";

/** What the work needs, from a host. `level` is the lowest level of the log lines to print (cfssl/log). */
export function createContext(host: Host, rules: IssuingRules, level: bigint): Context<IssuingRules> {
  const log = createLogger(level, () => host.localTime(host.now()), host.stderr);
  const network = { roundTrip: host.roundTrip, env: host.env, wait: host.wait };
  return { log, rules, now: host.now, random: host.random, network };
}
