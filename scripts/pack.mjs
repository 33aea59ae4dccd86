// node scripts/pack.mjs FOLDER [PLATFORM…]: packs the bare programs in FOLDER, those of all platforms or of these: archives,
// Debian packages, the container image, Homebrew's formula, Scoop's manifest, and SHA256SUMS over everything.
// With --sign KEY that list is signed by a key of gpg.
import { packRelease } from "./release/pack.mjs";
import { signChecksums } from "./release/sign.mjs";

const words = process.argv.slice(2);
const at = words.indexOf("--sign");
const [, key] = at < 0 ? [] : words.splice(at, 2);
const [folder, ...wanted] = words;
if (folder === undefined || (at >= 0 && key === undefined)) {
  console.error("Usage: node scripts/pack.mjs [--sign KEY] FOLDER [PLATFORM]...");
  process.exitCode = 2;
} else {
  try {
    await packRelease(folder, wanted);
    if (key !== undefined) signChecksums(folder, key);
  } catch (error) {
    console.error(`pack: ${error.message}`);
    process.exitCode = 1;
  }
}
