// node check.js [--days 30] FILE.pem …: how long certificates are valid. Exit code 1 when one has fewer days left, or
// cannot be read; every certificate of a chain counts.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { certinfo, daysLeft, splitBundle } from "cfssl-ts";

const { values, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: { days: { type: "string", default: "30" } },
});
const limit = Number(values.days);
if (paths.length === 0 || !(limit >= 0)) {
  console.error("Usage: node check.js [--days 30] FILE.pem …");
  process.exit(2);
}

/** @param {string} path */
async function check(path) {
  for (const certificate of splitBundle(await readFile(path))) {
    const { subject, sans } = certinfo(certificate);
    const days = daysLeft(certificate);
    const isEnough = days >= limit;
    const name = subject.common_name ?? sans?.[0] ?? "(no name)";
    console.log(`${isEnough ? "ok     " : "EXPIRES"} ${String(days).padStart(5)} days  ${name}  ${path}`);
    if (!isEnough) process.exitCode = 1;
  }
}

for (const path of paths) {
  try {
    await check(path);
  } catch (error) {
    console.log(`ERROR   ${path}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
