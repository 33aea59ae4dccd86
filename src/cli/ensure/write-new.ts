import { EnsureError } from "../../addons/ensure/manifest/errors.js";
import type { StoredFile } from "../../addons/ensure/store/store.js";
import type { Host } from "../../host/host.js";

/**
 * Writes files into a folder, unless one of them is there.
 *
 * @param explain says which are there, and what to do
 */
export async function writeNew(
  files: readonly StoredFile[],
  folder: string,
  host: Host,
  isDryRun: boolean,
  explain: (there: readonly string[]) => string,
): Promise<void> {
  const store = await host.keepFolder(folder || ".");
  const check = () => {
    const names = new Set(store.list(""));
    const there = files.map(({ path }) => path).filter((path) => names.has(path));
    if (there.length > 0) throw new EnsureError(explain(there));
  };
  check();
  if (isDryRun) return;
  const release = await store.lock();
  try {
    check();
    store.replace(files);
  } finally {
    release();
  }
}
