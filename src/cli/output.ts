import { type JsonRules, marshal } from "../go/json/encode.js";
import type { Host } from "../host/host.js";

/** The PEM texts that a command has issued. */
export interface Issued {
  readonly cert?: string;
  readonly csr?: string;
  readonly key?: string;
}

/** Prints them as one line of JSON, its members sorted by name. */
export function printIssued(host: Host, { cert, csr, key }: Issued, rules: JsonRules): void {
  host.stdout(`${marshal({ cert, csr, key }, rules)}\n`);
}
