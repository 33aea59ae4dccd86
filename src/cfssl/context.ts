import type { Logger } from "./log.js";
import type { Network } from "./network.js";

/**
 * What issuing needs from outside: a log, a clock, random numbers, the network, and `Rules`, the behavior of the chosen
 * release. Each function asks for the rules that it uses.
 */
export interface Context<Rules> {
  readonly log: Logger;
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Random bytes fit for serial numbers. */
  random(length: number): Uint8Array;
  readonly network: Network;
  readonly rules: Rules;
  /**
   * Whether the same key, request, profile and time give the same certificate: serial numbers are derived from contents,
   * and signatures have no random part. Upstream cannot do that.
   */
  readonly isReproducible?: boolean;
}
