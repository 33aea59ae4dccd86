import { spawnSync } from "node:child_process";
import { scriptCases } from "../golden/cases/scripts.js";
import { replaySpawned } from "../golden/replay.js";
import { ourPrograms, realPrograms, releases } from "../support/programs.js";

const isThere = (program: string) => spawnSync(program, ["--version"]).error === undefined;
const hasJq = isThere("jq");
if (!hasJq) console.warn("jq is not installed: its script is skipped.");
const cases = scriptCases.filter(({ name }) => hasJq || name !== "scripts/jq");

describe("our programs", () => {
  for (const release of releases) replaySpawned(release, cases, ourPrograms(), true);
});

// On machines that have the real programs, check that they still do what was recorded.
for (const release of releases) {
  const real = realPrograms(release);
  if (real) describe("the real programs", () => replaySpawned(release, cases, real, false));
}
