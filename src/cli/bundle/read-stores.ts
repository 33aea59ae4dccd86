import type { Stash } from "../../cfssl/bundler/search.js";
import { openStores, type Stores } from "../../cfssl/bundler/stores.js";
import type { Context } from "../../cfssl/context.js";
import { CfsslError } from "../../cfssl/errors.js";
import { GoError } from "../../go/errors.js";
import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";
import type { Host } from "../../host/host.js";
import type { IssuingRules } from "../../release/release.js";
import type { Flags } from "../flags.js";

/** The stores that the flags name. */
export interface OpenedStores {
  readonly stores: Stores;
  /** The roots in PEM; null for the system's. */
  readonly trustedCas: readonly string[] | null;
  readonly stash: Stash | null;
}

/**
 * Reads -ca-bundle and -int-bundle, and makes the folder of -int-dir, in upstream's order.
 *
 * @throws CfsslError 3001…4003
 */
export async function readStores(flags: Flags, host: Host, context: Context<IssuingRules>): Promise<OpenedStores> {
  const roots = readStore("root", flags.text("ca-bundle"), host, context);
  const intermediates = readStore("intermediates", flags.text("int-bundle"), host, context);
  const stash = await openStash(flags.text("int-dir"), host, context);
  const stores = await openStores({ roots, intermediates, systemCas: host.systemCas }, context);
  return { stores, trustedCas: roots && [decodeUtf8(roots)], stash };
}

const words = {
  root: { loading: "CA", failed: "root" },
  intermediates: { loading: "Intermediate", failed: "intermediate" },
} as const;

/** Null if the flag is not given. */
function readStore(
  store: keyof typeof words,
  path: string,
  host: Host,
  { log }: Context<IssuingRules>,
): Uint8Array | null {
  if (path === "") return null;
  const { loading, failed } = words[store];
  log.debug(`Loading ${loading} bundle: ${path}`);
  try {
    return host.readFile(path);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.error(`${failed} bundle failed to load: ${cause.message}`);
    throw new CfsslError(`${store}.readFailed`, cause.message, { cause });
  }
}

async function openStash(folder: string, host: Host, { log }: Context<IssuingRules>): Promise<Stash | null> {
  if (folder === "") return null;
  const name = `intermediate stash directory ${folder}`;
  let isNew = false;
  const announce = () => {
    isNew = true;
    log.info(`${name} doesn't exist, creating`);
  };
  try {
    await host.makeFolder(folder, announce);
  } catch (cause) {
    if (cause instanceof GoError) log.error(`failed to create ${name}: ${cause.message}`);
    throw cause;
  }
  if (isNew) log.info(`${name} created`);
  const write = (path: string, text: string) => host.writeFiles([{ path, bytes: encodeUtf8(text), mode: 0o644 }]);
  return { folder, write };
}
