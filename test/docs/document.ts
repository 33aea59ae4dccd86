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
  | {
      readonly kind: "run";
      readonly commands: string;
      readonly expected: string | undefined;
      readonly line: number;
      /** `background`: they do not end. `eventually`: what they print is true after a while. */
      readonly manner?: "background" | "eventually";
    };

/** Where the commands of a block can run: anywhere, or where a control plane runs. */
export type Place = "anywhere" | "on-cluster";

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

/** The blocks of a section; it ends at the next title of its level or above. */
export function blocksOfSection(path: string, title: string): readonly Block[] {
  const document = readDocument(path);
  const blocks = blocksOf(document);
  const isInBlock = (line: number) => blocks.some((block) => line > block.line && line <= endOf(block));
  const titles = document.split("\n").flatMap((text, at) => {
    const [, level = "", name] = /^(#+) (.*)$/.exec(text) ?? [];
    return name === undefined || isInBlock(at + 1) ? [] : [{ name, level: level.length, line: at + 1 }];
  });
  const start = titles.find(({ name }) => name === title);
  if (!start) throw new Error(`${path} has no section "${title}"`);
  const end = titles.find(({ line, level }) => line > start.line && level <= start.level)?.line ?? Infinity;
  return blocks.filter(({ line }) => line > start.line && line < end);
}

/** The line of the fence that ends a block. */
function endOf({ line, text }: Block): number {
  return line + text.split("\n").length;
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

/**
 * The files to write and commands to run, in the document's order, without `sh not-run` blocks; without those that need
 * a cluster, or only those.
 */
export function stepsOf(blocks: readonly Block[], place: Place = "anywhere"): readonly Step[] {
  return blocks.flatMap(({ info: [language, ...told], text, file, line }, index): Step[] => {
    if (file !== undefined) return [{ kind: "file", path: file, text }];
    const isHere = told.includes("on-cluster") === (place === "on-cluster");
    if (language !== "sh" || told.includes("not-run") || !isHere) return [];
    const next = blocks[index + 1];
    const expected = next?.followsBlock && next.info[0] === "text" ? next.text : undefined;
    const manner = (["background", "eventually"] as const).find((word) => told.includes(word));
    return [{ kind: "run", commands: text, expected, line, ...(manner && { manner }) }];
  });
}
