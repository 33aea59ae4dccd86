// node scripts/release/sign.mjs FOLDER KEY: writes SHA256SUMS.asc, the signature of FOLDER/SHA256SUMS by that key of
// gpg (a fingerprint, or a mail address), and checks it.
import { join } from "node:path";
import { needTools, run } from "../system.mjs";

/** Signs the list of checksums, and so every file that it lists. */
export function signChecksums(folder, key) {
  needTools([["gpg", "gpg"]]);
  const list = join(folder, "SHA256SUMS");
  run("gpg", ["--batch", "--yes", "--local-user", key, "--armor", "--detach-sign", "--output", `${list}.asc`, list]);
  run("gpg", ["--batch", "--verify", `${list}.asc`, list]);
}

if (process.argv[1]?.endsWith("sign.mjs")) {
  const [folder, key, ...more] = process.argv.slice(2);
  if (key === undefined || more.length > 0) {
    console.error("Usage: node scripts/release/sign.mjs FOLDER KEY");
    process.exitCode = 2;
  } else {
    try {
      signChecksums(folder, key);
    } catch (error) {
      console.error(`sign: ${error.message}`);
      process.exitCode = 1;
    }
  }
}
