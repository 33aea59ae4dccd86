import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();

/** Command lines that people get wrong, their exit codes, and the start of standard error. */
test.each<[string, number, RegExp]>([
  ["cfssl", 1, /^No command is given\.\nUsage/],
  ["cfssl gencrt", 1, /^Command gencrt is not defined\.\nUsage[\s\S]*gencert/],
  ["cfssl gencert", 1, /^not enough arguments are supplied --- please refer to the usage\n$/],
  ["cfssl gencert -ca", 2, /^flag needs an argument: -ca\nUsage/],
  ["cfssl gencert --profil=x csr.json", 2, /^flag provided but not defined: -profil\nUsage/],
  ["cfssl gencert -initca missing.json", 1, /^open missing\.json: no such file or directory\n$/],
  ["cfssl gencert -initca .", 1, /^read \.: is a directory\n$/],
  ["cfssl gencert -initca broken.json", 1, /^invalid character '\}' looking for beginning of object key string\n$/],
  [
    "cfssl gencert -ca csr.json -ca-key csr.json csr.json",
    1,
    /\{"code":1002,"message":"Failed to decode certificate"\}\n$/,
  ],
  ["cfssl genkey uml.json", 2, /\nthis request cannot be encoded: [^\n]*\n$/],
  [
    "cfssl version -config missing.json",
    1,
    /^Failed to load config file: \{"code":5200,"message":"could not read configuration file"\}$/,
  ],
  ["cfssl version -config null.json", 2, /^[^\n]+\n$/],
  ["cfssl certinfo -cert csr.json", 1, /^\{"code":1002,"message":"Failed to decode certificate"\}\n$/],
  ["cfssl scan", 1, /^cfssl scan is not available yet: cfssl -h shows the available commands\n$/],
  ["cfssl bundle -cert csr.json", 1, /^\{"code":1002,"message":"Failed to decode certificate"\}\n$/],
  ["cfssljson -bare -f missing.json", 1, /^Failed to read input: open missing\.json: no such file or directory\n$/],
  ["cfssljson -bare -f broken.json", 1, /^Failed to parse input: invalid character/],
  ["cfssljson -bare -f number.json", 2, /^[^\n]+\n$/],
  ["cfssljson -bare missing/name -f", 1, /^Failed to parse input: unexpected end of JSON input\n$/],
  ["cfssl-certinfo", 0, /^Must specify certinfo target through /],
  ["cfssl-certinfo -cert missing.pem", 0, /^open missing\.pem: no such file or directory\n$/],
  ["cfssl-certinfo -crt x", 2, /^flag provided but not defined: -crt\nUsage/],
])("%s exits with %i and prints no stack", async (command, exitCode, stderr) => {
  await withFolder(async (folder) => {
    const files = {
      "csr.json": '{"CN":"x","hosts":["x"]}',
      "broken.json": '{"CN":"x",}',
      "uml.json": '{"CN":"x","hosts":["ü"]}',
      "null.json": "null",
      "number.json": '{"cert":5}',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const outcome = await runShell(command, { cwd: folder, programs });
    expect({ exitCode: outcome.exitCode, stdout: outcome.stdout }).toEqual({ exitCode, stdout: "" });
    expect(outcome.stderr).toMatch(stderr);
    expect(outcome.stderr).not.toMatch(/^ {4}at |node:internal|Sorry/m);
  });
});

describe("CFSSL_COMPAT", () => {
  const run = (level: string, command = "cfssl version") =>
    withFolder((folder) => runShell(command, { cwd: folder, programs, env: { CFSSL_COMPAT: level } }));

  test.each([
    ["1.6", /^Version: 1\.6\.5\nRuntime: (node|bun)[\d.]+\n$/],
    ["1.2", /^Version: 1\.2\.0\nRevision: .*\nRuntime: (node|bun)[\d.]+\n$/],
  ])("%s makes the programs behave like that release", async (level, version) => {
    expect(await run(level)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(version), stderr: "" });
  });

  test.each(["cfssl version", "cfssljson -version", "cfssl-certinfo -h"])(
    "with another value stops %s",
    async (command) => {
      const { exitCode, stdout, stderr } = await run("1.5", command);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toMatch(/^[^\n]*1\.5[^\n]*1\.6[^\n]*1\.2[^\n]*\n$/);
    },
  );
});
