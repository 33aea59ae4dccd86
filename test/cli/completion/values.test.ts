import { createLogger } from "../../../src/cfssl/log.js";
import { valueKind } from "../../../src/cli/completion/values.js";
import { allFlags, flagsNamed } from "../../../src/cli/flags.js";

function kindOf(name: string) {
  const [flag] = flagsNamed([name]);
  if (!flag) throw new Error(`there is no -${name}`);
  return valueKind(flag);
}

test.each([
  ["flavor", ["optimal", "ubiquitous", "force"]],
  ["status", ["good", "revoked", "unknown"]],
  ["loglevel", ["0", "1", "2", "3", "4", "5"]],
  [
    "reason",
    [
      ...["unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation"],
      ...["certificateHold", "removeFromCRL", "privilegeWithdrawn", "aACompromise"],
    ],
  ],
  ["initca", ["true", "false"]],
])("-%s takes one of %j", (name, words) => {
  expect(kindOf(name)).toEqual({ is: "word", words: words.map((word) => [word, expect.any(String)]) });
});

test.each([
  ["profile", { is: "profile" }],
  ["int-dir", { is: "folder" }],
  ["csv", { is: "file", endings: [] }],
  ["config", { is: "file", endings: ["json"] }],
  ["csr", { is: "file", endings: ["csr", "pem"], takesStdin: true }],
  ["cert", { is: "file", endings: ["pem", "crt", "cer"] }],
  ["ca", { is: "file", endings: ["pem", "crt", "cer"], takesPrefixes: true }],
  ["key", { is: "file", endings: ["pem", "key"], takesPrefixes: true }],
  ["hostname", { is: "text" }],
  ["port", { is: "text" }],
  ["expiry", { is: "text" }],
])("-%s takes %j", (name, kind) => {
  expect(kindOf(name)).toEqual(kind);
});

test("every flag whose help says FILE takes a file, and no other does", () => {
  const files = allFlags().filter(({ placeholder }) => placeholder === "FILE");
  expect(files.map(valueKind).filter(({ is }) => is !== "file")).toEqual([]);
  const others = allFlags().filter(({ placeholder }) => placeholder !== "FILE");
  expect(others.map(valueKind).filter(({ is }) => is === "file")).toEqual([]);
});

function wordsOf(name: string): readonly (readonly [word: string, description: string])[] {
  const kind = kindOf(name);
  return kind.is === "word" ? kind.words : [];
}

test.each(wordsOf("loglevel"))("-loglevel %s prints no line below the level %s", (level, name) => {
  const lines: string[] = [];
  const log = createLogger(
    BigInt(level),
    () => "",
    (line) => lines.push(line),
  );
  log.debug("x");
  log.info("x");
  log.warning("x");
  log.error("x");
  log.critical("x");
  // No program prints a fatal line.
  const [, lowest = "FATAL"] = /\[(\w+)\]/.exec(lines[0] ?? "") ?? [];
  expect(lowest).toBe(name.toUpperCase());
});

test("the reasons have the numbers of RFC 5280 §5.3.1, in which 7 is not used", () => {
  expect(wordsOf("reason").map(([, number]) => number)).toEqual(["0", "1", "2", "3", "4", "5", "6", "8", "9", "10"]);
});
