import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { projectFolder } from "../support/contents.js";
import { blocksOf, documentPaths, readDocument } from "./document.js";

const ajv = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
const kinds = ["csr", "config", "subject", "pki"] as const;
for (const kind of kinds) {
  ajv.addSchema(JSON.parse(readFileSync(join(projectFolder, "schema", `${kind}.schema.json`), "utf8")));
}

const blocks = documentPaths().flatMap((path) =>
  blocksOf(readDocument(path))
    .filter(({ info: [language] }) => language === "json")
    .map((block) => ({ ...block, place: `${path}, line ${block.line}` })),
);

/** Files that show a mistake, and the mistake. */
const mistaken: Readonly<Record<string, string>> = {
  "typed-csr.json": "/key/size must be integer",
  "years-config.json": "/signing/default/expiry must match pattern",
};

test.each(blocks.map(({ place, text }) => [place, text] as const))("the JSON of %s is valid", (_, text) => {
  expect(() => JSON.parse(text)).not.toThrow();
});

const files = blocks.flatMap(({ file, place, text }) => {
  const kind = kinds.find((name) => file?.endsWith(`${name}.json`));
  return file === undefined || kind === undefined ? [] : [[place, file, kind, text] as const];
});

test.each(files)("the file of %s (%s) follows the schema, or has the mistake that it shows", (_, file, kind, text) => {
  ajv.validate(`${kind}.schema.json`, JSON.parse(text));
  const problems = (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const mistake = mistaken[file];
  if (mistake === undefined) expect(problems).toEqual([]);
  else expect(problems).toContainEqual(expect.stringContaining(mistake));
});
