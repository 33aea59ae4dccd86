import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { promisify } from "node:util";

const reference = /\b(from |import\()"(\.[^"]*)\.js"/g;

/**
 * Writes the types of the library's doors: lib/NAME.d.cts with all that it refers to, which the compiler reads as
 * CommonJS, and lib/NAME.d.ts, which hands them on to ES modules. So a type is declared once. Throws with the compiler's
 * words when the library does not compile.
 */
export async function buildTypes(folder, doors) {
  const declared = await mkdtemp(join(folder, "types-"));
  try {
    await compile(declared);
    const lib = join(folder, "lib");
    const pending = doors.map((name) => `${name}.d.ts`);
    const done = new Set();
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (done.has(path)) continue;
      done.add(path);
      const text = await readFile(join(declared, path), "utf8");
      for (const [, , target] of text.matchAll(reference))
        pending.push(posix.join(posix.dirname(path), `${target}.d.ts`));
      await write(join(lib, path.replace(/\.ts$/, ".cts")), text.replace(reference, '$1"$2.cjs"'));
    }
    for (const name of doors) await write(join(lib, `${name}.d.ts`), `export * from "./${name}.cjs";\n`);
  } finally {
    await rm(declared, { recursive: true });
  }
}

async function compile(folder) {
  const compiler = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.lib.json", "--outDir", folder];
  try {
    await promisify(execFile)(process.execPath, compiler);
  } catch (error) {
    throw new Error(`The library does not compile:\n${error.stdout}`);
  }
}

async function write(path, text) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
