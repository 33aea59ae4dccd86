import { type JsonRules, marshal } from "../go/json/encode.js";
import type { Host } from "../host/host.js";

/** What a command that issues something prints: the PEM texts that there are, as one line of JSON. */
export interface Issued {
  readonly cert?: string;
  readonly csr?: string;
  readonly key?: string;
}

/** Prints an answer, its members sorted by name. */
export function printIssued(host: Host, { cert, csr, key }: Issued, rules: JsonRules): void {
  host.stdout(`${marshal({ cert, csr, key }, rules)}\n`);
}
