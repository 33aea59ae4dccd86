import { FlagError, type FlagSpec, HelpRequested, type ParsedFlags, parseFlags } from "../go/flag.js";
import type { Host } from "../host/host.js";
import type { HelpPage } from "./help.js";

/**
 * The flags at the head of `args`, or the exit code when they ask for help (0) or break the grammar (2): the error's line
 * and the help page are printed by then.
 */
export async function readFlags(
  host: Host,
  args: readonly string[],
  specs: readonly FlagSpec[],
  page: () => HelpPage,
): Promise<ParsedFlags | number> {
  try {
    return parseFlags(args, specs);
  } catch (error) {
    if (!(error instanceof FlagError || error instanceof HelpRequested)) throw error;
    if (error instanceof FlagError) host.stderr(`${error.message}\n`);
    const { renderHelp } = await import("./help.js");
    host.stderr(await renderHelp(page()));
    return error instanceof FlagError ? 2 : 0;
  }
}
