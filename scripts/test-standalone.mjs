// Runs the tests that start real programs on the standalone build: npm run test:standalone
import { spawnSync } from "node:child_process";

const names = ["golden", "process", "scripts", "interop", "etcd", "control-plane", "docs", "standalone"];
const suites = names.map((name) => `test/${name}/`);
// jest.config.json excludes test/standalone, which needs the build.
const all = "--testPathIgnorePatterns=/node_modules/";
const { status } = spawnSync("node_modules/.bin/jest", [...suites, ...process.argv.slice(2), all], {
  env: { ...process.env, CFSSL_TS_PROGRAMS: "standalone" },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
