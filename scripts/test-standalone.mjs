// Runs the tests that start real programs, on the standalone build: npm run test:standalone
import { spawnSync } from "node:child_process";

const suites = ["golden", "process", "scripts", "interop", "etcd", "standalone"].map((name) => `test/${name}/`);
const { status } = spawnSync("node_modules/.bin/jest", [...suites, ...process.argv.slice(2)], {
  env: { ...process.env, CFSSL_TS_PROGRAMS: "standalone" },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
