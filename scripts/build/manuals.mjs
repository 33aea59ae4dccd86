import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { name, version } from "../project.mjs";
import { sourceEpoch } from "../source-epoch.mjs";
import { importSource } from "./import-source.mjs";

/** Writes the manual pages into a folder. They are made of the texts that the programs show as help. */
export async function buildManuals(folder) {
  const { renderManuals } = await importSource("src/cli/programs/manuals.ts");
  await mkdir(folder, { recursive: true });
  const pages = await renderManuals({ source: `${name} ${version}`, date: dateOfSource() });
  for (const [file, text] of pages) await writeFile(join(folder, file), text);
}

/** The day of the source, so that the same source makes the same pages; empty if it is not known. */
function dateOfSource() {
  const epoch = sourceEpoch();
  return epoch === null ? "" : new Date(epoch * 1000).toISOString().slice(0, 10);
}
