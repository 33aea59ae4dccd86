import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

/** A program after `@example` in a docstring. */
export interface Example {
  /** The file, and the line of the fence. */
  readonly place: string;
  /** What the docstring belongs to. */
  readonly subject: string;
  readonly text: string;
}

/** The examples in the library's docstrings. */
export function readExamples(): readonly Example[] {
  const files = readdirSync(join(projectFolder, "src/library")).sort();
  return files.flatMap((name) => examplesIn(`src/library/${name}`));
}

function examplesIn(path: string): readonly Example[] {
  const source = readFileSync(join(projectFolder, path), "utf8");
  return [...source.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n(.*)/g)].flatMap(
    ({ 0: docstring, 1: below = "", index }) => {
      const [, before = "", example] = /^([\s\S]*?@example\n *\* ```ts\n)([\s\S]*?)^ *\* ```$/m.exec(docstring) ?? [];
      if (example === undefined) return [];
      const [, subject = ""] = /^(?: *(?:export )?(?:async )?(?:function )?)(\w+)\(/.exec(below) ?? [];
      const line = source.slice(0, index + before.length).split("\n").length - 1;
      return [{ place: `${path}, line ${line}`, subject, text: example.replace(/^ *\* ?/gm, "") }];
    },
  );
}
