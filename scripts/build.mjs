// Builds what the package ships: the library (dist/lib, with types) and the three programs (dist/programs).
import { rm } from "node:fs/promises";
import { buildLibrary } from "./build/library.mjs";
import { writeLicenses } from "./build/licenses.mjs";
import { buildProgram } from "./build/programs.mjs";

await rm("dist", { recursive: true, force: true });
const bundled = new Set();
for (const name of ["cfssl", "cfssljson", "cfssl-certinfo"]) {
  for (const folder of await buildProgram(name)) bundled.add(folder);
}
await writeLicenses(bundled, "dist/programs/LICENSES.txt");
await buildLibrary();
