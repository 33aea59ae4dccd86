import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What is said of the runtime in a standalone program. */
export function runtimeLicense(version) {
  return `bun ${version} (MIT)

The runtime of the standalone programs. It contains JavaScriptCore and WebKit (LGPL-2) and other libraries, each under
its own license: https://bun.com/docs/project/license says which.
`;
}

/**
 * Writes the licences of the packages in these folders, which the bundles contain, into one text file, with more
 * such texts after them.
 */
export async function writeLicenses(folders, target, ...more) {
  const parts = await Promise.all([...folders].sort().map(licenseOf));
  const head = "The programs beside this file contain the following packages.\n";
  await writeFile(target, [head, ...parts, ...more].join(`\n${"-".repeat(78)}\n\n`));
}

async function licenseOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? "" : `\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}
