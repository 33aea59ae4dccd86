import type { Command } from "../../src/cli/command.js";
import { type CommandRow, commands } from "../../src/cli/commands/index.js";
import { allFlags, flagsNamed } from "../../src/cli/flags.js";
import { cfssl } from "../../src/cli/programs/cfssl.js";
import { renderManuals } from "../../src/cli/programs/manuals.js";
import { createFakeHost, type FakeHostOptions } from "../support/fake-host.js";

/** A command of ours that prints what it got. `ca` has the name of a flag of upstream's, and another meaning. */
const inspect: Command = {
  usage: ["cfssl inspect -node NAME=FOLDER FILE"],
  description: ["Looks at nodes."],
  flags: [],
  ownFlags: [
    {
      ...{ name: "node", kind: "list", default: [], placeholder: "NAME=FOLDER", description: "a node and its folder" },
      takes: { is: "word", words: [["a=/etc", ""]] },
    },
    { name: "ca", kind: "bool", default: false, description: "look at the CA too" },
    { name: "days", kind: "int", default: 30n, placeholder: "DAYS", description: "days that must be left" },
    ...flagsNamed(["loglevel"]),
  ],
  arguments: () => [{ is: "folder" }],
  examples: [["cfssl inspect -node a=/etc x", "look at one node"]],
  exitStatus: [["3", "A node is in trouble"]],
  async run({ args, flags, host, policy }) {
    const got = { nodes: flags.list("node"), ca: flags.truth("ca"), days: Number(flags.count("days")), args, policy };
    host.stdout(JSON.stringify(got));
  },
};

const rows = commands as Record<string, CommandRow>;
beforeAll(() => {
  rows["inspect"] = { summary: "Look at nodes", load: async () => inspect, ours: true };
});
afterAll(() => {
  delete rows["inspect"];
});

async function run(options: FakeHostOptions) {
  const host = createFakeHost(options);
  const exitCode = await cfssl(host);
  const { stdout, stderr } = host.printed();
  return { exitCode, stdout: Buffer.from(stdout).toString(), stderr: Buffer.from(stderr).toString() };
}

const defaults = { nodes: [], ca: false, days: 30, args: [], policy: null };

test.each<[string[], object]>([
  [[], {}],
  [["-node=a=1", "--node", "b=2", "-node=a=1"], { nodes: ["a=1", "b=2", "a=1"] }],
  [["-node=", "-node", "-ca"], { nodes: ["", "-ca"] }],
  [["-ca", "-days=0x10", "-days=7", "x", "-ca"], { ca: true, days: 7, args: ["x", "-ca"] }],
  [["-ca=f", "-loglevel=0", "--", "-node"], { args: ["-node"] }],
])("a command of ours reads its own flags in %j by Go's grammar", async (args, got) => {
  const { exitCode, stdout, stderr } = await run({ args: ["inspect", ...args] });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({ ...defaults, ...got });
});

test.each([
  ["inspect -cert x", "flag provided but not defined: -cert"],
  ["inspect -config x", "flag provided but not defined: -config"],
  ["inspect -ca=x", 'invalid boolean value "x" for -ca: parse error'],
  ["inspect -node", "flag needs an argument: -node"],
  ["version -node x", "flag provided but not defined: -node"],
])("cfssl %s is refused, since no command takes the flags of another table", async (line, message) => {
  const { exitCode, stdout, stderr } = await run({ args: line.split(" ") });
  expect({ exitCode, stdout, first: stderr.split("\n")[0] }).toEqual({ exitCode: 2, stdout: "", first: message });
});

test("a flag of upstream's keeps its meaning for upstream's commands", async () => {
  expect((await run({ args: ["version", "-ca", "x"] })).stdout).toMatch(/^Version: 1.6.5\n/);
});

test("help shows them, and which may be repeated", async () => {
  const { stderr } = await run({ args: ["inspect", "-h"] });
  expect(stderr).toContain("  -node NAME=FOLDER  a node and its folder; may be repeated\n");
  expect(stderr).toContain("  -ca                look at the CA too\n");
  expect(stderr).toContain("  -days DAYS         days that must be left (default: 30)\n");
  expect(stderr.match(/^ {2}-[a-z]+/gm)).toEqual(["  -node", "  -ca", "  -days", "  -loglevel"]);
});

test.each([
  ["inspect -nod x", "flag provided but not defined: -nod\ndid you mean -node?\n"],
  ["inspect -days=x", 'invalid value "x" for flag -days: parse error\n  -days DAYS  days that must be left'],
])("a terminal shows which of them cfssl %s means", async (line, hint) => {
  const { stderr } = await run({ args: line.split(" "), terminal: { columns: 80, rows: 24 } });
  expect(stderr.slice(0, hint.length)).toBe(hint);
});

test("the manual has a page with them, and with the command's own exit codes", async () => {
  const page = (await renderManuals({ source: "x", date: "" })).get("cfssl-inspect.1") ?? "";
  expect(page).toContain(
    ".TP\n\\fB\\-node\\fR \\fINAME\\fR\\fB=\\fR\\fIFOLDER\\fR\nA node and its folder; may be repeated.\n",
  );
  expect(page).toContain('.SH "EXIT STATUS"\n.TP\n\\fB3\\fR\nA node is in trouble.\n.SH');
});

test.each<[string, string[]]>([
  ["cfssl inspect -", ["-node", "-ca", "-days", "-loglevel", "-h"]],
  ["cfssl inspect -node a=1 -ca -", ["-node", "-days", "-loglevel", "-h"]],
  ["cfssl inspect -node ", ["a=/etc"]],
  ["cfssl inspect -node=", ["-node=a=/etc"]],
  ["cfssl inspect -node a=1 -loglevel ", ["0", "1", "2", "3", "4", "5"]],
  ["cfssl version -n", []],
])("%j is completed with %j", async (line, expected) => {
  const { stdout } = await run({ args: [], env: { CFSSL_COMPLETE: "powershell", CFSSL_COMPLETE_LINE: line } });
  expect(JSON.parse(stdout).words.map(({ text }: { text: string }) => text)).toEqual(expected);
});

test.each(Object.entries(commands).filter(([, { load }]) => load))(
  "cfssl %s has flags of one table only: upstream's, or its own if it is ours",
  async (_, { ours, load }) => {
    const { flags = [], ownFlags = [] } = (await load?.()) ?? {};
    const upstream = allFlags().map(({ name }) => name);
    expect(flags.filter((name) => !upstream.includes(name))).toEqual([]);
    expect(ours ? flags : ownFlags).toEqual([]);
  },
);
