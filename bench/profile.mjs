// Shows in which functions a standalone program spends its time, over many runs: code is slow when it runs for the
// first time. `npm run profile -- cfssl-certinfo -cert server.pem`; `--runs 100` and `--stdin FILE` may come before the
// program. It sees only JavaScript, not the loading of modules nor the start and the end of the runtime.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { compileStandalone } from "../scripts/build/compile.mjs";

const { values: options, positionals } = parseArgs({
  args: optionsFirst(process.argv.slice(2)),
  options: { runs: { type: "string", default: "200" }, stdin: { type: "string" } },
  allowPositionals: true,
});
const [program = "cfssl", ...words] = positionals;
const room = mkdtempSync(join(tmpdir(), "cfssl-ts-profile-"));
try {
  report(await profile(join(room, "stacks")));
} finally {
  rmSync(room, { recursive: true });
}

/** Our options end where the program's name begins. */
function optionsFirst(args) {
  const start = args.findIndex((arg, at) => !arg.startsWith("--") && !args[at - 1]?.startsWith("--"));
  return start < 0 ? args : [...args.slice(0, start), "--", ...args.slice(start)];
}

/** The stacks of all samples of all runs. A stack is a list of function names, the innermost first. */
async function profile(stacks) {
  const entry = join(room, "entry.ts");
  writeFileSync(entry, entryText());
  await compileStandalone(join(room, "cfssl"), { entry });
  for (const name of ["cfssljson", "cfssl-certinfo"]) symlinkSync("cfssl", join(room, name));
  // 50 microseconds between samples.
  const env = { ...process.env, BUN_JSC_sampleInterval: "50", PROFILE_TO: stacks };
  for (let run = 0; run < Number(options.runs); run++) {
    const stdin = options.stdin === undefined ? "ignore" : Bun.file(options.stdin);
    Bun.spawnSync([join(room, program), ...words], { env, stdin, stdout: "ignore", stderr: "ignore" });
  }
  const lines = readFileSync(stacks, "utf8").trim().split("\n");
  return lines.flatMap((line) => JSON.parse(line));
}

function entryText() {
  return `
    import { appendFileSync } from "node:fs";
    import { samplingProfilerStackTraces, startSamplingProfiler } from "bun:jsc";
    startSamplingProfiler();
    process.on("exit", () => {
      const stacks = samplingProfilerStackTraces().traces.map(({ frames }) => frames.map(({ name }) => name || "(anonymous)"));
      appendFileSync(process.env.PROFILE_TO, JSON.stringify(stacks) + "\\n");
    });
    void import(${JSON.stringify(resolve("src/main/multi-call.ts"))});
  `;
}

function report(stacks) {
  const own = new Map();
  const all = new Map();
  const count = (table, name) => table.set(name, (table.get(name) ?? 0) + 1);
  for (const [innermost = "(none)", caller = ""] of stacks) count(own, `${innermost} < ${caller}`);
  for (const stack of stacks) for (const name of new Set(stack)) count(all, name);
  console.log(`${stacks.length} samples in ${options.runs} runs`);
  print("in the function itself (and who called it)", own, stacks.length);
  print("in the function and what it calls", all, stacks.length);
}

function print(title, table, total) {
  console.log(`\n${title}`);
  for (const [name, samples] of [...table].sort(([, a], [, b]) => b - a).slice(0, 40)) {
    console.log(`${((samples / total) * 100).toFixed(1).padStart(6)} %  ${name}`);
  }
}
