import { join } from "node:path";
import { programs } from "../project.mjs";
import { bundle } from "./bundle.mjs";

/** For the compiler of the standalone programs. */
export { packageFolders } from "./bundle.mjs";

/**
 * Bundles the programs into `folder`, each from src/main/NAME.ts into NAME.cjs, with its chunks under NAME/.
 * Answers the packages that they load.
 */
export async function buildPrograms(folder, vendor) {
  const all = new Set();
  for (const name of programs) {
    // Each by itself: a chunk that two programs share is one file more for each to open.
    const { packages } = await bundle({
      entries: { [name]: join("src/main", `${name}.ts`) },
      folder,
      chunkNames: `${name}/[name]-[hash]`,
      format: "cjs",
      vendor,
    });
    for (const each of packages) all.add(each);
  }
  return all;
}
