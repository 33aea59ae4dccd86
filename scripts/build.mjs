// Builds what the package ships into dist/: the programs, the library with its types, the manual pages, and the
// packages inside.
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { bundleVendored } from "./build/bundle.mjs";
import { buildLibrary } from "./build/library.mjs";
import { writeLicenses } from "./build/licenses.mjs";
import { buildManuals } from "./build/manuals.mjs";
import { buildPrograms } from "./build/programs.mjs";

await replaceFolder("dist", async (folder) => {
  const vendor = join(folder, "vendor");
  const programs = await buildPrograms(join(folder, "programs"), vendor);
  const { commonJs, modules, web } = await buildLibrary(folder, vendor);
  const inside = [
    ...(await bundleVendored(new Set([...programs, ...commonJs]), vendor, "cjs")),
    // What browsers load serves bundlers too.
    ...(await bundleVendored(web, vendor, "esm", "browser")),
    ...(await bundleVendored(new Set([...modules].filter((name) => !web.has(name))), vendor, "esm")),
  ];
  await writeLicenses(new Set(inside), join(folder, "LICENSES.txt"));
  await buildManuals(join(folder, "man"));
});

/** Has `fill` make the folder beside the old one, which serves whoever uses it until the new one is whole. */
async function replaceFolder(folder, fill) {
  const fresh = `${folder}.new-${process.pid}`;
  const old = `${folder}.old-${process.pid}`;
  try {
    await mkdir(fresh);
    await fill(fresh);
    await rename(folder, old).catch(() => {});
    await rename(fresh, folder);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}
