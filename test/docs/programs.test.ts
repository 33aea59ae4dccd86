import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { projectFolder } from "../support/contents.js";
import { blocksOf, documentPaths, readDocument } from "./document.js";
import { readExamples } from "./examples.js";
import { patternOf } from "./shown.js";

const inDocuments = documentPaths().flatMap((path) =>
  blocksOf(readDocument(path))
    .filter(({ info: [language] }) => language === "ts")
    .map(({ line, text }) => ({ place: `${path}, line ${line}`, text })),
);
const programs = [...inDocuments, ...readExamples()];

/** A reader's own project with the package installed. */
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-reader-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(projectFolder, join(folder, "node_modules", "cfssl-ts"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const compilerOptions = {
    ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noUnusedLocals: true },
    ...{ target: "ES2022", lib: ["ES2023"], module: "NodeNext", noEmit: true },
    ...{ typeRoots: [join(projectFolder, "node_modules", "@types")], types: ["node"] },
  };
  // The types of @peculiar/x509 need those of a browser; our own are complete.
  const foreign = programs.flatMap(({ text }, index) => (text.includes("/peculiar") ? [`program-${index}.ts`] : []));
  const own = { compilerOptions, include: ["*.ts"], exclude: foreign };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(own));
  const all = { compilerOptions: { ...compilerOptions, skipLibCheck: true }, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.all.json"), JSON.stringify(all));
  for (const [index, { text }] of programs.entries()) {
    writeFileSync(join(folder, `program-${index}.ts`), text);
    const parser = { syntax: "typescript" } as const;
    const { code } = transformSync(text, { jsc: { parser, target: "es2022" }, module: { type: "es6" } });
    writeFileSync(join(folder, `program-${index}.js`), code);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout}${stderr}`);
  }
}

test.each(["tsconfig.json", "tsconfig.all.json"])(
  "the documents' programs agree with the types of the package (%s)",
  (config) => {
    const compiler = join(projectFolder, "node_modules", "typescript", "bin", "tsc");
    expect(run([compiler, "-p", join(folder, config)])).toBe("");
  },
);

test.each(programs.map(({ place, text }, index) => [place, text, index] as const))(
  "the program of %s prints what its comments say",
  (_, text, index) => {
    const comments = [...text.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => `${comment}\n`);
    expect(comments.length).toBeGreaterThan(0);
    expect(run([`program-${index}.js`])).toMatch(patternOf(comments.join("")));
  },
);
