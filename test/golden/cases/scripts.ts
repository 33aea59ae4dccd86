import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestCase } from "../../support/case.js";
import { projectFolder } from "../../support/contents.js";

const folder = join(projectFolder, "test", "scripts");
const names = readdirSync(folder).filter((name) => name.endsWith(".sh"));

/** Scripts as people write them. bash runs each in its own folder, with the programs in PATH. */
export const scriptCases: readonly TestCase[] = names.sort().map((name) => ({
  name: `scripts/${name.slice(0, -".sh".length)}`,
  files: new Map([[name, readFileSync(join(folder, name), "utf8")]]),
  steps: [{ program: "bash", args: [name], stdin: undefined }],
  env: {},
  umask: 0o022,
}));
