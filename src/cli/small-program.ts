import { errorText, isExpected } from "../cfssl/errors.js";
import type { FlagSpec, ParsedFlags } from "../go/flag.js";
import type { Host } from "../host/host.js";
import type { Release } from "../release/release.js";
import { answerIfAsked } from "./completion/asked.js";
import type { FlagHelp, HelpPage } from "./help/page.js";
import type { ValueKind } from "./help/value-kind.js";
import { type Program, runProgram } from "./program.js";
import { readFlags } from "./read-flags.js";

/** A program of one command, with flags of its own. */
export interface SmallProgram {
  page(release: Release): HelpPage;
  /** What the arguments are, in their order. */
  readonly arguments?: readonly ValueKind[];
  run(parsed: ParsedFlags, host: Host, release: Release): Promise<void>;
}

/**
 * Makes a program of one command. As upstream's, it prints an error and yet succeeds; only wrong flags, and inputs on
 * which upstream crashes, make it fail.
 */
export function createSmallProgram({ page, arguments: kinds = [], run }: SmallProgram): Program {
  return (host) =>
    runProgram(host, async (release) => {
      const specs: readonly (FlagHelp & FlagSpec)[] = page(release).flags;
      const grammar = () => ({ accepted: specs, offered: specs, arguments: () => kinds });
      const answered = await answerIfAsked(host, release, grammar);
      if (answered !== null) return answered;
      const parsed = await readFlags(host, host.args, specs, () => page(release));
      if (typeof parsed === "number") return parsed;
      try {
        await run(parsed, host, release);
      } catch (error) {
        if (!isExpected(error)) throw error;
        host.stderr(`${errorText(error, release.issuing.json)}\n`);
      }
      return 0;
    });
}
