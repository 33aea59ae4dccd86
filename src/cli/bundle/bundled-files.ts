import { type BundleInput, readBundleInput } from "../../cfssl/bundler/input.js";
import type { Context } from "../../cfssl/context.js";
import { withCode } from "../../cfssl/errors.js";
import { GoPanic } from "../../go/errors.js";
import type { Host } from "../../host/host.js";
import type { IssuingRules } from "../../release/release.js";
import { readInput } from "../arguments.js";
import type { Flags } from "../flags.js";

/**
 * Reads -cert and -key. From standard input upstream reads otherwise: errors are not coded, and -password does not count.
 *
 * @throws as readBundleInput; CfsslError 1001, 2001
 */
export async function readBundledFiles(flags: Flags, host: Host, context: Context<IssuingRules>): Promise<BundleInput> {
  const name = flags.text("cert");
  const keyName = flags.text("key");
  if (name !== "-") {
    const { log } = context;
    log.debug(`Loading Certificate: ${name}`);
    const text = withCode("certificate.readFailed", () => host.readFile(name));
    return readBundleInput(
      text,
      keyName === "" ? null : readKeyFile(keyName, host, log),
      flags.text("password"),
      context,
    );
  }
  const text = await host.readStdin();
  const keyText = keyName === "" ? null : await readInput(host, keyName);
  return readBundleInput(text, keyText?.length === 0 ? null : keyText, "", context);
}

function readKeyFile(name: string, host: Host, log: Context<IssuingRules>["log"]): Uint8Array {
  log.debug(`Loading private key: ${name}`);
  const text = withCode("privateKey.readFailed", () => host.readFile(name));
  if (text.length > 0) return text;
  log.debug("key is empty");
  throw new GoPanic(`the key file ${name} is empty: name one with a private key, or leave out -key`);
}
