import { copyFileSync, existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { name, version } from "../project.mjs";
import { sourceEpoch } from "../source-epoch.mjs";
import { needTools } from "../system.mjs";
import { writeTarball, writeWindowsZip } from "./archives.mjs";
import { sha256, writeChecksums } from "./checksums.mjs";
import { companions } from "./contents.mjs";
import { writeDebianPackage } from "./debian.mjs";
import { needDebianPackages } from "./debian-archive.mjs";
import { formulaPlatforms, homebrewFormula } from "./homebrew.mjs";
import { writeImage } from "./image.mjs";
import { bareName, checkPlatforms, platforms } from "./platforms.mjs";
import { scoopManifest } from "./scoop.mjs";

const tools = [
  ["tar", "tar"],
  ["xz", "xz-utils"],
  ["gzip", "gzip"],
  ["dpkg-deb", "dpkg"],
  ["apt-get", "apt"],
];

/** Throws when something is missing on this machine that packing these platforms needs. */
export function checkPacking(wanted) {
  needTools(tools);
  if (wanted.some((platform) => platforms[platform].debian !== undefined)) needDebianPackages();
}

/**
 * Packs the bare programs in `folder`: those of the platforms `wanted`, or of all that are there when none is named.
 * The same programs at the same commit make the same bytes.
 */
export async function packRelease(folder, wanted) {
  checkPlatforms(wanted);
  const bare = barePrograms(folder, wanted);
  checkPacking([...bare.keys()]);
  const epoch = sourceEpoch();
  if (epoch === null) throw new Error("there is no git history to take the time from: set SOURCE_DATE_EPOCH");
  const texts = companions(folder, (line) => console.log(`note: ${line}`));
  const archives = new Map();
  for (const [platform, program] of bare) {
    const file = await packPlatform({ folder, platform, program, texts, epoch });
    archives.set(platform, { file, digest: sha256(join(folder, file)) });
  }
  report(folder, await writeImage({ folder, bare, epoch }));
  writeRecipes(folder, archives, texts);
  copyFileSync("install.sh", join(folder, "install.sh"));
  writeChecksums(folder);
}

function barePrograms(folder, wanted) {
  const all = wanted.length > 0 ? wanted : Object.keys(platforms);
  const found = all.map((platform) => [platform, join(folder, bareName("cfssl", version, platform))]);
  const missing = found.filter(([, program]) => !existsSync(program)).map(([, program]) => program);
  if (wanted.length > 0 && missing.length > 0) throw new Error(`there is no ${missing.join(", no ")}`);
  const bare = new Map(found.filter(([, program]) => existsSync(program)));
  if (bare.size === 0) throw new Error(`${folder} has no program of version ${version}`);
  return bare;
}

async function packPlatform({ folder, platform, program, texts, epoch }) {
  const base = `cfssl_${version}_${platform}`;
  const { suffix, debian } = platforms[platform];
  const write = suffix === ".exe" ? writeWindowsZip : writeTarball;
  const file = await write({ folder, base, program, texts, epoch });
  report(folder, file);
  if (debian !== undefined) {
    report(folder, await writeDebianPackage({ folder, architecture: debian, program, texts, epoch }));
  }
  return file;
}

/** The formula names four archives and the manifest one: each is written when those are there. */
function writeRecipes(folder, archives, texts) {
  if (formulaPlatforms.every((platform) => archives.has(platform))) {
    writeFileSync(join(folder, `${name}.rb`), homebrewFormula(archives, texts));
    report(folder, `${name}.rb`);
  }
  const windows = archives.get("windows_amd64");
  if (windows !== undefined) {
    writeFileSync(join(folder, `${name}.json`), scoopManifest(windows, `cfssl_${version}_windows_amd64`));
    report(folder, `${name}.json`);
  }
}

function report(folder, file) {
  if (file === null) return;
  const { size } = statSync(join(folder, file));
  console.log(`${file}: ${size < 1e6 ? `${size} bytes` : `${(size / 1e6).toFixed(1)} MB`}`);
}
