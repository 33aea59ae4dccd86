import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Family, families, fileOf } from "../../test/support/corpus/cases.js";
import { askProgram, programOf, versions } from "./oracle.js";
import { askParser } from "./refusals.js";

const folder = "fixtures/corpus";
mkdirSync(folder, { recursive: true });

for (const [name, family] of Object.entries(families)) write(name, await answersOf(family));
write("refusals", await refusals());

/** What each release prints, by title; once if both print the same. */
async function answersOf(family: Family): Promise<Record<string, Record<string, string>>> {
  const files = Object.values(family.cases).map((make) => fileOf(family, make()));
  const recorded = [];
  for (const version of versions) recorded.push(await askProgram(programOf(version), family.flag, files));
  return byTitle(
    Object.keys(family.cases),
    recorded.map((answers) => answers.map(({ stdout, stderr }) => stderr + stdout)),
  );
}

async function refusals(): Promise<Record<string, Record<string, string>>> {
  const { cases } = families.certificates;
  const inputs = Object.values(cases).map((make) => make());
  const recorded = [];
  for (const version of versions) recorded.push(await askParser(programOf(version), inputs));
  return byTitle(Object.keys(cases), recorded);
}

function byTitle(titles: readonly string[], [newer = [], older = []]: readonly (readonly (string | null)[])[]) {
  const entries = titles.flatMap((title, at) => {
    const [first, second] = [newer[at] ?? null, older[at] ?? null];
    if (first === null || second === null) return [];
    return [[title, first === second ? { both: first } : { "1.6.5": first, "1.2.0": second }] as const];
  });
  return Object.fromEntries<Record<string, string>>(entries);
}

function write(name: string, recorded: Record<string, Record<string, string>>): void {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(recorded, null, 1)}\n`);
}
