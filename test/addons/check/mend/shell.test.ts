import { execFileSync } from "node:child_process";
import { quote, stemOf, word, writeLines } from "../../../../src/addons/check/mend/shell.js";

const hostile = [
  "pki/ca.crt",
  "a b.pem",
  "it's.pem",
  'say "x".pem',
  "$HOME/`id`.pem",
  "a;rm -rf x.pem",
  "100%d\\n.pem",
  "line\nfeed.pem",
  "tab\t'quoted'\u0007.pem",
  "\u202eright to left.pem",
  "zürich/名.pem",
  "*?[a].pem",
  "~root",
  "=x",
  "#x",
  "!x",
  "",
];

const shells = ["sh", "bash"].filter((shell) => {
  try {
    execFileSync(shell, ["-c", "true"]);
    return true;
  } catch {
    console.warn(`${shell} is missing: no word is tried in it`);
    return false;
  }
});

describe.each(shells)("in %s", (shell) => {
  const printed = (text: string) => execFileSync(shell, ["-c", `printf '%s|' ${text}`], { encoding: "utf8" });

  test.each(hostile)("%j is one word that says the same", (text) => {
    expect(printed(quote(text))).toBe(`${text}|`);
  });

  test.each(["-rf", "--version.pem", "-\n.pem"])("the path %j is no option", (path) => {
    expect(printed(word(path))).toBe(`./${path}|`);
  });
});

test("a name that ends in a line feed needs a shell of POSIX 2024", () => {
  expect(execFileSync("bash", ["-c", `printf '%s|' ${quote("a\n")}`], { encoding: "utf8" })).toBe("a\n|");
});

test("no word has a character that cannot be seen", () => {
  for (const text of hostile) expect(quote(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("lines are written as they are", () => {
  const lines = ['{ "CN": "it\'s %s \\n" }', "", "-n"];
  const script = `cd "$(mktemp -d)" && ${writeLines("-x y", lines)} && cat ./*`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(`${lines.join("\n")}\n`);
});

test.each([
  ["pki/ca.crt", "pki/ca"],
  ["a.b/c", "a.b/c"],
  [".pem", ".pem"],
  ["x/.pem", "x/.pem"],
  ["web.fullchain.pem", "web.fullchain"],
])("the stem of %s is %s", (path, stem) => {
  expect(stemOf(path)).toBe(stem);
});
