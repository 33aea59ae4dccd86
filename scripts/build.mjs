// Builds what the package ships: the three programs (dist/programs) and the library with its types (dist/lib).
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildLibrary } from "./build/library.mjs";
import { writeLicenses } from "./build/licenses.mjs";
import { buildProgram } from "./build/programs.mjs";

await replaceFolder("dist/programs", async (folder) => {
  const bundled = new Set();
  for (const name of ["cfssl", "cfssljson", "cfssl-certinfo"]) {
    for (const part of await buildProgram(name, folder)) bundled.add(part);
  }
  await writeLicenses(bundled, join(folder, "LICENSES.txt"));
});
await replaceFolder("dist/lib", buildLibrary);

/** Has `fill` make the folder beside the old one, which serves whoever uses it until the new one is whole. */
async function replaceFolder(folder, fill) {
  const fresh = `${folder}.new-${process.pid}`;
  const old = `${folder}.old-${process.pid}`;
  try {
    await mkdir(fresh, { recursive: true });
    await fill(fresh);
    await mkdir(dirname(folder), { recursive: true });
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
