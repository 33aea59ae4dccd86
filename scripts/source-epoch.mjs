import { run } from "./system.mjs";

/**
 * The time of the source, in seconds since 1970: SOURCE_DATE_EPOCH
 * (https://reproducible-builds.org/specs/source-date-epoch/), or else the time of the last commit; null without either.
 * What is built from the same source has this time, and so the same bytes, whenever it is built.
 */
export function sourceEpoch() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given) {
    if (!/^\d{1,12}$/.test(given)) throw new Error(`SOURCE_DATE_EPOCH is no number of seconds: ${given}`);
    return Number(given);
  }
  try {
    return Number(run("git", ["log", "-1", "--format=%ct"]));
  } catch {
    return null;
  }
}
