import { loadConfig } from "../../cfssl/config/load.js";
import type { SigningPolicy } from "../../cfssl/config/policy.js";
import type { Context } from "../../cfssl/context.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import type { Host } from "../../host/host.js";
import type { IssuingRules } from "../../release/release.js";
import { genkey } from "../commands/genkey.js";
import { createContext } from "../create-context.js";
import { flagsNamed, typedFlags } from "../flags.js";
import type { HelpPage } from "../help/page.js";
import { requestJson } from "../help/value-kind.js";
import { createSmallProgram } from "../small-program.js";

/** The program `cfssl-newkey`: `cfssl genkey` with its own flags alone. */
export const cfsslNewkey = createSmallProgram({
  page: () => newkeyPage(),
  arguments: [requestJson],
  async run(parsed, host, release) {
    const flags = typedFlags(parsed);
    const context = createContext(host, release.issuing, 1n);
    const policy = await readConfig(flags.text("config"), host, context);
    await genkey.run({ args: parsed.rest, flags, host, context, policy, release });
  },
});

/** As upstream, a configuration that cannot be loaded is reported, and does not matter. */
async function readConfig(
  path: string,
  host: Host,
  { log, rules }: Context<IssuingRules>,
): Promise<SigningPolicy | null> {
  if (path === "") return null;
  try {
    return await loadConfig(path, { log, rules, sources: host });
  } catch (error) {
    if (!isExpected(error)) throw error;
    // Upstream ends this line with no line feed.
    host.stderr(`Failed to load config file: ${errorText(error, rules.json)}`);
    return null;
  }
}

export function newkeyPage(): HelpPage {
  return {
    name: "cfssl-newkey",
    summary: "Make a private key and a certificate request for it",
    usage: ["cfssl-newkey [-initca] CSRJSON"],
    description: [
      ...genkey.description,
      "The same as `cfssl genkey`. As upstream, it succeeds also after an error: look at the output.",
    ],
    flags: flagsNamed(["initca", "config"], genkey.flagTexts),
    examples: [["cfssl-newkey csr.json | cfssljson -bare server", "make server-key.pem and server.csr"]],
  };
}
