// Builds the standalone program for this platform: standalone/cfssl, with its other names as links to it.
import { link, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { bunVersion, compileStandalone } from "./build/compile.mjs";
import { runtimeLicense, writeLicenses } from "./build/licenses.mjs";
import { linkedNames } from "./project.mjs";

const folder = "standalone";
const suffix = process.platform === "win32" ? ".exe" : "";
const program = join(folder, `cfssl${suffix}`);
await mkdir(folder, { recursive: true });
const inside = await compileStandalone(program);
// cfssl-mkbundle is what Debian calls mkbundle.
for (const name of [...linkedNames, "cfssl-mkbundle"]) {
  const other = join(folder, `${name}${suffix}`);
  await rm(other, { force: true });
  // Hard links: each name is a complete program, which can be moved or copied elsewhere.
  await link(program, other);
}
await writeLicenses(inside, join(folder, "LICENSES.txt"), runtimeLicense(bunVersion()));
