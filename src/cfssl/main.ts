import type { Host } from "../cli/host.js";

/** The program `cfssl`: runs one command and answers its exit code. */
export async function main(host: Host): Promise<number> {
  host.stderr("No command is given.\n");
  return 1;
}
