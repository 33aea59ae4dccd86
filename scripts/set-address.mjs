// node scripts/set-address.mjs [ADDRESS]: writes the address of scripts/project.mjs into package.json, and with a new
// ADDRESS first replaces the old one there and in every page and template that names it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { address, image } from "./project.mjs";

/** Every file that may name the address or the image. */
function filesWithAddress() {
  const inside = (folder, ending) =>
    readdirSync(folder)
      .filter((file) => ending.test(file))
      .map((file) => join(folder, file));
  return [
    "scripts/project.mjs",
    "package.json",
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    ...inside("docs", /\.md$/),
    ...inside(".github/ISSUE_TEMPLATE", /\.yml$/),
  ];
}

function replaceAddress(next) {
  const path = (url) => new URL(url).pathname.slice(1);
  const replacements = [
    [address, next],
    [image, `ghcr.io/${path(next)}`.toLowerCase()],
    [`--repo ${path(address)}`, `--repo ${path(next)}`],
  ];
  for (const file of filesWithAddress()) {
    const text = readFileSync(file, "utf8");
    const changed = replacements.reduce((sum, [from, to]) => sum.replaceAll(from, to), text);
    if (changed !== text) writeFileSync(file, changed);
  }
}

/** package.json with the links in the place of those that it has, or else after the license. */
function writeLinks(links) {
  const members = Object.entries(JSON.parse(readFileSync("package.json", "utf8"))).filter(([key]) => !(key in links));
  const at = members.findIndex(([key]) => key === "license") + 1;
  members.splice(at, 0, ...Object.entries(links));
  writeFileSync("package.json", `${JSON.stringify(Object.fromEntries(members), null, 2)}\n`);
}

const [next, ...more] = process.argv.slice(2);
if (more.length > 0 || (next !== undefined && !/^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(next))) {
  console.error("Usage: node scripts/set-address.mjs [https://HOST/OWNER/REPOSITORY]");
  process.exitCode = 2;
} else {
  if (next !== undefined) replaceAddress(next);
  const { packageLinks } = await import(`./project.mjs?${Date.now()}`);
  writeLinks(packageLinks());
}
