import { readFileSync } from "node:fs";
import { v120 } from "../../src/release/v1-2-0.js";
import { v165 } from "../../src/release/v1-6-5.js";
import { type Family, type FamilyName, families, fileOf } from "../support/corpus/cases.js";
import { askOurs, refusalOf } from "../support/corpus/ours.js";

type Version = "1.6.5" | "1.2.0";

/** What the real programs printed for each odd case (scripts/corpus/record.ts), by title. */
type Recorded = Readonly<Record<string, { readonly both: string } | Readonly<Record<Version, string>>>>;

function recorded(name: FamilyName | "refusals", version: Version): Readonly<Record<string, string>> {
  const answers: Recorded = JSON.parse(readFileSync(`fixtures/corpus/${name}.json`, "utf8"));
  const entries = Object.entries(answers);
  return Object.fromEntries(entries.map(([title, said]) => [title, "both" in said ? said.both : said[version]]));
}

/** One test per family, not per case: there are three thousand cases, and the difference shows which of them differ. */
describe.each([
  ["1.6.5", v165.certinfo],
  ["1.2.0", v120.certinfo],
] as const)("cfssl %s", (version, rules) => {
  test.each(["certificates", "requests", "messages", "texts"] as const)(
    "certinfo prints for odd %s what the real program prints",
    (name) => {
      const family: Family = families[name];
      const said = Object.entries(family.cases).map(([title, make]) => {
        const { stdout, stderr } = askOurs(rules, family.flag, fileOf(family, make()));
        return [title, stderr + stdout];
      });
      expect(said.length).toBeGreaterThan(40);
      expect(Object.fromEntries(said)).toEqual(recorded(name, version));
    },
  );

  test("the parser refuses odd certificates with the real parser's words", () => {
    const expected = recorded("refusals", version);
    const { cases } = families.certificates;
    const refusals = Object.entries(cases).map(([title, make]) => [title, refusalOf(rules, make())] as const);
    expect(Object.fromEntries(refusals.filter(([title]) => title in expected))).toEqual(expected);
    expect(Object.keys(expected).length).toBeGreaterThan(600);
  });
});
