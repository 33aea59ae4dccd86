import { complete } from "../../../src/cli/completion/complete.js";
import type { Grammar, World } from "../../../src/cli/completion/grammar.js";
import type { FlagHelp } from "../../../src/cli/help/page.js";
import { requestJson, type ValueKind } from "../../../src/cli/help/value-kind.js";

const flags: readonly FlagHelp[] = [
  { name: "ca", kind: "string", default: "", placeholder: "FILE", description: "the CA" },
  { name: "config", kind: "string", default: "", placeholder: "FILE", description: "the configuration" },
  { name: "profile", kind: "string", default: "", placeholder: "NAME", description: "the profile" },
  { name: "initca", kind: "bool", default: false, description: "a new CA" },
  { name: "port", kind: "int", default: 1n, placeholder: "PORT", description: "the port" },
  {
    name: "color",
    kind: "string",
    default: "",
    description: "a color",
    takes: { is: "word", words: [["red", "warm"]] },
  },
  { name: "int-dir", kind: "string", default: "", placeholder: "DIRECTORY", description: "a folder" },
  { name: "log", kind: "string", default: "", placeholder: "FILE", description: "any file" },
];

const sub: Grammar = {
  accepted: [...flags, { name: "unused", kind: "string", default: "" }],
  offered: flags,
  arguments: (isGiven) => (isGiven("initca") ? [requestJson] : [{ is: "text" }, requestJson]),
};

const top: Grammar = {
  accepted: [{ name: "old", kind: "bool", default: false }],
  offered: [],
  commands: [
    ["sub", "does something"],
    ["other", "does another thing"],
  ],
  command: async (name) => (name === "sub" ? sub : null),
};

const world: World = {
  profiles: async (path) => (path === "c.json" ? [["www", "1h: server auth"]] : []),
  variables: () => ["HOME", "KEY"],
  filePrefixes: true,
};

/** What may stand at `|`: leads, words and descriptions, files. */
async function answers(line: string, inWorld = world): Promise<string[]> {
  const [before = "", after = ""] = line.split("|");
  const words = before.split(" ");
  const typed = { before: words.slice(0, -1), current: words.at(-1) ?? "", after: after.split(" ").slice(1) };
  const { lead, candidates, files } = await complete(top, typed, inWorld);
  const found = candidates.map(
    ({ value, description, isOpen }) => `${lead}${value}${isOpen ? "…" : ""} (${description})`,
  );
  return files ? [...found, `${lead}${files.is} ${files.endings.join(" ")}`] : found;
}

const all = flags.map(({ name, description }) => `-${name} (${description})`);
const help = "-h (show help)";
const json = "file json";
const certificates = "file pem crt cer";

test.each<[string, string[]]>([
  ["|", ["sub (does something)", "other (does another thing)"]],
  ["s|", ["sub (does something)", "other (does another thing)"]],
  ["-|", [help]],
  ["-old |", ["sub (does something)", "other (does another thing)"]],
  ["nonsense |", []],
  ["nonsense -|", []],
  ["sub -|", [...all, help]],
  ["sub --|", [...all, help].map((flag) => `-${flag}`)],
  ["sub -initca -|", [...all.filter((flag) => !flag.startsWith("-initca")), help, "- (standard input)"]],
  ["sub -| -initca -ca x", [...all.filter((flag) => !/^-(initca|ca) /.test(flag)), help, "- (standard input)"]],
])("%j offers commands and flags: %j", async (line, expected) => {
  expect(await answers(line)).toEqual(expected);
});

test.each<[string, string[]]>([
  ["sub -config |", [json]],
  ["sub --config |", [json]],
  ["sub -config=|", ["-config=file json"]],
  ["sub --config=x|", ["--config=file json"]],
  ["sub -unknown -config |", [json]],
  ["sub -unused |", []],
  ["sub -log |", ["file "]],
  ["sub -int-dir |", ["folder "]],
  ["sub -color |", ["red (warm)"]],
  ["sub -color=|", ["-color=red (warm)"]],
  ["sub -port |", []],
  ["sub -initca=|", ["-initca=true ()", "-initca=false ()"]],
  ["sub -unknown=|", []],
  ["sub -ca |", [certificates]],
  ["sub -ca e|", ["env:… (an environment variable that holds it)", "file:… (a path)", certificates]],
  ["sub -ca env:|", ["env:HOME ()", "env:KEY ()"]],
  ["sub -ca=env:K|", ["-ca=env:HOME ()", "-ca=env:KEY ()"]],
  ["sub -ca file:|", ["file:file pem crt cer"]],
  ["sub -ca -|", [certificates]],
])("%j offers values: %j", async (line, expected) => {
  expect(await answers(line)).toEqual(expected);
});

test.each<[string, string[]]>([
  ["sub -config c.json -profile |", ["www (1h: server auth)"]],
  ["sub -config=c.json -profile=|", ["-profile=www (1h: server auth)"]],
  ["sub --config=c.json -initca --profile |", ["www (1h: server auth)"]],
  ["sub -config x.json -config c.json -profile |", ["www (1h: server auth)"]],
  ["sub -profile | -config c.json", ["www (1h: server auth)"]],
  ["sub -profile |w -initca -config=c.json x", ["www (1h: server auth)"]],
  ["sub -profile |", []],
  ["sub -config x.json -profile |", []],
  ["sub x -config c.json -profile |", []],
])("%j offers the profiles of the configuration: %j", async (line, expected) => {
  expect(await answers(line)).toEqual(expected);
});

test.each<[string, string[]]>([
  ["sub -initca |", [json]],
  ["sub -initca x|", [json]],
  ["sub -initca x.json |", []],
  ["sub -initca x.json -|", []],
  ["sub -initca=false |", []],
  ["sub name |", [json]],
  ["sub name -|", [json, "- (standard input)"].reverse()],
  ["sub -- |", []],
  ["sub -initca -- -|", ["- (standard input)", json]],
  ["sub - |", [json]],
])("%j offers arguments: %j", async (line, expected) => {
  expect(await answers(line)).toEqual(expected);
});

test("a release without prefixes offers none", async () => {
  const older = { ...world, filePrefixes: false };
  expect(await answers("sub -ca e|", older)).toEqual([certificates]);
  expect(await answers("sub -ca env:|", older)).toEqual([certificates]);
});

test("what is expected is said for a value that cannot be listed", async () => {
  const { hint } = await complete(top, { before: ["sub", "-port"], current: "", after: [] }, world);
  expect(hint).toBe("PORT: the port");
});

test("without arguments, flags are offered at once", async () => {
  const kinds: readonly ValueKind[] = [];
  const bare: Grammar = { accepted: flags, offered: flags, arguments: () => kinds };
  const { candidates } = await complete(bare, { before: [], current: "", after: [] }, world);
  expect(candidates.map(({ value }) => value)).toEqual([...flags.map(({ name }) => `-${name}`), "-h"]);
});
