import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();

/** Preloaded into Node. When the program ends, it writes which of Node's own modules and which files were loaded. */
const hook = `
const { writeFileSync } = require("node:fs");
const builtins = new Set(process.moduleLoadList);
process.on("exit", () => {
  const later = process.moduleLoadList.filter((name) => !builtins.has(name));
  writeFileSync(process.env.LOADED_TO, JSON.stringify({ builtins: later, files: Object.keys(require.cache) }));
});
`;

interface Loaded {
  readonly builtins: readonly string[];
  readonly files: readonly string[];
}

function loadedBy(command: string): Promise<Loaded> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, "hook.cjs"), hook);
    await writeFile(join(folder, "csr.json"), '{"CN":"x"}');
    await writeFile(join(folder, "broken.json"), "{");
    const env = { NODE_OPTIONS: `--require ${join(folder, "hook.cjs")}`, LOADED_TO: join(folder, "loaded.json") };
    await runShell(command, { cwd: folder, programs, env, stdin: '{"cert":"C\\n","key":"K\\n"}' });
    const { builtins, files }: Loaded = JSON.parse(await readFile(join(folder, "loaded.json"), "utf8"));
    return { builtins, files: files.map((file) => basename(file)) };
  });
}

const crypto = /crypto|x509|reflect|webcrypto/i;
const heavy = /crypto|x509|reflect|webcrypto|yargs/i;

// Nothing can be preloaded into a standalone program, which is one file.
const describeOnNode = programs.endsWith("bin") ? describe : describe.skip;

describeOnNode("on Node", () => {
  test.each([
    "cfssl version",
    "cfssl print-defaults csr",
    "cfssl genkey broken.json",
    "cfssl genkey missing.json",
    "cfssl gencert -initca broken.json",
    "cfssl gencert csr.json",
    "cfssl version -config broken.json",
    "cfssljson -bare -stdout",
    "cfssljson -bare",
    "cfssljson -version",
    "cfssl-certinfo -cert missing.pem",
  ])("%s loads neither crypto nor yargs", async (command) => {
    const { builtins, files } = await loadedBy(command);
    expect(files.length).toBeGreaterThan(1);
    expect([...builtins, ...files].filter((name) => heavy.test(name))).toEqual([]);
  });

  test.each(["cfssl -h", "cfssl", "cfssl gencert -h", "cfssl genkey -nope", "cfssljson -h", "cfssl-certinfo -nope"])(
    "%s loads neither crypto nor yargs, though it prints help",
    async (command) => {
      const { builtins, files } = await loadedBy(command);
      expect([...builtins, ...files].filter((name) => heavy.test(name))).toEqual([]);
    },
  );

  test("a mistyped command loads yargs for a suggestion, and no crypto", async () => {
    const { builtins, files } = await loadedBy("cfssl gencrt");
    expect([...builtins, ...files].filter((name) => crypto.test(name))).toEqual([]);
    expect(files.filter((name) => /yargs/.test(name))).not.toEqual([]);
  });

  test("making a key loads crypto, which proves that these tests would see it", async () => {
    const { builtins, files } = await loadedBy("cfssl genkey csr.json");
    expect([...builtins, ...files].filter((name) => crypto.test(name))).not.toEqual([]);
  });
});
