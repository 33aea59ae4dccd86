// Kills cfssljson at random moments while it replaces a key and its certificate, and counts the results: `node
// scripts/soak-kills.mjs [--programs standalone] [--runs 500]`. No key may ever stand beside another key's certificate,
// and no file may be empty or cut short. Afterwards, pairs of processes write the same files at once, and none is
// killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { programs: { type: "string", default: "bin" }, runs: { type: "string", default: "500" } },
});
const program = resolve(options.programs, "cfssljson");
const room = mkdtempSync(join(tmpdir(), "cfssl-ts-soak-"));
const filler = "0123456789abcdef".repeat(100);
const answer = (word) => JSON.stringify({ cert: `${word}${filler}`, key: `${word}${filler}`, csr: word });
for (const word of ["old", "new"]) writeFileSync(join(room, `${word}.json`), answer(word));

/**
 * Runs the program, and kills it after `delay` milliseconds if that is a number. Tells whether it was killed and how
 * many milliseconds it ran.
 */
async function write(word, delay) {
  const began = performance.now();
  const child = spawn(program, ["-bare", "-f", `${word}.json`, "x"], { cwd: room, stdio: "ignore" });
  const ended = once(child, "exit");
  if (delay !== undefined) setTimeout(() => child.kill("SIGKILL"), delay);
  const [, signal] = await ended;
  return { isKilled: signal !== null, time: performance.now() - began };
}

/** The contents of a file: "old", "new", "none" for no file, or "broken". */
function ageOf(name) {
  let text;
  try {
    text = readFileSync(join(room, name), "utf8");
  } catch {
    return "none";
  }
  return ["old", "new"].find((word) => text === `${word}${filler}`) ?? "broken";
}

const seen = new Map();
let mixed = 0;
function look(kind) {
  const [key, cert] = [ageOf("x-key.pem"), ageOf("x.pem")];
  const isBad = key === "broken" || cert === "broken" || (cert !== "none" && cert !== key);
  if (isBad) mixed++;
  const line = `${kind}: key ${key}, certificate ${cert}${isBad ? "   <- MIXED" : ""}`;
  seen.set(line, (seen.get(line) ?? 0) + 1);
}

/** Removes all files, and writes the old pair if `isOldThere`. */
async function prepare(isOldThere) {
  for (const name of readdirSync(room)) if (!name.endsWith(".json")) rmSync(join(room, name));
  if (isOldThere) await write("old");
}

try {
  const times = [];
  for (let run = 0; run < 10; run++) times.push((await write("new")).time);
  const [fastest] = times.sort((one, other) => one - other);
  const longest = times[7];
  // The program writes nothing in the first half of a run.
  const moment = () => fastest * 0.4 + Math.random() * (longest - fastest * 0.4);
  let kills = 0;
  while (kills < Number(options.runs)) {
    await prepare(kills % 5 !== 0);
    const { isKilled } = await write("new", moment());
    if (!isKilled) continue;
    kills++;
    look(kills % 5 === 1 ? "killed, first pair" : "killed");
  }
  for (let run = 0; run < Number(options.runs) / 5; run++) {
    await prepare(run % 2 === 0);
    await Promise.all([write("old"), write("new")]);
    look("two at once");
  }
  for (const [line, count] of [...seen].sort()) console.log(String(count).padStart(5), line);
  console.log(mixed === 0 ? "no pair is mixed" : `${mixed} pairs are mixed`);
  process.exitCode = mixed === 0 ? 0 : 1;
} finally {
  rmSync(room, { recursive: true });
}
