import { createMemoryStore as createStore, type MemoryStore } from "../addons/ensure/store/store.js";
import { encodeUtf8 } from "../go/utf8.js";
import { givenMembers, readOnce, wrongKind } from "./argument.js";
import { copiedBytes } from "./bytes.js";

export type { MemoryStore } from "../addons/ensure/store/store.js";

/**
 * Makes a store for `ensure` that lives as long as the process.
 *
 * @param files what is in it already, by paths: bytes, or text
 *
 * @example
 * ```ts
 * import { createMemoryStore, ensure } from "cfssl-ts";
 *
 * const store = createMemoryStore();
 * await ensure({ keys: { "service-account": {} } }, store);
 * console.log([...store.files.keys()]); // [ 'service-account-key.pem', 'service-account.pub' ]
 * ```
 *
 * @throws TypeError for an argument of a wrong kind
 */
export function createMemoryStore(files: Readonly<Record<string, Uint8Array | string>> = {}): MemoryStore {
  const { object } = givenMembers({ name: "files", value: files }, "files.");
  const paths = readOnce(() => Object.keys(object), "files");
  return createStore(
    paths.map((path) => {
      const name = `files[${JSON.stringify(path)}]`;
      const value = readOnce(() => Reflect.get(object, path), name);
      const bytes = typeof value === "string" ? encodeUtf8(value) : copiedBytes({ name, value });
      if (!bytes) throw wrongKind({ name, value }, "bytes or a string");
      return [path, bytes] as const;
    }),
  );
}
