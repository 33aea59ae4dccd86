import type { Runner, TestCase } from "../support/case.js";
import { inProcessRunner } from "../support/in-process.js";
import { compatLevel, ourPrograms, type ReleaseName, releases } from "../support/programs.js";
import { spawnedRunner } from "../support/spawned.js";
import { steadyClock } from "../support/transcript/clock.js";
import { transcript } from "../support/transcript/transcript.js";
import { readGolden, recordedNames } from "./golden-files.js";

/**
 * One test for each case and release: our programs answer what the real ones did. They run in this process, in a fake
 * world; with CFSSL_TS_PROGRAMS set they are started, in the real one.
 */
export function replay(cases: readonly TestCase[]): void {
  const isSpawned = process.env["CFSSL_TS_PROGRAMS"] !== undefined;
  for (const release of releases) {
    const env = release === "1.6.5" ? {} : { CFSSL_COMPAT: compatLevel[release] };
    if (isSpawned) replayOne(release, recorded(release, cases), steadyRunner(spawnedRunner(ourPrograms(), env)));
    else replayOne(release, cases, inProcessRunner(env));
  }
}

function replayOne(release: ReleaseName, cases: readonly TestCase[], run: Runner): void {
  describe(`as cfssl ${release}`, () => {
    const rows = cases.map((each) => [each.name, each] as const);
    const ask = async (name: string, testCase: TestCase) => {
      expect(transcript(testCase, await run(testCase))).toBe(readGolden(release, name));
    };
    test.each(rows)("%s", ask);
  });
}

/** The cases with goldens of this very release. */
function recorded(release: ReleaseName, cases: readonly TestCase[]): readonly TestCase[] {
  const names = new Set(recordedNames(release));
  return cases.filter(({ name }) => names.has(name));
}

function steadyRunner(run: Runner): Runner {
  return async (testCase) => {
    await steadyClock();
    return run(testCase);
  };
}
