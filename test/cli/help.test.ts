import { commands } from "../../src/cli/commands/index.js";
import { cfssl } from "../../src/cli/programs/cfssl.js";
import { cfsslCertinfo } from "../../src/cli/programs/cfssl-certinfo.js";
import { cfssljson } from "../../src/cli/programs/cfssljson.js";
import { v165 } from "../../src/release/v1-6-5.js";
import { createFakeHost } from "../support/fake-host.js";

const programs = { cfssl, cfssljson, "cfssl-certinfo": cfsslCertinfo };

/** What `LINE -h` prints on a terminal of so many columns. */
async function helpOf(line: string, columns: number, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const [program = "", ...words] = line.split(" ");
  const host = createFakeHost({ args: [...words, "-h"], terminal: { columns, rows: 24 }, env });
  expect(await programs[program as keyof typeof programs](host)).toBe(0);
  expect(host.printed().stdout).toHaveLength(0);
  return Buffer.from(host.printed().stderr).toString();
}

const lines = ["cfssl", "cfssljson", "cfssl-certinfo", ...v165.commands.map((name) => `cfssl ${name}`)];
const cases = [40, 80, 120].flatMap((columns) => lines.map((line) => [line, columns] as const));

/**
 * Lines of one word that end a paragraph of more lines, though the last word of the line before them would have fitted
 * beside them. A line goes on with the text that begins in its own column of the line before.
 */
function orphans(text: string, width: number): readonly string[] {
  const lines = text.split("\n");
  return lines.filter((line, index) => {
    const [before = "", after = ""] = [lines[index - 1], lines[index + 1]];
    const column = line.search(/\S/);
    if (!/^ *\S+$/.test(line) || !/^\S/.test(before.slice(column)) || /\S$/.test(before.slice(0, column))) return false;
    const words = before.slice(column).split(" ");
    const isLast = after.search(/\S/) !== column;
    return isLast && words.length > 1 && column + `${words.at(-1)} ${line.trim()}`.length <= width;
  });
}

describe("help", () => {
  test.each(cases)("of %s fits in %d columns, and cuts and orphans no word", async (line, columns) => {
    const [text, wide] = [await helpOf(line, columns), await helpOf(line, 1000)];
    expect(text).toMatch(/^Usage: cfssl/);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.split("\n").filter((each) => each.length > columns)).toEqual([]);
    expect(text).not.toMatch(/[ \t\u00a0]$/m);
    expect(text).not.toContain("\u00a0");
    // But for the ends of lines in commands, the words are those of a page that has all the room there is.
    const words = (page: string) => page.replaceAll(" \\\n", "\n").split(/\s+/);
    expect(words(text)).toEqual(words(wide));
    expect(orphans(text, columns)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ["  some words that\n  end\n", ["  end"]],
    ["  -x    some words that\n        end\n", ["        end"]],
    ["  -x FILE\n        end\n", []],
    ["  some words that end\n  in two\n", []],
    ["  some words that\n  averylongwordthatfitsbesidenone\n", []],
  ])("an orphan would be seen in %j", (text, found) => {
    expect(orphans(text, 32)).toEqual(found);
  });

  test.each(Object.entries(commands).filter(([, { load }]) => load))(
    "of %s names every flag that the command uses, in one column",
    async (name, { load }) => {
      const text = await helpOf(`cfssl ${name}`, 80);
      const command = await load?.();
      const [, flags = ""] = /\nFlags:\n((?: .*\n)+)/.exec(text) ?? [];
      const named = flags.match(/^ {2}-[a-z-]+/gm) ?? [];
      const ours = [...(command?.ownFlags ?? []), ...(command?.extraFlags ?? [])];
      const used = [...(command?.flags ?? []), ...ours.map((flag) => flag.name)];
      expect(named.map((flag) => flag.trim().slice(1))).toEqual(used);
      // A text begins after two blanks, or in a line of its own.
      const columns = flags
        .split("\n")
        .map((line) => line.replace(/^ {2}-[a-z-]+( [A-Z]\S*)?$/, ""))
        .filter((line) => line !== "")
        .map((line) => line.replace(/^ {2}-\S+( [A-Z]\S*)?/, (term) => " ".repeat(term.length)).search(/\S/));
      expect(new Set(columns).size).toBeLessThanOrEqual(1);
    },
  );

  test("of cfssl names every command, available or not", async () => {
    const text = await helpOf("cfssl", 80);
    for (const name of v165.commands) expect(text).toMatch(new RegExp(`(^  |[ ,])${name}(,|  |\n|$)`, "m"));
    expect(/Commands:\n((?: .*\n)+)/.exec(text)?.[1]?.match(/^ {2}\S+/gm)).toEqual(
      Object.entries(commands)
        .filter(([, { load }]) => load)
        .map(([name]) => `  ${name}`),
    );
  });

  test.each([
    ["gencert", /^ {2}cfssl gencert -ca=ca.pem .* \\\n {4}-profile=server .* \| cfssljson -bare server\n {6}make/m],
    ["gencert", /^ {3}or: cfssl gencert -ca CERT .*\n {11}\[-hostname HOSTS\] CSRJSON$/m],
    ["gencert", /^ {2}-mutual-tls-client-key FILE\n {23}private key/m],
    ["certinfo", /^ {2}-serial NUMBER .* in the database,\n {23}in decimal\n {2}-aki ID /m],
    ["sign", /\(default: 1\)$/m],
  ])("of %s has the form %s", async (name, form) => {
    expect(await helpOf(`cfssl ${name}`, 80)).toMatch(form);
  });
});

describe("the width of help", () => {
  const widest = async (columns: number, env: Readonly<Record<string, string>> = {}) => {
    const text = await helpOf("cfssl gencert", columns, env);
    return Math.max(...text.split("\n").map((line) => line.length));
  };

  test.each<[string, number, Readonly<Record<string, string>>, number]>([
    ["is the terminal's", 100, {}, 100],
    ["is 120 columns at most", 500, {}, 120],
    ["is 40 columns at least", 12, {}, 40],
    ["is 80 columns on a terminal that does not know its own", 0, {}, 80],
    ["is what COLUMNS says on a terminal that does not know its own", 0, { COLUMNS: "60" }, 60],
    ["is what COLUMNS says if that is less than the terminal has", 100, { COLUMNS: "60" }, 60],
    ["is never more than the terminal's", 60, { COLUMNS: "100" }, 60],
    ["is not what COLUMNS says if that is no number", 80, { COLUMNS: "wide" }, 80],
    ["is not what COLUMNS says if that is nothing", 80, { COLUMNS: "0" }, 80],
  ])("%s (%d columns, %j)", async (_, columns, env, expected) => {
    const found = await widest(columns, env);
    expect(found).toBeLessThanOrEqual(expected);
    expect(found).toBeGreaterThan(expected * 0.9);
  });
});
