import { certinfoCommand } from "../../certinfo/command.js";
import { type InspectRules, inspect } from "../../certinfo/inspect.js";
import { CfsslError, errorText } from "../../cfssl/errors.js";
import { createLogger } from "../../cfssl/log.js";
import { GoError } from "../../go/errors.js";
import { FlagError, HelpRequested, parseFlags } from "../../go/flag.js";
import type { Host } from "../../host/host.js";
import { readInput } from "../arguments.js";
import { flagsNamed, typedFlags } from "../flags.js";

export interface CertinfoProgram {
  readonly rules: InspectRules;
  /** Names of the flags that the program has. */
  readonly flags: readonly string[];
  /** The flags that a target can be named by, as the error for none lists them. */
  readonly targets: string;
}

/** The program `cfssl-certinfo`; answers the exit code. */
export async function main(host: Host, { rules, flags: names, targets }: CertinfoProgram): Promise<number> {
  const known = flagsNamed(names);
  try {
    const flags = typedFlags(parseFlags(host.args, known));
    const log = createLogger(1n, () => host.localTime(host.now()), host.stderr);
    const target = {
      cert: flags.text("cert"),
      csr: "",
      domain: flags.text("domain"),
      serial: flags.text("serial"),
      aki: flags.text("aki"),
      dbConfig: flags.text("db-config"),
    };
    const world = { readInput: (name: string) => readInput(host, name), tlsLeaf: host.tlsLeaf };
    host.stdout(await inspect(target, { ...world, log, rules, targets }));
    return 0;
  } catch (error) {
    if (error instanceof FlagError || error instanceof HelpRequested) {
      if (error instanceof FlagError) host.stderr(`${error.message}\n`);
      const { renderHelp } = await import("../help.js");
      host.stderr(await renderHelp({ ...certinfoCommand, flags: known }));
      return error instanceof FlagError ? 2 : 0;
    }
    // Upstream prints any other error and succeeds. Proof: fixtures/golden/1.6.5/cfssl-certinfo/missing-file
    if (!(error instanceof GoError || error instanceof CfsslError)) throw error;
    host.stderr(`${errorText(error, rules.json)}\n`);
    return 0;
  }
}
