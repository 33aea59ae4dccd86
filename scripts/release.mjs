// Builds the standalone programs of every platform into release/, under the names that upstream gives its downloads,
// with their checksums and a bill of materials. `npm run release -- linux_amd64 …` builds only these platforms.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bunVersion, compileStandalone } from "./build/compile.mjs";
import { runtimeLicense, writeLicenses } from "./build/licenses.mjs";
import { withRuntime } from "./build/runtimes.mjs";
import { createSbom } from "./build/sbom.mjs";

/** The runtime of each platform: the package @oven/RUNTIME, and the compiler's --target. */
const platforms = {
  linux_amd64: "bun-linux-x64",
  linux_arm64: "bun-linux-aarch64",
  "linux-musl_amd64": "bun-linux-x64-musl",
  "linux-musl_arm64": "bun-linux-aarch64-musl",
  darwin_amd64: "bun-darwin-x64",
  darwin_arm64: "bun-darwin-aarch64",
  windows_amd64: "bun-windows-x64",
};

const folder = "release";
const { version } = JSON.parse(readFileSync("package.json", "utf8"));

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(platforms);
const unknown = wanted.filter((platform) => platforms[platform] === undefined);
if (unknown.length > 0) {
  console.error(`release: ${unknown.join(", ")}: no such platform; there are ${Object.keys(platforms).join(", ")}`);
  process.exitCode = 2;
} else {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const inside = new Set();
  for (const platform of wanted) for (const part of await buildPlatform(platform)) inside.add(part);
  await writeLicenses(inside, join(folder, "LICENSES.txt"), runtimeLicense(bunVersion()));
  const sbom = createSbom(inside, "@oven/bun-linux-x64");
  await writeFile(join(folder, `cfssl_${version}_sbom.cdx.json`), `${JSON.stringify(sbom, null, 2)}\n`);
  await writeFile(join(folder, "SHA256SUMS"), await checksums());
}

/** One program under three names; the names are links, so that a platform's program lies on the disk once. */
async function buildPlatform(platform) {
  const runtime = platforms[platform];
  const suffix = platform.startsWith("windows") ? ".exe" : "";
  const file = (name) => join(folder, `${name}_${version}_${platform}${suffix}`);
  const inside = await withRuntime(runtime, (path) =>
    compileStandalone(file("cfssl"), { target: runtime, runtime: path }),
  );
  for (const name of ["cfssljson", "cfssl-certinfo"]) await link(file("cfssl"), file(name));
  console.log(`${platform}: cfssl, cfssljson, cfssl-certinfo ${version}`);
  return inside;
}

/** As sha256sum prints and checks them. */
async function checksums() {
  const digests = new Map();
  const lines = [];
  for (const name of (await readdir(folder)).sort()) {
    const platform = name.slice(name.indexOf("_"));
    const isProgram = !name.endsWith(".txt") && !name.endsWith(".json");
    const digest = (isProgram && digests.get(platform)) || sha256(join(folder, name));
    if (isProgram) digests.set(platform, digest);
    lines.push(`${digest}  ${name}\n`);
  }
  return lines.join("");
}

function sha256(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
