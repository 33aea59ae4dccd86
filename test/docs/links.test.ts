import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { documentPaths, readDocument } from "./document.js";

interface Link {
  /** The document with the link. */
  readonly from: string;
  readonly target: string;
}

function linksOf(path: string): readonly Link[] {
  const text = readDocument(path).replace(/^```[\s\S]*?^```$/gm, "");
  const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^https?:/.test(target)).map((target) => ({ from: path, target }));
}

/** The anchors of a document's headings, as GitHub names them. */
function anchorsOf(path: string): readonly string[] {
  const text = readDocument(path).replace(/^```[\s\S]*?^```$/gm, "");
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const links = documentPaths().flatMap(linksOf);

test.each(links.map(({ from, target }) => [from, target] as const))(
  "the link in %s to %s leads somewhere",
  (from, target) => {
    const [path = "", anchor] = target.split("#");
    const document = path === "" ? from : join(dirname(from), path);
    expect([document, existsSync(join(projectFolder, document))]).toEqual([document, true]);
    if (anchor !== undefined) expect(anchorsOf(document)).toContain(anchor);
  },
);

test("links lead from the README to every document but the licence", () => {
  const reached = new Set(["README.md"]);
  // A set gives what is added during the loop, too.
  for (const document of reached) {
    for (const { from, target } of links) {
      const [path = ""] = target.split("#");
      if (from === document && path.endsWith(".md")) reached.add(join(dirname(from), path));
    }
  }
  expect(documentPaths().filter((path) => !reached.has(path))).toEqual([]);
});
