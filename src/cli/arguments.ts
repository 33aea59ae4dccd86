import { GoError } from "../go/errors.js";
import type { Host } from "../host/host.js";

/** The arguments are too few or too many. After upstream's text, a terminal shows where help is. */
export class UsageError extends GoError {}

/**
 * The first argument and the others.
 *
 * @throws UsageError when there is none
 */
export function popArgument(args: readonly string[]): { readonly first: string; readonly rest: readonly string[] } {
  const [first, ...rest] = args;
  if (first === undefined) throw new UsageError("not enough arguments are supplied --- please refer to the usage");
  return { first, rest };
}

/** The bytes of a file, or of standard input for `-`. */
export async function readInput(host: Host, name: string): Promise<Uint8Array> {
  return name === "-" ? host.readStdin() : host.readFile(name);
}
