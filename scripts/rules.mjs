// Writes docs/rules.md out of the rows of the rules of `cfssl check`. test/docs/rules.test.ts says when it is due.
import { writeFile } from "node:fs/promises";
import { importSource } from "./build/import-source.mjs";

const { rulesPage } = await importSource("scripts/rules/page.ts");
await writeFile("docs/rules.md", rulesPage());
