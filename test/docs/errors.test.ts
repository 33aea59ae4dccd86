import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorsPage } from "../../scripts/rules/errors-page.js";
import { ruleIds } from "../../src/addons/check/check.js";
import { messageRows } from "../../src/addons/explain/texts/index.js";
import { projectFolder } from "../support/contents.js";

const page = readFileSync(join(projectFolder, "docs", "errors.md"), "utf8");

test("docs/errors.md is what node scripts/messages.mjs makes of the messages", () => {
  expect(page).toBe(errorsPage());
});

test("every message has one section, and no id is given twice", () => {
  const ids = messageRows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set([...page.matchAll(/^### (.*)$/gm)].map(([, id]) => id))).toEqual(new Set(ids));
});

test("a message names rules that there are, and parts of its text in lower case", () => {
  const known = ruleIds();
  for (const { id, rules, seldom = [], has, means, look } of messageRows) {
    expect([id, [...rules, ...seldom].filter((rule) => !known.has(rule))]).toEqual([id, []]);
    expect([id, has.filter((part) => part !== part.toLowerCase() || part.length < 5)]).toEqual([id, []]);
    expect([id, means]).toEqual([id, expect.stringMatching(/^[a-zA-Z].*\.$/)]);
    expect([id, look]).toEqual([id, expect.stringMatching(/[^.]$/)]);
  }
});
