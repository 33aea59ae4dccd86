import { FlagError, type FlagSpec, HelpRequested, type ParsedFlags, parseFlags } from "../go/flag.js";
import type { Host } from "../host/host.js";
import type { HelpPage } from "./help/page.js";

/**
 * The flags at the head of `args`, or the exit code when they ask for help (0) or break the grammar (2): the error's line
 * and what helps are printed by then.
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
    const { printFlagMistake, printHelp } = await import("./mistakes.js");
    if (error instanceof HelpRequested) {
      printHelp(host, page());
      return 0;
    }
    await printFlagMistake(host, error, specs, page());
    return 2;
  }
}
