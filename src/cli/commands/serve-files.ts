import type { Platform } from "../../cfssl/bundler/platforms.js";
import { withCode } from "../../cfssl/errors.js";
import { parseCaKey } from "../../cfssl/input/ca.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { readNamed } from "../../cfssl/input/named-value.js";
import { readTrustedCas } from "../../cfssl/input/tls.js";
import type { ServerFiles } from "../../server/context.js";
import { readStores } from "../bundle/read-stores.js";
import type { Invocation } from "../command.js";

/** The files of a server, by its flags. */
export function serverFiles(
  { flags, host, context }: Pick<Invocation, "flags" | "host" | "context">,
  platforms: readonly Platform[],
): ServerFiles {
  const { log, now, random, network, rules } = context;
  return {
    bundlesIssued: flags.text("ca-bundle") !== "" && flags.text("int-bundle") !== "",
    async openBundler() {
      const opened = await readStores(flags, host, context);
      return { ...{ log, now, random, network, rules, platforms, dialChain: host.tlsChain }, ...opened };
    },
    async openListIssuer() {
      const certificateText = readNamed(flags.text("ca"), host, rules);
      const keyText = withCode("privateKey.readFailed", () => readNamed(flags.text("ca-key"), host, rules));
      const certificate = parsePemCertificate(certificateText, context);
      return { certificate, key: await parseCaKey(keyText, host, context) };
    },
    checkScanCas() {
      const path = flags.text("ca-bundle");
      if (path === "") return;
      log.debug(`Loading scan RootCAs: ${path}`);
      readTrustedCas(host.readFile(path), rules.parser);
    },
  };
}
