import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { buildTypes } from "./types.mjs";

const doors = { index: "src/index.ts", peculiar: "src/peculiar.ts" };

/** Packages that need nothing of a runtime. */
const forBrowsers = new Set(["yaml"]);

/**
 * Builds the library into `folder`:
 *
 * - lib/ is what Node, Bun and Deno load. The code is CommonJS, and the ES modules hand on what it exports. So a process
 *   has the library once, whoever requires it and whoever imports it, and `instanceof CfsslError` means the same to all.
 * - esm/ is the same code as ES modules, for bundlers, which put it into a program once.
 * - web/ is for browsers and edge workers: WebCrypto, and for a check of YAML files the package yaml.
 *
 * Answers the packages that each format loads.
 */
export async function buildLibrary(folder, vendor) {
  const chunkNames = "parts/[name]-[hash]";
  const lib = join(folder, "lib");
  const commonJs = await bundle({ entries: doors, folder: lib, chunkNames, format: "cjs", vendor });
  for (const [name, source] of Object.entries(doors)) {
    await writeFile(
      join(lib, `${name}.js`),
      `export { ${commonJs.exported[source].join(", ")} } from "./${name}.cjs";\n`,
    );
  }
  const esm = join(folder, "esm");
  const modules = await bundle({ entries: doors, folder: esm, chunkNames, format: "esm", vendor });
  const web = await bundle({
    entries: { index: doors.index },
    folder: join(folder, "web"),
    chunkNames,
    format: "esm",
    vendor,
    replaced: { "src/crypto/node-only.ts": "src/crypto/web-only.ts" },
  });
  const unknown = [...web.packages].filter((name) => !forBrowsers.has(name));
  if (unknown.length > 0) throw new Error(`The build for browsers loads ${unknown.join(", ")}`);
  await buildTypes(folder, Object.keys(doors));
  return { commonJs: commonJs.packages, modules: modules.packages, web: web.packages };
}
