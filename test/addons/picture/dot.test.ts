import { spawnSync } from "node:child_process";
import { drawReport } from "../../../src/index.js";
import { areInstalled } from "../../support/installed.js";
import { authority, certificate, finding, many, report } from "./reports.js";

const hasDot = areInstalled(["dot"], "that graphviz takes the drawing");

const hostile = 'a"b\\c\\N\n<b>{x|y}';

(hasDot ? test : test.skip).each([
  ["of few certificates", many(3)],
  ["of many certificates", many(10_000)],
  ["with an unknown signer", report([certificate(2, "a.pem", { signers: [] })])],
  ["with hostile names", report([authority(1, hostile, { subject: hostile })], [finding(hostile)])],
])("graphviz takes the drawing %s", (_, given) => {
  const { status, stdout, stderr } = spawnSync("dot", ["-Tsvg"], {
    ...{ input: drawReport(given, { as: "dot", title: hostile }), encoding: "utf8" },
  });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("<svg");
  expect(stdout.match(/class="node"/g)?.length).toBeGreaterThan(1 - given.files.length);
});
