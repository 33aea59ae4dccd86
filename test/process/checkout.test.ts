import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

let room = "";
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "cfssl-ts-checkout-"));
});
afterEach(() => rmSync(room, { recursive: true }));

describe("the programs in a checkout's bin", () => {
  test.each(["cfssl", "cfssljson", "cfssl-certinfo"])("%s runs through a link under another name", (name) => {
    const link = join(room, `${name}_linux-amd64`);
    symlinkSync(join(projectFolder, "bin", name), link);
    const { status, stderr } = spawnSync(link, ["-h"], { cwd: "/", encoding: "utf8" });
    expect({ status, usage: stderr.slice(0, 6) }).toEqual({ status: 0, usage: "Usage:" });
  });

  test.each(["cfssl", "cfssljson", "cfssl-certinfo", "multirootca"])(
    "%s says in one line that it is not built yet",
    (name) => {
      cpSync(join(projectFolder, "bin"), join(room, "bin"), { recursive: true });
      const { status, stdout, stderr } = spawnSync(join(room, "bin", name), [], { encoding: "utf8" });
      const line = `${name}: this checkout is not built yet; run \`npm ci && npm run build\` in it\n`;
      expect({ status, stdout, stderr }).toEqual({ status: 70, stdout: "", stderr: line });
    },
  );

  test("run inside a package of ES modules and inside one of CommonJS", () => {
    for (const type of ["module", "commonjs"]) {
      const folder = join(room, type);
      mkdirSync(folder);
      execFileSync("sh", ["-c", `echo '{"type":"${type}"}' >package.json`], { cwd: folder });
      const stdout = execFileSync(join(projectFolder, "bin", "cfssl"), ["version"], { cwd: folder, encoding: "utf8" });
      expect(stdout).toMatch(/^Version: /);
    }
  });
});
