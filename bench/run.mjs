// Times the programs beside real cfssl, in one run: `npm run bench`. Real cfssl must be in $CFSSL_ORACLE_DIR/1.6.5
// (default ~/.cache/cfssl-oracle/1.6.5). `npm run bench -- --factor 0.1` makes a tenth of the runs; `--only WORD` times
// only the cases with that word in their name.
import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cases, memoryBound, prepare } from "./cases.mjs";
import { interleave, mean, median, peakMemory } from "./measure.mjs";

const { values: options } = parseArgs({
  options: { factor: { type: "string", default: "1" }, only: { type: "string", default: "" } },
});
const real = join(process.env.CFSSL_ORACLE_DIR || join(homedir(), ".cache/cfssl-oracle"), "1.6.5");
const builds = { real, npm: resolve("bin"), standalone: resolve("standalone") };
const present = Object.keys(builds).filter((build) => existsSync(join(builds[build], "cfssl")));

if (!present.includes("real")) {
  console.error(`bench: there is no real cfssl in ${real}; set CFSSL_ORACLE_DIR`);
  process.exitCode = 1;
} else {
  const room = mkdtempSync(join(tmpdir(), "cfssl-ts-bench-"));
  try {
    prepare(room, real);
    for (const build of ["real", "standalone"]) if (present.includes(build)) builds[build] = copyBuild(build, room);
    const chosen = cases.filter(({ name }) => name.includes(options.only));
    const rows = chosen.map((one) => measureCase(one, room));
    for (const row of rows) printCase(row);
    printMemory(rows);
  } finally {
    rmSync(room, { recursive: true });
  }
}

/**
 * Copies the build's programs into a new folder, as a download would write them. A file that was just written is in the
 * system's memory in larger pieces than one read from the disk, and so starts faster. Both sides must have that.
 */
function copyBuild(build, room) {
  const folder = join(room, build);
  mkdirSync(folder);
  const copies = new Map();
  for (const name of ["cfssl", "cfssljson", "cfssl-certinfo"]) {
    const from = join(builds[build], name);
    const { ino } = statSync(from);
    const target = join(folder, name);
    if (copies.has(ino)) linkSync(copies.get(ino), target);
    else writeFileSync(target, readFileSync(from), { mode: 0o755 });
    copies.set(ino, target);
  }
  return folder;
}

/**
 * Programs take turns only with those that they are compared to. A run of Node in between would slow down two programs
 * that take milliseconds: it empties the processor's caches, which no script that issues certificates does.
 */
function measureCase(one, room) {
  const turns = Math.max(3, Math.round(one.runs * Number(options.factor)));
  console.log(`${one.name}: ${turns} runs of each …`);
  const commands = new Map(present.map((build) => [build, commandOf(one, build, room)]));
  const memory = new Map([...commands].map(([build, command]) => [build, peakMemory(command)]));
  commands.set("node -e 0", { argv: ["node", "-e", "0"], cwd: room });
  const times = new Map();
  for (const runsOnNode of [false, true]) {
    const group = [...commands.keys()].filter((side) => ["npm", "node -e 0"].includes(side) === runsOnNode);
    const measured = interleave(
      group.map((side) => commands.get(side)),
      turns,
    );
    group.forEach((side, index) => void times.set(side, measured[index]));
  }
  const sides = [...commands.keys()].map((side) => ({ side, times: times.get(side), memory: memory.get(side) }));
  return { one, sides };
}

/** The case with a build's own programs: called by path, and first in PATH for scripts. */
function commandOf({ words: [program, ...rest], stdin }, build, room) {
  const path = join(builds[build], program);
  return {
    argv: [existsSync(path) ? path : program, ...rest],
    cwd: room,
    env: { ...process.env, PATH: `${builds[build]}${delimiter}${process.env.PATH}` },
    ...(stdin === undefined ? {} : { stdin: join(room, stdin) }),
  };
}

function printCase({ one: { name, by, bounds }, sides }) {
  const figure = { mean, median }[by];
  const of = (wanted) => sides.find(({ side }) => side === wanted);
  const ratio = (side, to) => figure(of(side).times) / figure(of(to).times);
  console.log(`\n${name} (${by}s compared, ${sides[0].times.length} runs)`);
  console.log(
    `  ${"".padEnd(12)}${["median", "mean", "of real", "of node"].map((head) => head.padStart(10)).join("")}`,
  );
  for (const { side, times } of sides) {
    const cells = [`${median(times).toFixed(1)} ms`, `${mean(times).toFixed(1)} ms`];
    const ratios = [ratio(side, "real"), ratio(side, "node -e 0")].map((value) => value.toFixed(2));
    const verdict = side === "standalone" ? judge(ratio(side, "real"), bounds.real, bounds.stretch) : "";
    const npmVerdict = side === "npm" && bounds.node ? judge(ratio(side, "node -e 0"), bounds.node) : "";
    console.log(
      `  ${side.padEnd(12)}${[...cells, ...ratios].map((cell) => cell.padStart(10)).join("")}  ${verdict}${npmVerdict}`,
    );
  }
}

function printMemory(rows) {
  console.log(
    `\nPeak memory (MiB; at most ${memoryBound.most}, stretch ${memoryBound.stretch}, for standalone programs)`,
  );
  console.log(`  ${"".padEnd(30)}${present.map((build) => build.padStart(12)).join("")}`);
  for (const { one, sides } of rows) {
    const cells = sides
      .filter(({ memory }) => memory !== undefined)
      .map(({ memory }) => memory.toFixed(1).padStart(12));
    const standalone = sides.find(({ side }) => side === "standalone");
    const verdict = standalone ? judge(standalone.memory, memoryBound.most, memoryBound.stretch) : "";
    console.log(`  ${one.name.padEnd(30)}${cells.join("")}  ${verdict}`.trimEnd());
  }
}

function judge(value, most, stretch) {
  const rounded = Number(value.toFixed(2));
  if (stretch !== undefined && rounded <= stretch) return `ok (stretch ${stretch} reached)`;
  return rounded <= most ? `ok (at most ${most})` : `OVER (at most ${most})`;
}
