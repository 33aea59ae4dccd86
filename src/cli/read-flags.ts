import { FlagError, type FlagSpec, HelpRequested, type ParsedFlags, parseFlags } from "../go/flag.js";
import type { Host } from "../host/host.js";
import type { HelpPage } from "./help/page.js";

/**
 * The flags at the start of `args`. If they ask for help (exit code 0) or break the grammar (2), prints help or the
 * error and returns the exit code.
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
