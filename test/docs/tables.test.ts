import { documentPaths, readDocument } from "./document.js";

/** The lines of a document that are rows of tables, with their numbers. */
function tableLines(document: string): readonly (readonly [line: number, text: string])[] {
  let isFenced = false;
  return document.split("\n").flatMap((text, index) => {
    if (text.startsWith("```")) isFenced = !isFenced;
    return !isFenced && /^\s*\|/.test(text) ? [[index + 1, text] as const] : [];
  });
}

/** Columns of a terminal; no document holds characters that take two. */
const widest = 80;

test.each(documentPaths())("no table of %s is wider than a terminal", (path) => {
  expect(tableLines(readDocument(path)).filter(([, text]) => [...text].length > widest)).toEqual([]);
});

test("there are tables to look at", () => {
  expect(documentPaths().flatMap((path) => tableLines(readDocument(path))).length).toBeGreaterThan(0);
});

test("the drawing of the architecture fits a terminal", () => {
  const [, drawing = ""] = /^```text\n([\s\S]*?)^```$/m.exec(readDocument("docs/architecture.md")) ?? [];
  const lines = drawing.split("\n");
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => [...line].length > widest)).toEqual([]);
});

test("the README has at most 150 lines", () => {
  expect(readDocument("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
});
