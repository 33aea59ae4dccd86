import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { build, transform } from "esbuild";

/** What Node runs: readable, without source maps, which would be read at start. */
const output = { platform: "node", target: "node20", minifySyntax: true, legalComments: "none" };

/**
 * Bundles src/main/NAME.ts into FOLDER/NAME.cjs, and what it loads on demand into chunks under FOLDER/NAME/. Answers
 * the folders of the packages that are inside.
 *
 * The chunks are cut as ES modules, which is the only format esbuild cuts, and then rewritten as CommonJS: Node
 * starts its loader of ES modules only for the first one, and that alone takes about a tenth of a bare start.
 */
export async function buildProgram(name, folder) {
  const { outputFiles, metafile } = await build({
    ...output,
    entryPoints: { [name]: `src/main/${name}.ts` },
    bundle: true,
    splitting: true,
    format: "esm",
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    chunkNames: `${name}/[name]-[hash]`,
    metafile: true,
    write: false,
  });
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await toCommonJs(text));
  }
  return packageFolders(Object.keys(metafile.inputs));
}

async function toCommonJs(text) {
  const { code } = await transform(text, {
    ...output,
    format: "cjs",
    // import() becomes a require() at the place of the call, and so stays lazy.
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__moduleUrl" },
  });
  const url = 'const __moduleUrl = require("node:url").pathToFileURL(__filename).href;\n';
  return code.includes("__moduleUrl") ? url + code : code;
}

/** The folder of the package, node_modules/@scope/name, of each input that comes out of one. */
export function packageFolders(inputs) {
  const folders = inputs.map((path) => /node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return new Set(folders.filter((folder) => folder !== undefined));
}
