import { rules } from "../../../../src/addons/check/check.js";
import { allRows } from "../../support/rows/index.js";

test("every rule has a row in which it finds something, and one in which it is silent", () => {
  const ids = rules.flatMap(({ rows }) => rows.map(({ id }) => id)).sort();
  const having = (isFound: boolean) =>
    [...new Set(allRows.flatMap(({ rule, finds }) => ((finds !== undefined) === isFound ? [rule] : [])))].sort();
  expect(having(true)).toEqual(ids);
  expect(having(false)).toEqual(ids);
});
