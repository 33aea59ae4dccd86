import { ourPrograms } from "../support/programs.js";
import { cleanEnvironment } from "../support/spawned.js";
import { hasTerminals, runOnTerminal } from "../support/terminal.js";

if (!hasTerminals) console.warn("python3 is not installed: the programs are not tried on terminals.");
const describeOnTerminal = hasTerminals ? describe : describe.skip;

const env = cleanEnvironment(ourPrograms());
const usual = { columns: 80, rows: 24 };
const linesOf = (text: string) => text.split("\n").slice(0, -1);
const widest = (text: string) => Math.max(...linesOf(text).map((line) => line.length));

describeOnTerminal("on a terminal", () => {
  test.each([
    [40, 40],
    [80, 80],
    [120, 120],
    [300, 120],
    [0, 80],
  ])("of %d columns, help takes %d", async (columns, expected) => {
    const { exitCode, text } = await runOnTerminal("cfssl gencert -h", { columns, rows: 24 }, env);
    expect([exitCode, text.slice(0, 20)]).toEqual([0, "Usage: cfssl gencert"]);
    expect(widest(text)).toBeLessThanOrEqual(expected);
    expect(widest(text)).toBeGreaterThan(expected * 0.9);
  });

  test.each<[string, number, string[]]>([
    [
      "cfssl gencert -initcaa csr.json",
      2,
      ["flag provided but not defined: -initcaa", "did you mean -initca?", "cfssl gencert -h explains the flags"],
    ],
    ["cfssl gencrt", 1, ["Command gencrt is not defined.", "did you mean gencert?", "cfssl -h lists the commands"]],
    ["cfssl", 1, ["No command is given.", "cfssl -h lists the commands"]],
    [
      "cfssljson -bear",
      2,
      ["flag provided but not defined: -bear", "did you mean -bare?", "cfssljson -h explains the flags"],
    ],
    [
      "cfssl-certinfo -crt x",
      2,
      ["flag provided but not defined: -crt", "did you mean -cert?", "cfssl-certinfo -h explains the flags"],
    ],
  ])("%s exits with %i and says what was meant", async (line, exitCode, lines) => {
    expect(await runOnTerminal(line, usual, env)).toEqual({
      exitCode,
      text: lines.map((each) => `${each}\n`).join(""),
    });
  });

  test("only standard error counts: it may be elsewhere", async () => {
    const { text } = await runOnTerminal("cfssl gencert -initcaa 2>&1 | cat", usual, env);
    expect(linesOf(text).slice(0, 2)).toEqual([
      "flag provided but not defined: -initcaa",
      "Usage: cfssl gencert -initca CSRJSON",
    ]);
    expect(linesOf(text).length).toBeGreaterThan(30);
  });

  test("only standard error counts: the others may be elsewhere", async () => {
    const { text } = await runOnTerminal("cfssl gencert -initcaa </dev/null | cat", usual, env);
    expect(linesOf(text)).toHaveLength(3);
  });

  test("standard error may be closed", async () => {
    expect(await runOnTerminal("cfssl gencert -initcaa 2>&-; echo $?", usual, env)).toEqual({
      exitCode: 0,
      text: "2\n",
    });
  });

  test("the terminal keeps its settings", async () => {
    const line = 'before=$(stty -a); cfssl -x; [ "$before" = "$(stty -a)" ] && echo same';
    const { text } = await runOnTerminal(line, usual, env);
    expect(linesOf(text)).toEqual(["flag provided but not defined: -x", "cfssl -h lists the commands", "same"]);
  });
});
