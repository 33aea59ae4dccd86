import { layOutExample } from "../support/examples.js";
import { oneAtATime } from "../support/one-at-a-time.js";
import { withFolder } from "../support/spawned.js";
import { blocksOf, documentPaths, readDocument, stepsOf } from "./document.js";
import { follow, stepTimeLimit } from "./follow.js";

describe("a reader who follows a document sees what it shows", () => {
  const documents = documentPaths().map((path) => [path, stepsOf(blocksOf(readDocument(path)))] as const);
  const withCommands = documents.filter(([, steps]) => steps.some(({ kind }) => kind === "run"));

  test.each(withCommands)(
    "%s",
    (path, steps) =>
      withFolder(async (folder) => {
        // The reader of an example is in its folder, any other one in an empty folder.
        const [, example] = /^examples\/(.*)\/README\.md$/.exec(path) ?? [];
        if (example !== undefined) layOutExample(example, folder);
        const takesPorts = steps.some((step) => step.kind === "run" && /(?:-port|:)[= ]?\d{4,}/.test(step.commands));
        await (takesPorts ? oneAtATime(() => follow(steps, folder)) : follow(steps, folder));
      }),
    stepTimeLimit,
  );

  test("the main documents have commands", () => {
    expect(withCommands.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        "README.md",
        "docs/kubernetes.md",
        "docs/mistakes.md",
        "docs/recipes.md",
        "examples/kubelets/README.md",
      ]),
    );
  });
});
