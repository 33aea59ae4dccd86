import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { cleanEnvironment, withFolder } from "../support/spawned.js";
import { blocksOf, documentPaths, readDocument, type Step, stepsOf } from "./document.js";
import { patternOf } from "./shown.js";

const timeLimit = 240_000;

/**
 * Runs commands; returns what they print and how they end. `set -e` applies if the document does not show their output.
 */
function runShell(commands: string, isStrict: boolean, folder: string): Promise<{ code: number; output: string }> {
  const script = `exec 2>&1\n${isStrict ? "set -e\n" : ""}${commands}`;
  const env = cleanEnvironment(ourPrograms());
  return new Promise((resolve) => {
    execFile("sh", ["-c", script], { cwd: folder, env, timeout: timeLimit }, (error, output) => {
      // Upstream ends some lines without a line feed, which a document cannot show.
      resolve({ code: error ? Number(error.code) : 0, output: output.replace(/[^\n]$/, "$&\n") });
    });
  });
}

async function follow(steps: readonly Step[], folder: string): Promise<void> {
  for (const step of steps) {
    if (step.kind === "file") {
      await mkdir(dirname(join(folder, step.path)), { recursive: true });
      await writeFile(join(folder, step.path), step.text);
      continue;
    }
    const { commands, expected, line } = step;
    const { code, output } = await runShell(commands, expected === undefined, folder);
    const told = `line ${line}: ${commands}`;
    if (expected === undefined) expect([told, code, output]).toEqual([told, 0, output]);
    else expect(`${told}${output}`).toMatch(new RegExp(`^${literal(told)}${patternOf(expected).source.slice(1)}`));
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

describe("a reader who follows a document in an empty folder sees what it shows", () => {
  const documents = documentPaths().map((path) => [path, stepsOf(blocksOf(readDocument(path)))] as const);
  const withCommands = documents.filter(([, steps]) => steps.some(({ kind }) => kind === "run"));

  test.each(withCommands)("%s", (_, steps) => withFolder((folder) => follow(steps, folder)), timeLimit);

  test("the main documents have commands", () => {
    expect(withCommands.map(([path]) => path)).toEqual(
      expect.arrayContaining(["README.md", "docs/kubernetes.md", "docs/mistakes.md", "docs/recipes.md"]),
    );
  });
});
