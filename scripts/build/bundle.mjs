import { mkdir, readFile, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { build, transform } from "esbuild";

/** Readable, without source maps, which Node would read at start. */
const output = { platform: "node", target: "node20", minifySyntax: true, legalComments: "none" };

/** What the user installs, if at all: the packages that `cfssl-ts/peculiar` is the way to, and drivers of databases. */
const peers = ["@peculiar/x509", "reflect-metadata", "better-sqlite3", "pg", "mysql2"];

/** How a package is named in a bundle until it is known where the bundle's file lies. */
const mark = "vendored:";

/**
 * Bundles the entries (their names, and the files they begin at) into `folder`, and what they load on demand into
 * chunks. Packages stay outside: they are bundled once, by bundleVendored, for everything that loads them.
 *
 * Chunks are cut as ES modules, which is the only format esbuild cuts. CommonJS is made of them after that. For Node
 * the programs are CommonJS: it starts its loader of ES modules only for the first one, and that alone takes about a
 * tenth of a bare start.
 *
 * @param chunkNames as esbuild takes them
 * @param replaced source files, by path, that stand for others
 * @param vendor the folder of the packages
 * @returns the packages that were met, and for each entry the names that it exports
 */
export async function bundle({ entries, folder, chunkNames, format, vendor, replaced = {} }) {
  const packages = new Set();
  const extension = extensions[format];
  const { outputFiles, metafile } = await build({
    ...output,
    entryPoints: entries,
    bundle: true,
    splitting: true,
    format: "esm",
    outdir: folder,
    outExtension: { ".js": extension },
    chunkNames,
    metafile: true,
    write: false,
    plugins: [replaceFiles(replaced), leaveOut(packages)],
  });
  for (const { path, text } of outputFiles) {
    const code = format === "cjs" ? await toCommonJs(text) : text;
    const to = relative(dirname(path), vendor).replaceAll("\\", "/") || ".";
    const reference = `${to.startsWith(".") ? to : `./${to}`}/`;
    const vendored = code.replace(/(["'])vendored:([^"']+)\1/g, (_, _quote, name) =>
      JSON.stringify(`${reference}${vendoredName(name)}${extension}`),
    );
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, vendored);
  }
  const outputs = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
  const exported = Object.fromEntries(outputs.map(({ entryPoint, exports }) => [entryPoint, exports]));
  return { packages, exported };
}

/**
 * Bundles each package into one file of `vendor`, for Node or for browsers. Answers the folders of the packages that are
 * inside.
 */
export async function bundleVendored(packages, vendor, format, platform = output.platform) {
  const inside = new Set();
  for (const name of packages) {
    const { metafile } = await build({
      ...output,
      platform,
      minify: true,
      entryPoints: { [vendoredName(name)]: name },
      bundle: true,
      format,
      outdir: vendor,
      outExtension: { ".js": extensions[format] },
      metafile: true,
      ...(format === "cjs" ? moduleUrl : {}),
    });
    for (const folder of packageFolders(Object.keys(metafile.inputs))) inside.add(folder);
  }
  return inside;
}

const extensions = { cjs: ".cjs", esm: ".js" };

/** CommonJS has no import.meta.url. */
const moduleUrl = {
  define: { "import.meta.url": "__moduleUrl" },
  banner: { js: 'const __moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

function vendoredName(name) {
  return name.replace("@", "").replaceAll("/", "-");
}

async function toCommonJs(text) {
  const { code } = await transform(text, {
    ...output,
    format: "cjs",
    // import() becomes a require() at the place of the call, and so stays lazy.
    supported: { "dynamic-import": false },
  });
  return code;
}

function replaceFiles(replaced) {
  return {
    name: "replace-files",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const other = replaced[relative(".", path).replaceAll("\\", "/")];
        if (other === undefined) return;
        return {
          contents: await readFile(other, "utf8"),
          loader: "ts",
          resolveDir: dirname(join(process.cwd(), other)),
        };
      });
    },
  };
}

function leaveOut(packages) {
  return {
    name: "leave-out",
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === "entry-point") return;
        if (path.startsWith("node:") || builtinModules.includes(path)) return { path, external: true };
        if (peers.includes(path)) return { path, external: true };
        packages.add(path);
        return { path: `${mark}${path}`, external: true };
      });
    },
  };
}

/** The folder of the package, node_modules/@scope/name, of each input that comes out of one. */
export function packageFolders(inputs) {
  const folders = inputs.map((path) => /node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return new Set(folders.filter((folder) => folder !== undefined));
}
