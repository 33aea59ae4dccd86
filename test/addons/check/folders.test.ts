import { type CheckOptions, check, type FileToCheck } from "../../../src/index.js";
import { cleanClusters, faultyClusters } from "../support/clusters.js";
import { cleanPrograms, faultyPrograms } from "../support/programs.js";
import { cleanFolders, faultyFolders } from "../support/zoo.js";

/** Rules and first files of what is found. */
async function found(files: readonly FileToCheck[], options: CheckOptions = {}): Promise<readonly string[]> {
  const { findings } = await check(files, options);
  return findings.map(({ rule, severity, files: [path] }) => `${severity} ${rule} ${path}`);
}

test.each(Object.entries({ ...cleanFolders, ...cleanClusters, ...cleanPrograms }))(
  "nothing is said of %s",
  async (_, make) => {
    const { files, options } = await make();
    expect(files.length).toBeGreaterThan(0);
    expect(await found(files, options)).toEqual([]);
  },
);

test.each(Object.entries({ ...faultyFolders, ...faultyClusters, ...faultyPrograms }))(
  "%s",
  async (_, [make, ...expected]) => {
    const { files, options } = await make();
    expect(await found(files, options)).toEqual(expected);
  },
);
