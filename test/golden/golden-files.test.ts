import { releases } from "../support/programs.js";
import { allCases } from "./cases/index.js";
import { readGolden, recordedNames } from "./golden-files.js";

const names = allCases.map(({ name }) => name);

test("no two cases have the same name", () => {
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("every case has a golden of 1.6.5, and every golden a case", () => {
  expect(recordedNames("1.6.5").sort()).toEqual([...names].sort());
});

test("1.2.0 has goldens of its own only where it differs", () => {
  const own = recordedNames("1.2.0");
  expect(own.filter((name) => !names.includes(name))).toEqual([]);
  expect(own.filter((name) => readGolden("1.2.0", name) === readGolden("1.6.5", name))).toEqual([]);
});

test.each(releases)("no golden of %s has a time stamp, which no other run would repeat", (release) => {
  const stamps = recordedNames(release).filter((name) => /\d{4}\/\d\d\/\d\d \d\d:\d\d/.test(readGolden(release, name)));
  expect(stamps).toEqual([]);
});
