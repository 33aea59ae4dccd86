import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles the library's tests, with a runner of their own, into one file that Bun, Deno and Node run. The library is
 * not in it: it is imported as `cfssl-ts`, as users do.
 */
export async function bundleSuite(file) {
  const tests = readdirSync("test/library").filter((name) => name.endsWith(".test.ts"));
  const lines = tests.map((name) => `await import("./library/${name}");`);
  await build({
    stdin: {
      contents: `import { runAll } from "./runtimes/runner.ts";\n${lines.join("\n")}\nawait runAll();\n`,
      resolveDir: join(process.cwd(), "test"),
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    outfile: file,
    logLevel: "error",
    // `expect` is CommonJS, which asks for Node's modules with require(), and for its own folder.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    define: { __dirname: '"/"' },
    plugins: [{ name: "library", setup: ({ onResolve }) => onResolve({ filter: /\/src\// }, useLibrary) }],
  });
}

const doors = { "../../src/index.js": "cfssl-ts", "../../src/peculiar.js": "cfssl-ts/peculiar" };

function useLibrary({ path }) {
  const door = doors[path];
  if (door === undefined) return { errors: [{ text: `${path} is no door of the library: test it elsewhere` }] };
  return { path: door, external: true };
}
