import { readdirSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { projectFolder } from "../support/contents.js";
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
  /** The source files of help, completion and mistakes whose exported functions are in the loaded files. */
  readonly forPeople: readonly string[];
}

/** What only a person at a terminal needs, by source file: the names of the functions it exports, which the build keeps. */
const functionsForPeople = new Map(
  ["mistakes.ts", "suggest.ts", "terminal.ts", ...inFolder("help"), ...inFolder("completion")]
    // It looks for the question, in every run.
    .filter((file) => file !== "completion/asked.ts")
    .map((file) => {
      const source = readFileSync(join(projectFolder, "src", "cli", file), "utf8");
      return [file, [...source.matchAll(/^export (?:async )?function (\w+)\(/gm)].map(([, name]) => name)];
    }),
);

function inFolder(name: string): readonly string[] {
  return readdirSync(join(projectFolder, "src", "cli", name)).map((file) => `${name}/${file}`);
}

function forPeople(code: string): readonly string[] {
  const declared = new Set([...code.matchAll(/\bfunction (\w+)\(/g)].map(([, name]) => name));
  return [...functionsForPeople].filter(([, names]) => names.some((name) => declared.has(name))).map(([file]) => file);
}

function loadedBy(command: string): Promise<Loaded> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, "hook.cjs"), hook);
    await writeFile(join(folder, "csr.json"), '{"CN":"x"}');
    await writeFile(join(folder, "broken.json"), "{");
    const env = { NODE_OPTIONS: `--require ${join(folder, "hook.cjs")}`, LOADED_TO: join(folder, "loaded.json") };
    await runShell(command, { cwd: folder, programs, env, stdin: '{"cert":"C\\n","key":"K\\n"}' });
    const { builtins, files }: Loaded = JSON.parse(await readFile(join(folder, "loaded.json"), "utf8"));
    const ours = files.filter((file) => file.startsWith(join(projectFolder, "dist", "programs")));
    const code = await Promise.all(ours.map((file) => readFile(file, "utf8")));
    return { builtins, files: files.map((file) => basename(file)), forPeople: forPeople(code.join("\n")) };
  });
}

const crypto = /crypto|x509|reflect|webcrypto/i;
const heavy = /crypto|x509|reflect|webcrypto|yargs|yaml/i;

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
  ])("%s loads neither crypto nor yargs, and nothing of help or completion", async (command) => {
    const { builtins, files, forPeople } = await loadedBy(command);
    expect(files.length).toBeGreaterThan(1);
    expect([...builtins, ...files].filter((name) => heavy.test(name))).toEqual([]);
    expect(forPeople).toEqual([]);
  });

  test.each(["cfssl -h", "cfssl", "cfssl gencert -h", "cfssl genkey -nope", "cfssljson -h", "cfssl-certinfo -nope"])(
    "%s loads neither crypto nor yargs, though it prints help",
    async (command) => {
      const { builtins, files, forPeople } = await loadedBy(command);
      expect([...builtins, ...files].filter((name) => heavy.test(name))).toEqual([]);
      expect(forPeople).toEqual(expect.arrayContaining(["mistakes.ts", "terminal.ts", "help/text.ts", "help/wrap.ts"]));
      expect(forPeople.filter((file) => file.startsWith("completion/"))).toEqual([]);
    },
  );

  test("printing a script for a shell loads it, which proves that these tests would see it", async () => {
    const { forPeople } = await loadedBy("cfssl completion bash");
    expect(forPeople).toEqual(expect.arrayContaining(["completion/shell.ts", "completion/typed-line.ts"]));
  });

  test("a mistyped command loads yargs for a suggestion, and no crypto", async () => {
    const { builtins, files } = await loadedBy("cfssl gencrt");
    expect([...builtins, ...files].filter((name) => crypto.test(name))).toEqual([]);
    expect(files.filter((name) => /yargs/.test(name))).not.toEqual([]);
  });

  test.each(["cfssl genkey csr.json", "cfssl gencert -initca csr.json", "cfssl -h"])(
    "%s loads nothing of cfssl check, and no YAML",
    async (command) => {
      const { files } = await loadedBy(command);
      expect(files.filter((name) => /yaml|check|report/i.test(name))).toEqual([]);
    },
  );

  test("a check loads itself, and YAML for the first YAML file alone", async () => {
    const { files } = await loadedBy("cfssl check .");
    expect(files.filter((name) => /^check/.test(name))).not.toEqual([]);
    expect(files.filter((name) => /yaml/.test(name))).toEqual([]);
    const later = await loadedBy("echo 'kind: Config' > x.yaml; cfssl check .");
    expect(later.files.filter((name) => /yaml/.test(name))).not.toEqual([]);
  });

  test("making a key loads crypto, which proves that these tests would see it", async () => {
    const { builtins, files, forPeople } = await loadedBy("cfssl genkey csr.json");
    expect([...builtins, ...files].filter((name) => crypto.test(name))).not.toEqual([]);
    expect(forPeople).toEqual([]);
  });
});
