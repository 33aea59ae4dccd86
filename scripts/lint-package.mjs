// Packs the package as `npm publish` would and checks the contents: with publint, with "are the types wrong", and for
// files that are missing or do not belong there.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run, withFolder } from "./system.mjs";

const required = [
  "LICENSE",
  "README.md",
  "CHANGELOG.md",
  "bin/cfssl",
  "bin/cfssljson",
  "bin/cfssl-certinfo",
  "bin/cfssl-bundle",
  "bin/cfssl-mkbundle",
  "bin/cfssl-newkey",
  "bin/mkbundle",
  "bin/multirootca",
  "dist/lib/index.cjs",
  "dist/lib/index.js",
  "dist/lib/index.d.cts",
  "dist/lib/index.d.ts",
  "dist/esm/index.js",
  "dist/web/index.js",
  "dist/programs/cfssl.cjs",
  "dist/programs/cfssljson.cjs",
  "dist/programs/cfssl-certinfo.cjs",
  "dist/programs/cfssl-bundle.cjs",
  "dist/programs/cfssl-newkey.cjs",
  "dist/programs/mkbundle.cjs",
  "dist/programs/multirootca.cjs",
  "dist/man/cfssl.1",
  "dist/LICENSES.txt",
];
const allowed =
  /^(?:package\.json|LICENSE|README\.md|(?:CHANGELOG|SECURITY)\.md|docs\/[\w-]+\.md$|bin\/|dist\/(?:lib|esm|web|programs|vendor)\/|dist\/LICENSES\.txt$|dist\/man\/[\w-]+\.1$|schema\/.*\.json$)/;
const executable = /^bin\/[^.]+$/;

if (existsSync("dist")) {
  await withFolder((folder) => {
    const words = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const [{ filename, files }] = JSON.parse(run("npm", words));
    const problems = contentProblems(files);
    for (const problem of problems) console.error(`package: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
    show("node_modules/.bin/publint", ["run", join(folder, filename), "--strict"]);
    show("node_modules/.bin/attw", [join(folder, filename)]);
  });
} else {
  console.error("package: there is no dist; run `npm run build` first");
  process.exitCode = 1;
}

function contentProblems(files) {
  const paths = files.map(({ path }) => path);
  const missing = required.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`);
  const strange = paths.filter((path) => !allowed.test(path)).map((path) => `${path} does not belong in it`);
  const plain = files.filter(({ path, mode }) => executable.test(path) && (mode & 0o111) === 0);
  return [...missing, ...strange, ...plain.map(({ path }) => `${path} is not executable`)];
}

/** Runs a linter and shows its output. If it fails, so do we, but only after the other linter has run too. */
function show(program, args) {
  try {
    execFileSync(program, args, { stdio: "inherit" });
  } catch {
    process.exitCode = 1;
  }
}
