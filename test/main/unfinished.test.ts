import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

let program = "";
beforeAll(() => {
  program = join(mkdtempSync(join(tmpdir(), "cfssl-ts-test-")), "unfinished.cjs");
  const words = ["test/support/unfinished/node.ts", "--bundle", "--platform=node", "--format=cjs", "--log-level=error"];
  const built = spawnSync("node_modules/.bin/esbuild", [...words, `--outfile=${program}`], { cwd: projectFolder });
  expect(built.stderr.toString()).toBe("");
});
afterAll(() => rmSync(join(program, ".."), { recursive: true }));

function run(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("a program that waits for something that never comes reports it and fails", () => {
  const stderr = "The program ended before its work was done. This is a bug in cfssl-ts: please report it.\n";
  expect(run()).toEqual({ status: 70, stdout: "", stderr });
});

test.each([0, 1, 2])("a program that returns %d ends with that code and prints nothing", (code) => {
  expect(run(String(code))).toEqual({ status: code, stdout: "", stderr: "" });
});
