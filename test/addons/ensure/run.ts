import { type Ensured, ensurePki } from "../../../src/addons/ensure/ensure.js";
import { type Manifest, readManifest } from "../../../src/addons/ensure/manifest/manifest.js";
import type { EnsureSettings, Workshop } from "../../../src/addons/ensure/plan/context.js";
import type { Store } from "../../../src/addons/ensure/store/store.js";
import { silent } from "../../../src/cfssl/log.js";
import type { Sources } from "../../../src/cfssl/sources.js";
import { GoError } from "../../../src/go/errors.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";
import { v165 } from "../../../src/release/v1-6-5.js";

/** Files by path: texts, or values that become JSON. */
export type Files = Readonly<Record<string, unknown>>;

export const start = Date.parse("2026-02-03T04:05:00Z");
export const hour = 3_600_000;
export const day = 24 * hour;

export function sourcesOf(files: Files, env: Readonly<Record<string, string>> = {}): Sources {
  return {
    env: (name) => env[name],
    readFile(path) {
      const found = files[path];
      if (found === undefined) throw new GoError(`open ${path}: no such file or directory`);
      return encodeUtf8(typeof found === "string" ? found : JSON.stringify(found));
    },
  };
}

/** Reads a manifest: an object, or its text. */
export function read(
  manifest: unknown,
  files: Files = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Manifest> {
  const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
  return readManifest(encodeUtf8(text), "pki.json", { sources: sourcesOf(files, env), rules: v165.issuing });
}

export interface RunOptions extends Partial<EnsureSettings> {
  readonly files?: Files;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly now?: number;
  readonly isReproducible?: boolean;
}

/** Runs ensure on a store. */
export async function run(manifest: unknown, store: Store, options: RunOptions = {}): Promise<Ensured> {
  return ensurePki(await workshopOf(manifest, store, options));
}

/** What a run of ensure needs. */
export async function workshopOf(manifest: unknown, store: Store, options: RunOptions = {}): Promise<Workshop> {
  const { files = {}, env = {}, now = start, isReproducible = false, ...settings } = options;
  return {
    manifest: await read(manifest, files, env),
    store,
    sources: sourcesOf(files, env),
    context: {
      log: silent,
      now: () => now,
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      network: { roundTrip: () => Promise.reject(new Error("no network")), env: () => undefined, wait: async () => {} },
      rules: v165.issuing,
      isReproducible,
    },
    options: {
      ...{ only: [], newKeys: false, isDryRun: false, onProgress: () => {}, throwIfAborted: () => {} },
      askPassword: null,
      keyText: ({ keyPem }) => keyPem,
      ...settings,
    },
  };
}
