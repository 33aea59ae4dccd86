import { spawnSync } from "node:child_process";
import { debianVersion, libraryVersion } from "../../scripts/release/debian.mjs";
import { testWith } from "./release.js";

test.each([
  ["1.2.3", "1.2.3"],
  ["1.2.3-rc.1", "1.2.3~rc.1"],
])("version %s is %s to Debian", (version, expected) => {
  expect(debianVersion(version)).toBe(expected);
});

testWith(["dpkg"], "dpkg upgrades from a pre-release to the release", () => {
  const words = ["--compare-versions", debianVersion("1.2.3-rc.1"), "lt", debianVersion("1.2.3")];
  expect(spawnSync("dpkg", words).status).toBe(0);
});

test.each([
  ["GLIBC_2.4\0GLIBC_2.17\0GLIBC_2.2.5\0", "2.17"],
  ["GLIBC_2.9\0GLIBC_2.10\0", "2.10"],
  ["GLIBC_2.17\0 GLIBC_2.99 is a word of some text", "2.17"],
  ["GLIBC_PRIVATE\0", "2.2"],
])("a program with %j needs the C library %s", (text, version) => {
  expect(libraryVersion(Buffer.from(`\x7fELF${text}`))).toBe(version);
});
