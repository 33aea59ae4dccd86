import { cfssl } from "../../src/cli/programs/cfssl.js";
import { cfsslCertinfo } from "../../src/cli/programs/cfssl-certinfo.js";
import { cfssljson } from "../../src/cli/programs/cfssljson.js";
import type { TerminalSize } from "../../src/host/host.js";
import { createFakeHost } from "../support/fake-host.js";

const programs = { cfssl, cfssljson, "cfssl-certinfo": cfsslCertinfo };
const small = { columns: 80, rows: 24 };

async function run(line: string, terminal?: TerminalSize): Promise<{ exitCode: number; lines: readonly string[] }> {
  const [program = "", ...args] = line.split(" ");
  const host = createFakeHost({ args, ...(terminal ? { terminal } : {}) });
  const exitCode = await programs[program as keyof typeof programs](host);
  expect(host.printed().stdout).toHaveLength(0);
  return { exitCode, lines: Buffer.from(host.printed().stderr).toString().split("\n").slice(0, -1) };
}

const loglevel = [
  "  -loglevel LEVEL  lowest level of the log lines to print: 0 debug, 1 info,",
  "                   2 warning, 3 error, 4 critical, 5 fatal (default: 1)",
];

/** Command line; exit code; the error's line, and what a terminal shows after it. */
test.each<[string, number, string[]]>([
  ["cfssl gencert -initcaa", 2, ["flag provided but not defined: -initcaa", "did you mean -initca?"]],
  ["cfssl gencert --initcaa=true", 2, ["flag provided but not defined: -initcaa", "did you mean -initca?"]],
  ["cfssl gencert -zzz", 2, ["flag provided but not defined: -zzz"]],
  ["cfssl gencert -hlep", 2, ["flag provided but not defined: -hlep", "did you mean -help?"]],
  ["cfssl gencert -loglevel x", 2, ['invalid value "x" for flag -loglevel: parse error', ...loglevel]],
  ["cfssl gencert -loglevel", 2, ["flag needs an argument: -loglevel", ...loglevel]],
  ["cfssl gencert -initca=x", 2, ['invalid boolean value "x" for -initca: parse error', "  -initca  make a new CA"]],
  ["cfssl gencert -port x", 2, ['invalid value "x" for flag -port: parse error']],
  ["cfssl gencert ---x", 2, ["bad flag syntax: ---x"]],
  ["cfssl scan -loglevel x", 2, ['invalid value "x" for flag -loglevel: parse error']],
  ["cfssl gencrt", 1, ["Command gencrt is not defined.", "did you mean gencert?"]],
  ["cfssl bundel", 1, ["Command bundel is not defined.", "did you mean bundle?"]],
  ["cfssl nothing", 1, ["Command nothing is not defined."]],
  ["cfssl -version", 2, ["flag provided but not defined: -version", "did you mean cfssl version?"]],
  ["cfssljson -bear", 2, ["flag provided but not defined: -bear", "did you mean -bare?"]],
  [
    "cfssljson -f",
    2,
    ["flag needs an argument: -f", "  -f FILE  file with the JSON; - is standard input (default: -)"],
  ],
  ["cfssl-certinfo -crt x", 2, ["flag provided but not defined: -crt", "did you mean -cert?"]],
])("%s exits with %i; a terminal shows what was meant, anything else the page", async (line, code, shown) => {
  const [program = "", command = ""] = line.split(" ");
  const isListed = code === 1 || (program === "cfssl" && command.startsWith("-"));
  const name = program === "cfssl" && !isListed ? `cfssl ${command}` : program;
  const help = isListed ? `${name} -h lists the commands` : `${name} -h explains the flags`;
  expect(await run(line, small)).toEqual({ exitCode: code, lines: [...shown, help] });

  const { exitCode, lines } = await run(line);
  expect([exitCode, lines[0], lines[1]?.slice(0, 12)]).toEqual([code, shown[0], "Usage: cfssl"]);
  const page = (await run(`${name} -h`)).lines;
  expect(lines.slice(-3)).toEqual(page.slice(-3));
  expect(lines.length).toBeGreaterThanOrEqual(page.length + 1);
});

/** Command line; the error's line, and what a terminal shows after it. */
test.each<[string, string[]]>([
  ["cfssl gencert", ["not enough arguments are supplied --- please refer to the usage"]],
  [
    "cfssl selfsign name",
    ["not enough arguments are supplied --- please refer to the usage", "taken for arguments: name"],
  ],
  [
    "cfssl gencert -hostname a, b csr.json",
    ["only one argument is accepted, please check with usage", "taken for arguments: b csr.json"],
  ],
  [
    "cfssl gencert -initca csr.json --loglevel=5 \u001b",
    [
      "only one argument is accepted, please check with usage",
      'taken for arguments: csr.json --loglevel=5 "\\x1b"',
      "flags go before arguments: --loglevel=5",
    ],
  ],
  [
    "cfssl genkey csr.json -port",
    ["only one argument is accepted, please check with usage", "taken for arguments: csr.json -port"],
  ],
  ["cfssl gencsr", ["private key file is required through '-key', please check with usage"]],
])("%j gets upstream's line; a terminal shows what was taken for arguments", async (line, shown) => {
  const [, command] = line.split(" ");
  expect(await run(line)).toEqual({ exitCode: 1, lines: shown.slice(0, 1) });
  expect(await run(line, small)).toEqual({ exitCode: 1, lines: [...shown, `cfssl ${command} -h shows the usage`] });
});

test("a terminal shows any other error alone", async () => {
  expect(await run("cfssl genkey missing.json", small)).toEqual(await run("cfssl genkey missing.json"));
});

test.each<[string, TerminalSize | undefined, boolean]>([
  ["elsewhere than to a terminal", undefined, true],
  ["to a high terminal", { columns: 80, rows: 60 }, true],
  ["to one that does not know its size", { columns: 0, rows: 0 }, true],
  ["to one that the page would push the error off", small, false],
])("without a command, help goes %s: %j %s", async (_, terminal, isShown) => {
  const { exitCode, lines } = await run("cfssl", terminal);
  expect([exitCode, lines[0]]).toEqual([1, "No command is given."]);
  if (isShown) expect(lines.slice(1)).toEqual((await run("cfssl -h", terminal)).lines);
  else expect(lines.slice(1)).toEqual(["cfssl -h lists the commands"]);
});

test("help fits a terminal that has a line for it, the error and the prompt, and no smaller one", async () => {
  const page = (await run("cfssl -h", small)).lines;
  const shown = async (rows: number) => (await run("cfssl", { ...small, rows })).lines.slice(1);
  expect(await shown(page.length + 2)).toEqual(page);
  expect(await shown(page.length + 1)).toEqual(["cfssl -h lists the commands"]);
});
