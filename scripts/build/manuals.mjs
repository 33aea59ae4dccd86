import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** Writes the manual pages into a folder. They are made of the texts that the programs show as help. */
export async function buildManuals(folder) {
  const { outputFiles } = await build({
    entryPoints: ["src/cli/programs/manuals.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    write: false,
  });
  const [{ contents }] = outputFiles;
  const { renderManuals } = await import(`data:text/javascript;base64,${Buffer.from(contents).toString("base64")}`);
  const { name, version } = JSON.parse(await readFile("package.json", "utf8"));
  await mkdir(folder, { recursive: true });
  const pages = await renderManuals({ source: `${name} ${version}`, date: dateOfSource() });
  for (const [file, text] of pages) await writeFile(join(folder, file), text);
}

/**
 * The day of SOURCE_DATE_EPOCH (https://reproducible-builds.org/docs/source-date-epoch/) or of the last commit, so that
 * the same source makes the same pages; empty without either.
 */
function dateOfSource() {
  const epoch = process.env.SOURCE_DATE_EPOCH || lastCommit();
  return epoch === "" ? "" : new Date(Number(epoch) * 1000).toISOString().slice(0, 10);
}

function lastCommit() {
  try {
    return execFileSync("git", ["log", "-1", "--format=%ct"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return "";
  }
}
