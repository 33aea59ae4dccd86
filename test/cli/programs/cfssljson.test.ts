import type { CfssljsonRules } from "../../../src/cfssljson/output-files.js";
import { cfssljson } from "../../../src/cli/programs/cfssljson.js";
import { GoError } from "../../../src/go/errors.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";
import type { Host } from "../../../src/host/host.js";

const newer: CfssljsonRules = { bundle: "nested", version: "1.6.5" };
const older: CfssljsonRules = { bundle: "plain", version: undefined };

interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** NAME MODE CONTENTS in the order in which they were written. */
  written: string[];
  isHelpShown: boolean;
}

/** Runs the program with memory files. `d/` is the only directory. */
async function run(args: string[], stdin: string, rules = newer, files: Record<string, string> = {}): Promise<Outcome> {
  const outcome: Outcome = { exitCode: -1, stdout: "", stderr: "", written: [], isHelpShown: false };
  const host: Partial<Host> = {
    args,
    programName: "cfssljson",
    runtime: "node v20.20.2",
    env: (name) => (name === "CFSSL_COMPAT" && rules === older ? "1.2" : undefined),
    readFile(path) {
      const contents = files[path];
      if (contents === undefined) throw new GoError(`open ${path}: no such file or directory`);
      return new TextEncoder().encode(contents);
    },
    readStdin: async () => encodeUtf8(stdin),
    writeFiles(files) {
      for (const { path, bytes, mode } of files) {
        if (/\//.test(path) && !path.startsWith("d/")) throw new GoError(`open ${path}: no such file or directory`);
        outcome.written.push(`${path} ${mode.toString(8)} ${new TextDecoder().decode(bytes)}`);
      }
    },
    terminal: () => null,
    stdout: (text) => {
      outcome.stdout += text;
    },
    stderr: (text) => {
      outcome.stderr += text;
    },
  };
  outcome.exitCode = await cfssljson(host as Host);
  const [said = "", help] = outcome.stderr.split("Usage: cfssljson");
  if (help === undefined) return outcome;
  expect(help.includes("-version")).toBe(rules === newer);
  return { ...outcome, stderr: said, isHelpShown: true };
}

const quiet = { exitCode: 0, stdout: "", stderr: "", written: [] as string[], isHelpShown: false };
const answer =
  '{"success":true,"result":{"certificate":"CERT\\n","private_key":"KEY\\n","certificate_request":"CSR\\n"},' +
  '"errors":[],"messages":[]}';
const triple = (base: string) => [`${base}.pem 664 CERT\n`, `${base}-key.pem 600 KEY\n`, `${base}.csr 644 CSR\n`];

describe("an answer of the HTTP API", () => {
  test.each([
    [[], "cert"],
    [["b"], "b"],
    [["b", "c"], "b"],
    [["b", "-stdout"], "b"],
    [[""], ""],
    [["d/b"], "d/b"],
    [["-bare=false", "-f", "-", "--", "-b"], "-b"],
  ])("is split by %j into files named %j", async (args, base) => {
    expect(await run(args, answer)).toEqual({ ...quiet, written: triple(base) });
  });

  test("is printed with -stdout", async () => {
    expect(await run(["-stdout"], answer)).toEqual({ ...quiet, stdout: "CERT\n\nKEY\n\nCSR\n\n" });
  });

  test("may be in a file", async () => {
    expect(await run(["-f", "in.json"], "x", newer, { "in.json": answer })).toEqual({
      ...quiet,
      written: triple("cert"),
    });
  });

  test("has keys of any case", async () => {
    const json = '{"SUCCE\u017f\u017f":true,"Result":{"cert":"x"}}';
    expect((await run([], json)).written).toEqual(["cert.pem 664 x"]);
  });

  test("merges results that are given twice", async () => {
    const json = '{"success":true,"result":{"cert":"a"},"result":{"key":"k"}}';
    expect((await run([], json)).written).toEqual(["cert.pem 664 a", "cert-key.pem 600 k"]);
  });

  test.each(['{"success":true}', '{"success":true,"result":null}'])(
    "without a result writes nothing: %s",
    async (json) => {
      expect(await run([], json)).toEqual(quiet);
    },
  );

  test.each([
    ["null", ""],
    ["{}", ""],
    ['{"cert":"C"}', ""],
    ['{"success":false,"errors":null}', ""],
    ['{"success":false,"errors":[{"code":"x","message":"m"}]}', "\tm\n"],
    ['{"success":false,"errors":[{"code":1,"message":"a"},{"message":"b\\nc"},{}]}', "\ta\n\tb\nc\n\t\n"],
  ])("that reports failure ends the program with the reasons: %s", async (json, reasons) => {
    expect(await run([], json)).toEqual({ ...quiet, exitCode: 1, stderr: `Request failed:\n${reasons}` });
  });

  test.each([
    ["[]", "json: cannot unmarshal array into Go value of type main.Response"],
    ["1", "json: cannot unmarshal number into Go value of type main.Response"],
    ['{"success":"true"}', "json: cannot unmarshal string into Go struct field Response.success of type bool"],
    [
      '{"success":true,"result":"x"}',
      "json: cannot unmarshal string into Go struct field Response.result of type map[string]interface {}",
    ],
    [
      '{"success":true,"result":{"x":1e999}}',
      "json: cannot unmarshal number 1e999 into Go struct field Response.result of type float64",
    ],
    [
      '{"errors":"x"}',
      "json: cannot unmarshal string into Go struct field Response.errors of type []main.ResponseMessage",
    ],
    [
      '{"errors":["x"]}',
      "json: cannot unmarshal string into Go struct field Response.errors of type main.ResponseMessage",
    ],
    [
      '{"errors":[{"int":"x"}]}',
      "json: cannot unmarshal string into Go struct field ResponseMessage.errors.int of type int",
    ],
    [
      '{"errors":[{"message":1}]}',
      "json: cannot unmarshal number into Go struct field ResponseMessage.errors.message of type string",
    ],
    [
      '{"success":true,"messages":"x"}',
      "json: cannot unmarshal string into Go struct field Response.messages of type []main.ResponseMessage",
    ],
  ])("of other types is refused: %s", async (json, reason) => {
    expect(await run([], json)).toEqual({ ...quiet, exitCode: 1, stderr: `Failed to parse input: ${reason}\n` });
  });
});

describe("with -bare", () => {
  test("the input itself is the result", async () => {
    const json = '{"cert":"C","key":"K","csr":"R","encrypted_key":"E\\u0000","ocspResponse":"QUI="}';
    expect(await run(["-bare"], json)).toEqual({
      ...quiet,
      written: [
        "cert.pem 664 C",
        "cert-key.pem 600 K",
        "cert-key.enc 600 E\0",
        "cert.csr 644 R",
        "cert-response.der 644 AB",
      ],
    });
    expect(await run(["-bare", "-stdout"], json)).toEqual({ ...quiet, stdout: "C\nK\nRQA=\nR\nQUI=\n" });
  });

  test("bytes and escapes that are no text become U+FFFD", async () => {
    expect((await run(["-bare"], '{"cert":"\\ud800","key":"a\udcffb"}')).written).toEqual([
      "cert.pem 664 \ufffd",
      "cert-key.pem 600 a\ufffdb",
    ]);
  });

  test.each(["{}", "null", answer])("nothing to split is no error: %s", async (json) => {
    expect(await run(["-bare"], json)).toEqual(quiet);
  });

  test.each([
    ["", "unexpected end of JSON input"],
    ["x", "invalid character 'x' looking for beginning of value"],
    ["{} x", "invalid character 'x' after top-level value"],
    ["[]", "json: cannot unmarshal array into Go value of type map[string]interface {}"],
    ['{"x":1e999}', "json: cannot unmarshal number 1e999 into Go value of type float64"],
  ])("%j is refused", async (json, reason) => {
    expect(await run(["-bare"], json)).toEqual({ ...quiet, exitCode: 1, stderr: `Failed to parse input: ${reason}\n` });
  });

  test("a member that is no string ends the program with 2, and nothing is written", async () => {
    expect(await run(["-bare"], '{"cert":"C","key":1}')).toEqual({
      ...quiet,
      exitCode: 2,
      stderr: 'cannot split the input: its member "key" must be a string, but is a number\n',
    });
  });

  test("a bad bundle or OCSP response ends the program with 1, and nothing is written", async () => {
    expect(await run(["-bare"], '{"cert":"C","result":{"bundle":{"bundle":"B"}}}')).toEqual({
      ...quiet,
      exitCode: 1,
      stderr: "root parsing failed!\n",
    });
    expect(await run(["-bare"], '{"cert":"C","ocspResponse":"!"}')).toEqual({
      ...quiet,
      exitCode: 1,
      stderr: "Failed to parse ocspResponse: illegal base64 data at input byte 0\n",
    });
  });
});

describe("files", () => {
  test("that cannot be read end the program", async () => {
    expect(await run(["-f", "x"], answer)).toEqual({
      ...quiet,
      exitCode: 1,
      stderr: "Failed to read input: open x: no such file or directory\n",
    });
    expect((await run(["-f", ""], answer)).stderr).toBe("Failed to read input: open : no such file or directory\n");
  });

  test("that cannot be written end the program", async () => {
    expect(await run(["nodir/x"], answer)).toEqual({
      ...quiet,
      exitCode: 1,
      stderr: "open nodir/x.pem: no such file or directory\n",
    });
  });
});

describe("the command line", () => {
  test("-version prints the version and reads nothing", async () => {
    expect(await run(["-version", "-bare", "b"], "x")).toEqual({
      ...quiet,
      stdout: "Version: 1.6.5\nRuntime: node v20.20.2\n",
    });
  });

  test("the older release has no -version", async () => {
    expect(await run(["-version"], answer, older)).toEqual({
      ...quiet,
      exitCode: 2,
      stderr: "flag provided but not defined: -version\n",
      isHelpShown: true,
    });
  });

  test.each([
    [["-cert"], "flag provided but not defined: -cert"],
    [["-bare=x"], 'invalid boolean value "x" for -bare: parse error'],
    [["-f"], "flag needs an argument: -f"],
    [["---f"], "bad flag syntax: ---f"],
  ])("%j is refused with help", async (args, line) => {
    expect(await run(args, answer)).toEqual({ ...quiet, exitCode: 2, stderr: `${line}\n`, isHelpShown: true });
  });

  test.each(["-h", "--help", "-h=1"])("%s shows help", async (flag) => {
    expect(await run([flag, "-nosuch"], answer)).toEqual({ ...quiet, isHelpShown: true });
  });
});

test("the older release takes a bundle as text", async () => {
  expect((await run([], '{"success":true,"result":{"bundle":"BUN"}}', older)).written).toEqual([
    "cert-bundle.pem 644 BUN",
  ]);
});
