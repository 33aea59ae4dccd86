import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

/** A fenced block of a document. */
export interface Block {
  /** The words after the fence: the language, then options for the tests. */
  readonly info: readonly string[];
  readonly text: string;
  /** The name of the file that the block shows. It stands alone in the line above: `` `ca-config.json`: `` */
  readonly file: string | undefined;
  /** The line number of the fence, from 1. */
  readonly line: number;
  /** Whether only blank lines come between this block and the one before it. */
  readonly followsBlock: boolean;
}

/** A step that the document tells its reader to take. */
export type Step =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  /** `expected` is what the commands print, on both streams; undefined if the document does not show it. */
  | { readonly kind: "run"; readonly commands: string; readonly expected: string | undefined; readonly line: number };

/** The documents by their paths in the project. */
export function documentPaths(): readonly string[] {
  const inside = readdirSync(join(projectFolder, "docs")).filter((name) => name.endsWith(".md"));
  const examples = readdirSync(join(projectFolder, "examples"), { withFileTypes: true });
  return [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    ...inside.sort().map((name) => `docs/${name}`),
    "examples/README.md",
    ...examples.filter((entry) => entry.isDirectory()).map(({ name }) => `examples/${name}/README.md`),
  ];
}

export function readDocument(path: string): string {
  return readFileSync(join(projectFolder, path), "utf8");
}

export function blocksOf(document: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = document.split("\n");
  let before = "";
  let followsBlock = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const [, info] = /^```(.*)$/.exec(line) ?? [];
    if (info === undefined) {
      if (line.trim() !== "") [before, followsBlock] = [line, false];
      continue;
    }
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`the block of line ${at + 1} does not end`);
    const [, file] = /^`([^`]+)`:$/.exec(before) ?? [];
    const text = lines
      .slice(at + 1, end)
      .map((inside) => `${inside}\n`)
      .join("");
    blocks.push({ info: info.split(" "), text, file, line: at + 1, followsBlock });
    [before, followsBlock, at] = ["", true, end];
  }
  return blocks;
}

/** The files to write and commands to run, in the document's order, without `sh not-run` blocks. */
export function stepsOf(blocks: readonly Block[]): readonly Step[] {
  return blocks.flatMap(({ info: [language, ...told], text, file, line }, index): Step[] => {
    if (file !== undefined) return [{ kind: "file", path: file, text }];
    if (language !== "sh" || told.includes("not-run")) return [];
    const next = blocks[index + 1];
    const expected = next?.followsBlock && next.info[0] === "text" ? next.text : undefined;
    return [{ kind: "run", commands: text, expected, line }];
  });
}
