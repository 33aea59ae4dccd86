// Builds the standalone programs of every platform into release/, under the names that upstream gives its downloads, and
// packs them: see scripts/pack.mjs. `npm run release -- linux_amd64 …` builds only these platforms; --pack PLATFORM,…
// packs only these of them (or none), for packing takes longer than building; --sign KEY signs SHA256SUMS by a key of gpg.
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bunVersion, compileStandalone } from "./build/compile.mjs";
import { runtimeLicense, writeLicenses } from "./build/licenses.mjs";
import { createSbom } from "./build/sbom.mjs";
import { linkedNames, version } from "./project.mjs";
import { writeChecksums } from "./release/checksums.mjs";
import { checkPacking, packRelease } from "./release/pack.mjs";
import { bareName, checkPlatforms, platforms } from "./release/platforms.mjs";
import { signChecksums } from "./release/sign.mjs";
import { withRuntime } from "./runtimes/package.mjs";

const folder = "release";

try {
  const { pack, sign, wanted } = readWords(process.argv.slice(2));
  checkPlatforms([...new Set([...wanted, ...pack])]);
  checkBuilt(wanted, pack);
  // Before the minutes that building takes, and before an older release is removed.
  if (pack.length > 0) checkPacking(pack);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const inside = new Set();
  for (const platform of wanted) for (const part of await buildPlatform(platform)) inside.add(part);
  await writeLicenses(inside, join(folder, "LICENSES.txt"), runtimeLicense(bunVersion()));
  const sbom = createSbom(inside, "@oven/bun-linux-x64");
  await writeFile(join(folder, `cfssl_${version}_sbom.cdx.json`), `${JSON.stringify(sbom, null, 2)}\n`);
  if (pack.length > 0) await packRelease(folder, pack);
  else writeChecksums(folder);
  if (sign !== undefined) signChecksums(folder, sign);
} catch (error) {
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
}

/** The options and the platforms on the command line. */
function readWords(words) {
  const option = (name) => {
    const at = words.indexOf(name);
    if (at < 0) return undefined;
    const [, value] = words.splice(at, 2);
    if (value === undefined) throw new Error(`${name} needs a value`);
    return value;
  };
  const packed = option("--pack");
  const sign = option("--sign");
  const wanted = words.length > 0 ? words : Object.keys(platforms);
  return { pack: packed === "none" ? [] : (packed?.split(",") ?? wanted), sign, wanted };
}

/** Throws for platforms that would be packed and not built. */
function checkBuilt(wanted, pack) {
  const missing = pack.filter((platform) => !wanted.includes(platform));
  if (missing.length > 0) throw new Error(`--pack ${missing.join(",")}: only what is built can be packed`);
}

/** One program under several names; the names are links, so that a platform's program lies on the disk once. */
async function buildPlatform(platform) {
  const { runtime } = platforms[platform];
  const file = (name) => join(folder, bareName(name, version, platform));
  const inside = await withRuntime(runtime, (path) =>
    compileStandalone(file("cfssl"), { target: runtime, runtime: path }),
  );
  for (const name of linkedNames) await link(file("cfssl"), file(name));
  console.log(`${platform}: cfssl, cfssljson, cfssl-certinfo ${version}`);
  return inside;
}
