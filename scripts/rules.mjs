// Writes docs/rules.md out of the rows of the rules of `cfssl check`. test/docs/rules.test.ts says when it is due.
import { writeFile } from "node:fs/promises";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: ["scripts/rules/page.ts"],
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
  write: false,
});
const [{ contents }] = outputFiles;
const { rulesPage } = await import(`data:text/javascript;base64,${Buffer.from(contents).toString("base64")}`);
await writeFile("docs/rules.md", rulesPage());
