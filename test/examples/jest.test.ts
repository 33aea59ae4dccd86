import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { layOutExample, runNode } from "../support/examples.js";
import { withFolder } from "../support/spawned.js";

/** The titles of failed tests in a copy of the example, after a change to its helper, and the number of those passed. */
function runExample(change: (helper: string) => string): Promise<readonly [passed: number, failed: readonly string[]]> {
  return withFolder(async (folder) => {
    layOutExample("jest", folder);
    const helper = join(folder, "test-ca.js");
    await writeFile(helper, change(await readFile(helper, "utf8")));
    const jest = ["--experimental-vm-modules", "node_modules/jest/bin/jest.js", "--json", "-w", "1"];
    const { stdout, stderr } = await runNode(jest, folder);
    if (!stdout.startsWith("{")) throw new Error(stderr);
    const { numPassedTests, testResults } = JSON.parse(stdout);
    const results: { status: string; title: string }[] = testResults[0].assertionResults;
    return [numPassedTests, results.filter(({ status }) => status === "failed").map(({ title }) => title)];
  });
}

test("the tests of the jest example pass", async () => {
  expect(await runExample((helper) => helper)).toEqual([7, []]);
});

test.each<[string, string, string, string]>([
  [
    "servers' certificates are good for clients",
    '"server auth"]',
    '"server auth", "client auth"]',
    "with a server's certificate",
  ],
  [
    "certificates ignore the time that is asked for",
    "now.getTime()",
    "Date.now()",
    "with a certificate that has expired",
  ],
])("and one of them fails when %s", async (_, from, to, title) => {
  expect(await runExample((helper) => helper.replace(from, to))).toEqual([6, [title]]);
});
