// Writes docs/errors.md out of the messages that `cfssl explain` knows. test/docs/errors.test.ts says when it is due.
import { writeFile } from "node:fs/promises";
import { importSource } from "./build/import-source.mjs";

const { errorsPage } = await importSource("scripts/rules/errors-page.ts");
await writeFile("docs/errors.md", errorsPage());
