import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const listName = "SHA256SUMS";

/** Writes SHA256SUMS over the files of the folder, as sha256sum prints and checks it. */
export function writeChecksums(folder) {
  // Three names are links to one large file, which is read once.
  const digests = new Map();
  const lines = [];
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const { ino, isFile } = describe(path);
    if (!isFile || name.startsWith(listName)) continue;
    const digest = digests.get(ino) ?? sha256(path);
    digests.set(ino, digest);
    lines.push(`${digest}  ${name}\n`);
  }
  writeFileSync(join(folder, listName), lines.join(""));
}

function describe(path) {
  const stats = statSync(path);
  return { ino: stats.ino, isFile: stats.isFile() };
}

/** The SHA-256 of a file, in hexadecimal. */
export function sha256(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
