import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../../src/cli/commands/index.js";
import { flagsNamed } from "../../../src/cli/flags.js";
import { display, paragraph, request, synopsis } from "../../../src/cli/help/roff.js";
import { renderManuals } from "../../../src/cli/programs/manuals.js";
import { projectFolder } from "../../support/contents.js";
import { areInstalled } from "../../support/installed.js";

const edition = { source: "cfssl-ts 1.2.3", date: "2026-01-02" };

/** What a program prints on both streams about a page; undefined when it is not installed. */
function ask(program: string, args: readonly string[], page: string): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, args, { input: page, encoding: "utf8" });
  return error ? undefined : stdout + stderr;
}

/** A test for each program that reads manual pages; those of programs that are not installed are skipped. */
function eachReader(name: string, check: (program: string) => void): void {
  for (const program of ["mandoc", "groff"]) {
    const isThere = areInstalled([program], "its look at the manual pages");
    (isThere ? test : test.skip)(`${program} ${name}`, () => check(program));
  }
}

/** A page as mandoc shows it, without bold and italics. */
function shown(page: string): string | undefined {
  return ask("mandoc", ["-Tascii", "-Owidth=80"], page)?.replace(/.\u0008/g, "");
}

const available = Object.entries(commands).filter(([, { load }]) => load);

describe("the manual pages", () => {
  let pages: ReadonlyMap<string, string> = new Map();
  beforeAll(async () => {
    pages = await renderManuals(edition);
  });

  test("are one for each program and for each command, which `cfssl certinfo` shares with the program", () => {
    const programs = ["cfssl", "cfssljson", "cfssl-newkey", "mkbundle", "multirootca"];
    const expected = [...programs, ...available.map(([name]) => `cfssl-${name}`)].map((name) => `${name}.1`);
    expect([...pages.keys()].sort()).toEqual(expected.sort());
    expect(pages.get("cfssl-certinfo.1")).toMatch(/\.SH NAME\ncfssl\\-certinfo, cfssl certinfo \\- show/);
  });

  test("are the ones that the package names, and that the build writes", () => {
    const { man } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
    const names = [...pages.keys()].sort();
    expect(man.toSorted()).toEqual(names.map((name) => `./dist/man/${name}`));
    expect(readdirSync(join(projectFolder, "dist", "man")).sort()).toEqual(names);
  });

  test("are the same every time", async () => {
    expect(await renderManuals(edition)).toEqual(pages);
  });

  test("have every section, in the usual order", () => {
    const order = ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "EXAMPLES", "SEE ALSO"];
    for (const [name, page] of pages) {
      const titles = [...page.matchAll(/^\.SH "?([^"\n]+)"?$/gm)].map(([, title]) => title);
      expect([name, titles.filter((title) => order.includes(title ?? ""))]).toEqual([name, order]);
    }
  });

  test("begin with the name, the source and the date", () => {
    const head = '.TH CFSSL\\-GENCERT 1 2026-01-02 "cfssl-ts 1.2.3" "User Commands"\n';
    expect(pages.get("cfssl-gencert.1")?.split("\n")[1]).toBe(head.trim());
  });

  const names = [...available.map(([name]) => name)];

  test.each(names)("name every flag that cfssl %s uses, with its text", async (name) => {
    const page = shown(pages.get(`cfssl-${name}.1`) ?? "");
    if (page === undefined) return;
    const words = page.split(/\s+/).join(" ");
    const command = await commands[name]?.load?.();
    for (const flag of [...flagsNamed(command?.flags ?? []), ...(command?.ownFlags ?? [])]) {
      expect(words).toContain(flag.placeholder ? ` -${flag.name} ${flag.placeholder} ` : ` -${flag.name} `);
    }
    for (const line of command?.usage ?? []) expect(words).toContain(line);
  });

  test("only lead to pages that exist", () => {
    for (const page of pages.values()) {
      const linked = [...page.matchAll(/^\.BR (\S+) \(1\)/gm)].map(
        ([, name = ""]) => `${name.replaceAll("\\-", "-")}.1`,
      );
      expect(linked.length).toBeGreaterThan(0);
      expect(linked.filter((name) => !pages.has(name))).toEqual([]);
    }
  });

  eachReader("finds nothing to complain of", (program) => {
    const args = program === "mandoc" ? ["-Tlint", "-Wall"] : ["-ww", "-man", "-z"];
    for (const [name, page] of pages) expect([name, ask(program, args, page)]).toEqual([name, ""]);
  });

  eachReader("would see a broken page", (program) => {
    const args = program === "mandoc" ? ["-Tlint", "-Wall"] : ["-ww", "-man", "-z"];
    expect(ask(program, args, ".TH X 1\n.nosuch\n\\*[nothing]\n")).not.toBe("");
  });

  eachReader("keeps a flag and its value, and a number and its word, in one line", (program) => {
    const args = program === "mandoc" ? ["-Tascii", "-Owidth=80"] : ["-Tascii", "-man", "-P-cbou", "-rLL=80n"];
    for (const name of ["gencert", "sign"]) {
      const text = ask(program, args, pages.get(`cfssl-${name}.1`) ?? "")?.replace(/.\u0008/g, "") ?? "";
      const [, forms = ""] = /\nSYNOPSIS\n([\s\S]*?)\nDESCRIPTION\n/.exec(text) ?? [];
      expect(forms).toMatch(/^ +cfssl /);
      expect(forms.split("\n").filter((line) => /-[a-z-]+$/.test(line))).toEqual([]);
      expect(forms.split("\n").filter((line) => /^ {5,10}[^c ]/.test(line))).toEqual([]);
      expect(text).toMatch(/[^ ] 2 warning|^ +2 warning/m);
    }
  });

  test("explain nothing twice among their examples", () => {
    for (const page of pages.values()) {
      const explained = page.match(/^[A-Z].*:$/gm) ?? [];
      expect(new Set(explained).size).toBe(explained.length);
    }
  });

  test("say of what is not available only where it is the program's own page", () => {
    const found = [...pages].filter(([, page]) => /command is not available/.test(page)).map(([name]) => name);
    expect(found).toEqual(["cfssl.1"]);
  });

  eachReader("shows dashes that can be copied", (program) => {
    const args = program === "mandoc" ? ["-Tutf8"] : ["-Tutf8", "-man", "-P-cbou"];
    const text = ask(program, args, pages.get("cfssl-gencert.1") ?? "")?.replace(/.\u0008/g, "");
    expect(text).toContain("cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json \\\n");
    expect(text?.match(/[\u2010-\u2015\u2018\u201c]/g) ?? []).toEqual([]);
  });
});

