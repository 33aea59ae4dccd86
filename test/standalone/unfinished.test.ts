import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

let room = "";
let program = "";
beforeAll(() => {
  room = mkdtempSync(join(projectFolder, "standalone", "test-"));
  program = join(room, "unfinished");
  const script =
    'import { compileStandalone } from "./scripts/build/compile.mjs";' +
    'await compileStandalone(process.argv[1], { entry: "test/support/unfinished/standalone.ts" });';
  const words = ["--input-type=module", "--eval", script, program];
  const built = spawnSync(process.execPath, words, { cwd: projectFolder, encoding: "utf8" });
  expect(built).toMatchObject({ status: 0, stderr: "" });
}, 60_000);
afterAll(() => rmSync(room, { recursive: true }));

function run(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("a standalone program that waits for something that never comes reports it and fails", () => {
  const stderr = "The program ended before its work was done. This is a bug in cfssl-ts: please report it.\n";
  expect(run()).toEqual({ status: 70, stdout: "", stderr });
});

test.each([0, 1, 2])("a standalone program that returns %d ends with that code and prints nothing", (code) => {
  expect(run(String(code))).toEqual({ status: code, stdout: "", stderr: "" });
});
