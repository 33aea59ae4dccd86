import { inspect } from "../../certinfo/inspect.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import { createLogger } from "../../cfssl/log.js";
import { readInput } from "../arguments.js";
import { openDatabaseAt } from "../certificate-database.js";
import { answerIfAsked } from "../completion/asked.js";
import { flagsNamed, typedFlags } from "../flags.js";
import type { HelpPage } from "../help/page.js";
import { type Program, runProgram } from "../program.js";
import { readFlags } from "../read-flags.js";

/** The program `cfssl-certinfo`: shows the fields of a certificate. */
export const cfsslCertinfo: Program = (host) =>
  runProgram(host, async (release) => {
    const { certinfo: rules, certinfoFlags, certinfoTargets: targets } = release;
    const specs = flagsNamed(certinfoFlags, certinfoFlagTexts);
    const answered = await answerIfAsked(host, release, () => ({ accepted: specs, offered: specs }));
    if (answered !== null) return answered;
    const parsed = await readFlags(host, host.args, specs, () => ({ ...certinfoPage, flags: specs }));
    if (typeof parsed === "number") return parsed;
    const flags = typedFlags(parsed);
    const log = createLogger(1n, () => host.localTime(host.now()), host.stderr);
    const target = {
      cert: flags.text("cert"),
      csr: "",
      domain: flags.text("domain"),
      serial: flags.text("serial"),
      aki: flags.text("aki"),
      dbConfig: flags.text("db-config"),
    };
    const world = {
      readInput: (name: string) => readInput(host, name),
      tlsLeaf: host.tlsLeaf,
      openDatabase: (path: string) => openDatabaseAt(path, host, { log, rules: release.issuing }),
    };
    try {
      host.stdout(await inspect(target, { ...world, log, rules, targets }));
    } catch (error) {
      // Upstream prints any other error and succeeds. Proof: fixtures/golden/1.6.5/cfssl-certinfo/missing-file
      if (!isExpected(error)) throw error;
      host.stderr(`${errorText(error, rules.json)}\n`);
    }
    return 0;
  });

/** Descriptions of flags that are more exact than those in cli/flags. */
export const certinfoFlagTexts = { cert: "certificate to show" };

/** The help page without the flags, which depend on the release. */
export const certinfoPage: Omit<HelpPage, "flags"> = {
  name: "cfssl-certinfo",
  summary: "Show the fields of a certificate as JSON",
  usage: ["cfssl-certinfo -cert FILE", "cfssl-certinfo -domain HOST[:PORT]"],
  description: [
    "FILE is a certificate in PEM; - means standard input. -domain shows the certificate that the server " +
      "itself presents, trusted or not. As in upstream, the exit code is 0 even after an error: look at the " +
      "output.",
  ],
  examples: [
    ["cfssl-certinfo -cert server.pem", "show a certificate"],
    ["cfssl-certinfo -cert server.pem | grep not_after", "show when it expires"],
  ],
};
