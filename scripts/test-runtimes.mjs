// Runs the quick tests on the other supported versions of Node, and the library's tests on Bun and Deno, on the library
// as it is packed: npm run test:runtimes. Words after it choose runtimes: node22 node24 bun deno. What a run prints is
// shown when it has ended; two run side by side.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fetchRuntimes, isSupported } from "./runtimes/fetch.mjs";
import { knownDefects } from "./runtimes/known-defects.mjs";
import { pins, programOf } from "./runtimes/pins.mjs";
import { bundleSuite } from "./runtimes/suite.mjs";

/** On the running version the quick tests are part of all tests. */
const running = `node${process.versions.node.split(".")[0]}`;
const all = ["node20", "node22", "node24", "bun", "deno"];
const pinned = (name) => name in pins;

const wanted = process.argv.length > 2 ? process.argv.slice(2) : all.filter((name) => name !== running);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`test-runtimes: ${unknown.join(", ")}: no such runtime; there are ${all.join(", ")}`);
  process.exit(2);
}
const possible = wanted.filter((name) => name === "bun" || name === running || (isSupported && pinned(name)));
for (const name of wanted) if (!possible.includes(name)) console.log(`${name}: skipped, no program of it is pinned`);
fetchRuntimes(possible.filter(pinned));

const room = mkdtempSync(join(tmpdir(), "cfssl-ts-runtimes-"));
try {
  if (possible.some((name) => !name.startsWith("node"))) await prepareSuite();
  const pending = [...possible];
  const work = async () => {
    for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
      const problem = await (name.startsWith("node") ? testNode(name) : testLibrary(name));
      console.log(`${name}: ${problem ?? "passed"}`);
      if (problem !== null) process.exitCode = 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
} finally {
  rmSync(room, { recursive: true });
}

/** A user's project with the packed package in it, and the tests. */
async function prepareSuite() {
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", room], { stdio: "ignore" });
  const [tarball] = readdirSync(room);
  const installed = join(room, "node_modules", "cfssl-ts");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(room, tarball), "-C", installed, "--strip-components=1"]);
  // `cfssl-ts/peculiar` needs them.
  for (const name of ["@peculiar", "reflect-metadata"]) {
    symlinkSync(join(process.cwd(), "node_modules", name), join(room, "node_modules", name));
  }
  writeFileSync(join(room, "package.json"), '{ "type": "module", "dependencies": { "cfssl-ts": "*" } }');
  await bundleSuite(join(room, "suite.mjs"));
}

/** Answers what went wrong; null when nothing did. */
async function testNode(name) {
  const program = name === running ? process.execPath : programOf(name);
  const quick = JSON.parse(readFileSync("package.json", "utf8")).scripts["test:quick"];
  const workers = possible.length > 1 ? " -w 1" : "";
  const path = [dirname(program), join(process.cwd(), "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const { code, output } = await run("sh", ["-c", `${quick}${workers}`], { ...process.env, PATH: path });
  if (code !== 0) return `the quick tests failed\n${output}`;
  console.log(`${name}: ${/^Tests: .*$/m.exec(output)?.[0]}`);
  return null;
}

/** The suite must fail where a runtime is known to have a defect of its own, and nowhere else. */
async function testLibrary(name) {
  const command = name === "bun" ? ["node_modules/bun/bin/bun.exe"] : [programOf("deno"), "run", "-A"];
  const [program, ...words] = [...command, join(room, "suite.mjs")];
  const env = { ...process.env, DENO_DIR: join(room, "deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  const { code, output } = await run(program, words, env);
  const [line] = output.split("\n").filter((each) => each.startsWith('{"passed":'));
  if (code !== 0 || line === undefined) return `the suite did not end\n${output}`;
  const { passed, failed } = JSON.parse(line);
  const expected = knownDefects[name];
  const titles = failed.map((text) => text.split("\n", 1)[0]);
  const mended = expected.filter((title) => !titles.includes(title));
  const broken = failed.filter((text) => !expected.includes(text.split("\n", 1)[0]));
  console.log(`${name}: ${passed} tests of the library passed, ${expected.length} known defects of the runtime`);
  if (passed < 500) return "the suite has too few tests";
  if (mended.length > 0) return `no defect any more, mend known-defects.mjs: ${mended.join("; ")}`;
  return broken.length > 0 ? `${broken.length} tests failed\n${broken.slice(0, 20).join("\n\n")}` : null;
}

function run(program, words, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