describe("roff", () => {
  test.each([
    ["a self-signed one", "a self-signed one\n"],
    ["-ca and ca-key.pem", "\\-ca and ca\\-key.pem\n"],
    ["run `cfssl x -y 'z'` now", "run \\fBcfssl x \\-y \\(aqz\\(aq\\fR now\n"],
    [".dot", "\\&.dot\n"],
    ["'quote", "\\&'quote\n"],
    ["C:\\new ~ ^", "C:\\enew \\(ti \\(ha\n"],
    ["M\u00fcller", "M\\[u00FC]ller\n"],
    ["One. Two", "One.\nTwo\n"],
    ["1\u00a0one", "1\\~one\n"],
  ])("a paragraph %j is %j", (text, source) => {
    expect(paragraph(text)).toBe(source);
  });

  test.each([
    ["cfssl x", "\\fBcfssl\\fR \\fBx\\fR"],
    ["-ca FILE", "\\fB\\-ca\\fR \\fIFILE\\fR"],
    ["[-f FILE]", "[\\fB\\-f\\fR \\fIFILE\\fR]"],
    ["HOST[:PORT]", "\\fIHOST\\fR[:\\fIPORT\\fR]"],
    ["NAME-key.pem", "\\fINAME\\fR\\fB\\-key.pem\\fR"],
    ["a|b", "\\fBa\\fR|\\fBb\\fR"],
  ])("a form %j is %j", (text, source) => {
    expect(synopsis(text)).toBe(source);
  });

  test("a display keeps its lines", () => {
    expect(display(["a -b \\", "  'c'", ".d"])).toBe(".PP\n.RS 4\n.nf\na \\-b \\e\n  \\(aqc\\(aq\n\\&.d\n.fi\n.RE\n");
  });

  test("a request quotes arguments with blanks or without any text", () => {
    expect(request("TH", "A", "", "b c", 'd"e')).toBe('.TH A "" "b c" d\\(dqe\n');
  });
});
