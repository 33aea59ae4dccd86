import type { Context } from "../../../cfssl/context.js";
import { silent } from "../../../cfssl/log.js";
import type { Sources } from "../../../cfssl/sources.js";
import { GoError } from "../../../go/errors.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import type { SourceTree } from "../../inventory/tree.js";
import { formatJson, type Writable } from "../json-text.js";
import { EnsureError } from "../manifest/errors.js";
import { readManifest } from "../manifest/manifest.js";
import type { EnsureRules } from "../plan/context.js";
import { planPki } from "../plan/plan.js";
import { createMemoryStore, type Store } from "../store/store.js";

/** What ensure would do with a folder and a manifest: each row's reasons to be made again, or why it cannot be said. */
export type Verdict = { readonly reasons: ReadonlyMap<string, readonly string[]> } | { readonly refusal: string };

export type Trial = (manifest: Writable) => Promise<Verdict>;

export interface TrialContext {
  readonly context: Context<EnsureRules>;
  /** An environment variable, which a configuration may name. */
  readonly env: Sources["env"];
}

/** Tries manifests on the files of a folder. Nothing is changed. */
export function createTrial(tree: SourceTree, { context, env }: TrialContext): Trial {
  const files = new Map<string, Uint8Array>();
  for (const { path, bytes } of tree.files) if (bytes !== null) files.set(path, bytes);
  const sources: Sources = {
    env,
    readFile(path) {
      const found = files.get(path);
      if (!found) throw new GoError(`open ${path}: no such file or directory`);
      return found;
    },
  };
  const store = createIndexedStore(files);
  const quiet = { ...context, log: silent };
  const settings = {
    ...{ only: [], newKeys: false, isDryRun: true },
    ...{ onProgress: () => {}, throwIfAborted: () => {}, keyText: () => "", askPassword: null },
  };
  return async (value) => {
    try {
      const text = encodeUtf8(formatJson(value));
      const manifest = await readManifest(text, "pki.json", { sources, rules: context.rules });
      const plan = await planPki({ manifest, store, context: quiet, sources, options: settings });
      return { reasons: new Map(plan.steps.map(({ row, action, why }) => [row.name, action === "kept" ? [] : why])) };
    } catch (cause) {
      if (!(cause instanceof EnsureError || cause instanceof GoError)) throw cause;
      return { refusal: cause.message };
    }
  };
}

/** A store that does not look through all files for each folder. */
function createIndexedStore(files: ReadonlyMap<string, Uint8Array>): Store {
  const folders = new Map<string, string[]>();
  for (const path of files.keys()) {
    const at = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(at, 0));
    const names = folders.get(folder);
    if (names) names.push(path.slice(at + 1));
    else folders.set(folder, [path.slice(at + 1)]);
  }
  return { ...createMemoryStore(files), list: (folder) => folders.get(folder) ?? [] };
}

/** Whether all reasons are that a certificate ends soon, or has ended. */
export function isOnlyDue(reasons: readonly string[]): boolean {
  return reasons.every((reason) => /^expire[sd] /.test(reason));
}
