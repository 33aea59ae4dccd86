// Measures the first use of language features and runtime functions in a standalone program, each in its own process:
// `npm run cold`. The figures are medians, in microseconds.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileStandalone } from "../scripts/build/compile.mjs";
import { median } from "./measure.mjs";

const runs = 15;

const expressions = {
  "nothing at all": "0",
  "a regular expression": "/^-?[0-9]{1,19}$/.test(word)",
  "a regular expression with \\p{…}": "/\\p{Surrogate}/u.test(word)",
  "map of a list": "list.map((item) => item)",
  "find in a list": "list.find((item) => item === 2)",
  "flatMap of a list": "list.flatMap((item) => [item])",
  "Array.from bytes": "Array.from(bytes, (byte) => byte)",
  "Uint8Array.from a list": "Uint8Array.from(list)",
  "bytes spread": "Uint8Array.of(4, ...bytes)",
  "a loop over bytes": "(() => { let sum = 0; for (let at = 0; at < bytes.length; at++) sum += bytes[at]; })()",
  "an exception": "(() => { try { throw new Error(word); } catch {} })()",
  "JSON.parse": 'JSON.parse(\'{"a":"b"}\')',
  "process.argv0": "process.argv0",
  "process.env": "process.env.TZ",
  "the local time zone": "new Date().getTimezoneOffset()",
  "Bun.SHA1": "Bun.SHA1.hash(bytes)",
  "a random serial number": "crypto.getRandomValues(new Uint8Array(20))",
  "a P-256 key": 'await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"])',
  "a digest by WebCrypto": 'await crypto.subtle.digest("SHA-1", bytes)',
  "import() of a small module": 'await import("./small.ts")',
  "node:fs": 'await import("node:fs")',
  "node:crypto": 'await import("node:crypto")',
};

const room = mkdtempSync(join(tmpdir(), "cfssl-ts-cold-"));
try {
  writeFileSync(join(room, "small.ts"), "export const small = 1;\n");
  writeFileSync(join(room, "entry.ts"), entryText());
  const program = join(room, "cold");
  await compileStandalone(program, { entry: join(room, "entry.ts") });
  for (const [index, name] of Object.keys(expressions).entries()) {
    const times = Array.from({ length: runs }, () => Number(Bun.spawnSync([program, String(index)]).stdout.toString()));
    console.log(`${median(times).toFixed(0).padStart(6)}  ${name}`);
  }
} finally {
  rmSync(room, { recursive: true });
}

function entryText() {
  const functions = Object.values(expressions).map((expression) => `async () => { ${expression}; }`);
  return `
    const word = "word", list = [1, 2, 3], bytes = new Uint8Array(65);
    const all = [${functions.join(",\n")}];
    const one = all[Number(Bun.argv[2])];
    const start = Bun.nanoseconds();
    await one();
    const elapsed = (Bun.nanoseconds() - start) / 1000;
    console.log(elapsed);
  `;
}
