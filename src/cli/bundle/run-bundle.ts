import { type Bundle, type BundlerContext, bundleCertificates } from "../../cfssl/bundler/bundle.js";
import type { BundleInput } from "../../cfssl/bundler/input.js";
import { readPlatforms } from "../../cfssl/bundler/platforms.js";
import { readRemoteInput } from "../../cfssl/bundler/remote.js";
import type { Context } from "../../cfssl/context.js";
import { GoError } from "../../go/errors.js";
import type { Host } from "../../host/host.js";
import type { IssuingRules } from "../../release/release.js";
import type { Flags } from "../flags.js";
import { readBundledFiles } from "./bundled-files.js";
import { readStores } from "./read-stores.js";

/** The flags that say what to bundle and how, the most important first. */
export const bundleFlags = [
  ...["cert", "key", "ca-bundle", "int-bundle", "int-dir", "flavor", "domain", "ip", "metadata", "password"],
] as const;

/** Bundles what the flags name (cfssl bundle, cfssl-bundle). Throws as bundleCertificates, and for each file. */
export async function runBundle(flags: Flags, host: Host, context: Context<IssuingRules>): Promise<Bundle> {
  const flavor = flags.text("flavor");
  const platforms = await readMetadata(flags.text("metadata"), host, context);
  const opened = flavor === "force" ? null : await readStores(flags, host, context);
  const { log, now, random, network, rules } = context;
  const bundler: BundlerContext = {
    ...{ log, now, random, network, rules, platforms },
    stores: opened?.stores ?? null,
    stash: opened?.stash ?? null,
  };
  const input = await readInput(flags, opened?.trustedCas ?? null, host, context);
  return bundleCertificates(input, flavor, bundler);
}

function readMetadata(path: string, host: Host, { log, rules }: Context<IssuingRules>) {
  if (path === "") return [];
  log.debug(`Loading platform metadata: ${path}`);
  return readPlatforms(path, host.readFile, { log, rules });
}

async function readInput(
  flags: Flags,
  trustedCas: readonly string[] | null,
  host: Host,
  context: Context<IssuingRules>,
): Promise<BundleInput> {
  if (flags.text("cert") !== "") return readBundledFiles(flags, host, context);
  const domain = flags.text("domain");
  if (domain === "") throw new GoError("Must specify bundle target through -cert or -domain");
  return readRemoteInput({ domain, ip: flags.text("ip"), trustedCas }, host.tlsChain, context);
}
