import { scriptCases } from "../golden/cases/scripts.js";
import { replaySpawned } from "../golden/replay.js";
import { areInstalled } from "../support/installed.js";
import { ourPrograms, realPrograms, releases } from "../support/programs.js";

const hasJq = areInstalled(["jq"], "the script that uses it");
const cases = scriptCases.filter(({ name }) => hasJq || name !== "scripts/jq");

describe("our programs", () => {
  for (const release of releases) replaySpawned(release, cases, ourPrograms(), true);
});

// On machines that have the real programs, check that they still do what was recorded.
for (const release of releases) {
  const real = realPrograms(release);
  if (real) describe("the real programs", () => replaySpawned(release, cases, real, false));
}
