import { bundleResult } from "../../cfssl/bundler/result.js";
import { marshal } from "../../go/json/encode.js";
import { bundleFlags, runBundle } from "../bundle/run-bundle.js";
import { bundle } from "../commands/bundle.js";
import { createContext } from "../create-context.js";
import { flagsNamed, typedFlags } from "../flags.js";
import type { HelpPage } from "../help/page.js";
import { createSmallProgram } from "../small-program.js";

/** The program `cfssl-bundle`: `cfssl bundle` with its own flags alone. */
export const cfsslBundle = createSmallProgram({
  page: () => bundlePage(),
  async run(parsed, host, { issuing }) {
    const made = await runBundle(typedFlags(parsed), host, createContext(host, issuing, 1n));
    host.stdout(marshal(bundleResult(made, issuing.bundle), issuing.json));
  },
});

export function bundlePage(): HelpPage {
  return {
    name: "cfssl-bundle",
    summary: "Build the chain of a certificate",
    usage: [
      "cfssl-bundle -cert FILE [-key FILE] [-ca-bundle FILE] [-int-bundle FILE] [-int-dir DIRECTORY]",
      "cfssl-bundle -domain HOST [-ip ADDRESS] [-ca-bundle FILE]",
    ],
    description: [
      "The same as `cfssl bundle`, which can also print PEM. As upstream, it succeeds also after an error.",
    ],
    flags: flagsNamed(bundleFlags, bundle.flagTexts),
    examples: [
      ["cfssl-bundle -ca-bundle ca.pem -int-bundle intermediate.pem -cert server.pem", "build the chain of server.pem"],
    ],
  };
}
