import { type EnsureResult, ensurePki } from "../addons/ensure/ensure.js";
import { readManifest } from "../addons/ensure/manifest/manifest.js";
import type { Store, StoredFile } from "../addons/ensure/store/store.js";
import { encodeUtf8 } from "../go/utf8.js";
import { type Given, givenFunction, givenList, givenMembers, givenText, wrongKind } from "./argument.js";
import { copiedBytes } from "./bytes.js";
import { jsonBytes } from "./json.js";
import { formatKey } from "./key-format.js";
import type { ManifestInput } from "./manifest-json.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";

export type { EnsureResult, RenewedRow, WrittenOutput } from "../addons/ensure/ensure.js";
export { EnsureError } from "../addons/ensure/manifest/errors.js";
export type { StoredFile } from "../addons/ensure/store/store.js";

/** Where ensure keeps certificates and keys: a folder, a database, Secrets of a cluster. Methods may return promises. */
export interface CertificateStore {
  /** The names of the files in a folder of the store; "" is its top. */
  list(folder: string): readonly string[] | Promise<readonly string[]>;
  /** The contents of a file: bytes, or text; null if there is none. */
  read(path: string): Contents | Promise<Contents>;
  /** Writes files, or replaces them: all of them, or none and throws. */
  replace(files: readonly StoredFile[]): void | Promise<void>;
  /** Keeps others from changing the store until the result is called. Without it, nobody else may change it. */
  lock?(): Unlock | Promise<Unlock>;
}

type Contents = Uint8Array | string | null | undefined;
type Unlock = () => void | Promise<void>;

/** `options.sources` reads the requests and the configuration that the manifest names. */
export interface EnsureOptions extends Options {
  /** Names of rows to make or renew, as in the manifest or expanded; default: all. */
  readonly only?: readonly string[] | undefined;
  /** Whether certificates get new keys too. CAs keep theirs. */
  readonly newKeys?: boolean | undefined;
  /** Whether to change nothing, and only say what would change. */
  readonly dryRun?: boolean | undefined;
  /**
   * Whether the same manifest, keys and `now` give the same certificates to the byte: serial numbers are then derived from
   * contents (SHA-256), and ECDSA signs as RFC 6979 says. New keys are random all the same.
   */
  readonly reproducible?: boolean | undefined;
  /** Called as the work goes on. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/**
 * Makes the certificates of a manifest that are missing in a store or do not fit their row, as `cfssl ensure` does, and
 * touches nothing else. A certificate is made again if it ends soon, if its subject, hosts, usages or kind of key
 * differ, or if its CA has not signed it; its key stays. A CA is made only if nothing of it is left.
 *
 * @example
 * ```ts
 * import { certinfo, createMemoryStore, ensure } from "cfssl-ts";
 *
 * const store = createMemoryStore();
 * const manifest = {
 *   cas: { ca: { request: { CN: "Example CA" } } },
 *   certificates: { web: { ca: "ca", request: { CN: "web" }, hosts: ["www.example.com"] } },
 * };
 * const { made } = await ensure(manifest, store);
 * const { kept } = await ensure(manifest, store);
 * console.log(made, kept); // [ 'ca', 'web' ] [ 'ca', 'web' ]
 * console.log(certinfo(store.files.get("web.pem") ?? "").sans); // [ 'www.example.com' ]
 * ```
 *
 * @throws EnsureError for a mistake in the manifest, and where only a person can decide, before anything is written;
 * TypeError for an argument of a wrong kind; what the store throws
 */
export async function ensure(
  manifest: ManifestInput,
  store: CertificateStore,
  options: EnsureOptions = {},
): Promise<EnsureResult> {
  const { context: usual, sources, keyFormat, throwIfAborted } = resolveOptions(options);
  const { member } = givenMembers({ name: "options", value: options }, "options.");
  const context = { ...usual, isReproducible: givenTruth(member("reproducible")) };
  const data = jsonBytes({ name: "manifest", value: manifest });
  const kept = givenStore({ name: "store", value: store });
  const only = member("only");
  const progress = member("onProgress");
  const report = progress.value === undefined ? null : givenFunction<[number, number]>(progress);
  const settings = {
    only: only.value === undefined ? [] : givenList(only, "an array of strings", (name) => givenText(name)),
    newKeys: givenTruth(member("newKeys")),
    isDryRun: givenTruth(member("dryRun")),
    onProgress: (done: number, all: number) => void report?.(done, all),
    throwIfAborted,
    askPassword: null,
    keyText: (key: Parameters<typeof formatKey>[0]) => formatKey(key, keyFormat),
  };
  throwIfAborted();
  const read = await readManifest(data, "manifest", { sources, rules: context.rules });
  const { result } = await ensurePki({ manifest: read, store: kept, sources, context, options: settings });
  return result;
}

function givenTruth(given: Given): boolean {
  if (given.value === undefined) return false;
  if (typeof given.value !== "boolean") throw wrongKind(given, "a boolean");
  return given.value;
}

/** The caller's store. What its methods answer is checked. */
function givenStore(given: Given): Store {
  const { object, member } = givenMembers(given, `${given.name}.`);
  const [list, read, replace, lock] = [member("list"), member("read"), member("replace"), member("lock")];
  const answer = (name: string, value: unknown): Given => ({ name: `what ${given.name}.${name} returns`, value });
  const [listOf, readOf, replaceOf] = [list, read, replace].map((method) => givenFunction(method, object));
  const lockOf = lock.value === undefined ? null : givenFunction(lock, object);
  return {
    async list(folder) {
      return givenList(answer("list", await listOf?.(folder)), "an array of strings", (name) => givenText(name));
    },
    async read(path) {
      const contents = answer("read", await readOf?.(path));
      if (contents.value === null || contents.value === undefined) return null;
      const bytes = typeof contents.value === "string" ? encodeUtf8(contents.value) : copiedBytes(contents);
      if (!bytes) throw wrongKind(contents, "bytes, a string or null");
      return bytes;
    },
    async replace(files) {
      await replaceOf?.(files);
    },
    async lock() {
      if (!lockOf) return () => {};
      const unlock = givenFunction(answer("lock", await lockOf()));
      return async () => {
        await unlock();
      };
    },
  };
}
