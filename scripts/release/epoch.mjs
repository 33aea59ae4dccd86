import { execFileSync } from "node:child_process";

/**
 * The time that everything packed has, in seconds since 1970: SOURCE_DATE_EPOCH
 * (https://reproducible-builds.org/specs/source-date-epoch/), or else the time of the last commit. So the same programs
 * make the same packages, byte for byte, whenever they are packed.
 */
export function releaseEpoch() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined) {
    if (!/^\d{1,12}$/.test(given)) throw new Error(`SOURCE_DATE_EPOCH is no number of seconds: ${given}`);
    return Number(given);
  }
  try {
    return Number(execFileSync("git", ["log", "-1", "--format=%ct"], { encoding: "utf8", stdio: "pipe" }));
  } catch {
    throw new Error("there is no git history to take the time from: set SOURCE_DATE_EPOCH");
  }
}
