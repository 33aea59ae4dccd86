import type { Runner, TestCase } from "../support/case.js";
import { inProcessRunner } from "../support/in-process.js";
import { compatLevel, ourPrograms, type ReleaseName, releases } from "../support/programs.js";
import { spawnedRunner } from "../support/spawned.js";
import { steadyClock } from "../support/transcript/clock.js";
import { transcript } from "../support/transcript/transcript.js";
import { readGolden, recordedNames } from "./golden-files.js";

/**
 * One test per case and release: our programs must answer as the real ones did. They run in this process with a fake
 * host. If CFSSL_TS_PROGRAMS is set, they are started as real processes.
 */
export function replay(cases: readonly TestCase[]): void {
  const isSpawned = process.env["CFSSL_TS_PROGRAMS"] !== undefined;
  for (const release of releases) {
    if (isSpawned) replaySpawned(release, cases, ourPrograms(), true);
    else replayOne(release, cases, inProcessRunner(levelOf(release)));
  }
}

/** Starts the programs of a folder, for each case that has a golden of this very release. */
export function replaySpawned(
  release: ReleaseName,
  cases: readonly TestCase[],
  programs: string,
  areOurs: boolean,
): void {
  const run = spawnedRunner(programs, areOurs ? levelOf(release) : {});
  const names = new Set(recordedNames(release));
  const steady: Runner = async (testCase) => {
    await steadyClock();
    return run(testCase);
  };
  replayOne(
    release,
    cases.filter(({ name }) => names.has(name)),
    steady,
  );
}

/** The environment in which our programs behave as a release. */
function levelOf(release: ReleaseName): Record<string, string> {
  return release === "1.6.5" ? {} : { CFSSL_COMPAT: compatLevel[release] };
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
