// Records the golden files again from the real programs: npm run record [-- the start of the cases' names] See
// fixtures/ORACLE.md.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = await mkdtemp(join("node_modules", ".record-"));
try {
  const outfile = join(folder, "record.mjs");
  await build({
    entryPoints: ["test/golden/record.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    packages: "external",
  });
  const { record } = await import(pathToFileURL(outfile).href);
  await record(process.argv[2] ?? "");
} finally {
  await rm(folder, { recursive: true, force: true });
}
