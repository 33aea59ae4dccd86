import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { areInstalled } from "../support/installed.js";
import { type ShellName, type Typed, typeInShell } from "../support/interactive-shell.js";
import { ourPrograms, realPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const timeLimit = 300_000;
const bashCompletion = "/usr/share/bash-completion/bash_completion";

/** A way to install completion, and what it needs. */
interface Installation {
  readonly name: string;
  readonly shell: ShellName;
  /** What the shell's settings say. */
  readonly setup: string;
  /** What a person types once, before that. */
  readonly once?: string;
}

const installations: readonly Installation[] = [
  { name: "bash", shell: "bash", setup: "source <(cfssl completion bash)\n" },
  {
    name: "bash with bash-completion",
    shell: "bash",
    setup: `source ${bashCompletion}\nsource <(cfssl completion bash)\n`,
  },
  { name: "bash with bash-completion, on demand", shell: "bash", setup: `source ${bashCompletion}\n`, once: "bash" },
  {
    name: "bash with settings of its own",
    shell: "bash",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's.
    setup: "source <(cfssl completion bash)\nset -u -f\nshopt -s failglob\nCOMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]}\n",
  },
  { name: "zsh", shell: "zsh", setup: 'eval "$(cfssl completion zsh)"\n' },
  { name: "zsh, on demand", shell: "zsh", setup: "fpath=(~/.zfunc $fpath)\ncompinit -u\n", once: "zsh" },
  {
    name: "zsh with settings of its own",
    shell: "zsh",
    setup: 'eval "$(cfssl completion zsh)"\nsetopt KSH_ARRAYS SH_WORD_SPLIT GLOB_SUBST NO_UNSET\n',
  },
  { name: "fish", shell: "fish", setup: "cfssl completion fish | source\n" },
  { name: "fish, on demand", shell: "fish", setup: "", once: "fish" },
];

function isThere({ name, shell }: Installation): boolean {
  const needsPackage = name.includes("bash-completion");
  if (needsPackage && !existsSync(bashCompletion)) {
    console.warn(`There is no ${bashCompletion}. Skipped: completion in ${name}.`);
    return false;
  }
  return areInstalled([shell, "python3"], `completion in ${name}`);
}

/** The lines at the head of a script that a person types once: those below `on demand`, as comments of the shell. */
function typedOnce(script: string): string {
  const head = script.split(/\n(?!#)/)[0] ?? "";
  const from = head.split("\n").findIndex((line) => line.includes("first needed"));
  const lines = head.split("\n").slice(from + 1);
  const to = lines.findIndex((line) => !line.startsWith("#   "));
  return lines
    .slice(0, to < 0 ? undefined : to)
    .map((line) => line.slice(1))
    .join("\n");
}

const profile = { expiry: "8760h", usages: ["server auth"] };
const names = ["server", "my profile", "$(touch boom)", "`touch boom`", "it's", "a:b", "esc\x1b[31m", "zap\nsecond"];
const config = { signing: { profiles: Object.fromEntries(names.map((name) => [name, profile])) } };

/** Names that a careless script would split, expand or run. */
const files = [
  "ca.pem",
  "ca-key.pem",
  "csr.json",
  "my csr.json",
  "it's.pem",
  "x:y.pem",
  "notes.txt",
  "nest.conf",
  "$(touch boom).csr",
];

function fill(folder: string): void {
  for (const name of ["certs", "my folder", "home", "links", "nest"]) mkdirSync(join(folder, name));
  for (const name of [...files, "home/tilde.json", "my folder/inner.pem"]) writeFileSync(join(folder, name), "");
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  writeFileSync(join(folder, "bad.json"), "{");
  symlinkSync(join(programs, "cfssl"), join(folder, "links", "cfssl-ts"));
}

/** What is typed before Tab, and the line after it. */
type Row = readonly [typed: string, line: string];

const everywhere: readonly Row[] = [
  ["cfssl gencs", "cfssl gencsr "],
  ["cfssl gencert -con", "cfssl gencert -config "],
  ["cfssl gencert --con", "cfssl gencert --config "],
  ["cfssl gencert -initca=t", "cfssl gencert -initca=true "],
  ["cfssl gencert -initca cs", "cfssl gencert -initca csr.json "],
  ["cfssl gencert csr.json -con", "cfssl gencert csr.json -con"],
  ["cfssl gencert -config con", "cfssl gencert -config config.json "],
  ["cfssl gencert -config=con", "cfssl gencert -config=config.json "],
  ["cfssl gencert -config no", "cfssl gencert -config notes.txt "],
  ["cfssl gencert -config ~/ti", "cfssl gencert -config ~/tilde.json "],
  ["cfssl gencert -ca ./ca.", "cfssl gencert -ca ./ca.pem "],
  ["cfssl gencert -ca it", "cfssl gencert -ca it\\'s.pem "],
  ["cfssl gencert -ca=it", "cfssl gencert -ca=it\\'s.pem "],
  ["cfssl gencert -ca x:", "cfssl gencert -ca x:y.pem "],
  ["cfssl gencert -ca my\\ folder/", "cfssl gencert -ca my\\ folder/inner.pem "],
  ['cfssl gencert -ca "my folder/', 'cfssl gencert -ca "my folder/inner.pem" '],
  ["cfssl gencert -ca file:ca.", "cfssl gencert -ca file:ca.pem "],
  ["cfssl gencert -ca=file:ca.", "cfssl gencert -ca=file:ca.pem "],
  ["cfssl gencert -ca en", "cfssl gencert -ca env:"],
  ["cfssl gencert -ca env:SECRET", "cfssl gencert -ca env:SECRET_KEY "],
  ["cfssl gencert -ca=env:SECRET", "cfssl gencert -ca=env:SECRET_KEY "],
  ["cfssl sign \\$", "cfssl sign \\$\\(touch\\ boom\\).csr "],
  ["cfssl gencert -config config.json -profile s", "cfssl gencert -config config.json -profile server "],
  ["cfssl gencert -config=config.json -profile=s", "cfssl gencert -config=config.json -profile=server "],
  ["cfssl gencert -config config.json -profile my", "cfssl gencert -config config.json -profile my\\ profile "],
  ['cfssl gencert -config config.json -profile "my', 'cfssl gencert -config config.json -profile "my profile" '],
  ["cfssl gencert -config config.json -profile i", "cfssl gencert -config config.json -profile it\\'s "],
  ["cfssl gencert -config config.json -profile a:", "cfssl gencert -config config.json -profile a:b "],
  ["cfssl gencert -config config.json -profile=a:", "cfssl gencert -config config.json -profile=a:b "],
  [
    "cfssl gencert -config config.json -profile \\$",
    "cfssl gencert -config config.json -profile \\$\\(touch\\ boom\\) ",
  ],
  ["cfssl gencert -config config.json -profile '$", "cfssl gencert -config config.json -profile '$(touch boom)' "],
  ["cfssl gencert -config config.json -profile es", "cfssl gencert -config config.json -profile es"],
  ["cfssl gencert -config config.json -profile zap", "cfssl gencert -config config.json -profile zap"],
  ["cfssl gencert -config bad.json -profile s", "cfssl gencert -config bad.json -profile s"],
  ["cfssl gencert -config missing.json -profile s", "cfssl gencert -config missing.json -profile s"],
  ["cfssl gencert -hostname c", "cfssl gencert -hostname c"],
  ["cfssl print-defaults con", "cfssl print-defaults config "],
  ["cfssl completion p", "cfssl completion powershell "],
  ["cfssl gencert csr.json | cfssljson -ba", "cfssl gencert csr.json | cfssljson -bare "],
  ["cfssljson -f cs", "cfssljson -f csr.json "],
  ["cfssljson -bare cer", "cfssljson -bare certs/"],
  ["cfssl-certinfo -ce", "cfssl-certinfo -cert "],
  ["cfssl-certinfo -cert ca.", "cfssl-certinfo -cert ca.pem "],
  ["./links/cfssl-ts gencs", "./links/cfssl-ts gencsr "],
  ["missing/cfssl gencs", "missing/cfssl gencsr "],
  ["cfssl version 2>no", "cfssl version 2>notes.txt "],
  ["true; cfssl gencs", "true; cfssl gencsr "],
];

const left = "\x1b[D";
const middle = `cfssl gencert -profile s -config config.json${left.repeat(" -config config.json".length)}`;

/** Where shells differ; FOLDER is the test's. */
const inShell: Readonly<Record<ShellName, readonly Row[]>> = {
  bash: [
    ["cfssl gencert -config=~/ti", "cfssl gencert -config=FOLDER/home/tilde.json "],
    ["cfssl gencert -config $HOME/ti", "cfssl gencert -config FOLDER/home/tilde.json "],
    ["cfssl gencert -ca='my folder/", "cfssl gencert -ca='my folder/inner.pem' "],
    ["cfssl gencert -ca my\\ f", "cfssl gencert -ca my\\ folder/"],
    [middle, "cfssl gencert -profile server -config config.json"],
  ],
  zsh: [
    ["cfssl gencert -config=~/ti", "cfssl gencert -config=FOLDER/home/tilde.json "],
    ["cfssl gencert -config $HOME/ti", "cfssl gencert -config $HOME/tilde.json "],
    ["cfssl gencert -ca='my folder/", "cfssl gencert -ca=my\\ folder/inner.pem "],
    ["cfssl gencert -ca my\\ f", "cfssl gencert -ca my\\ folder/"],
    [middle, "cfssl gencert -profile server  -config config.json"],
    ["command cfssl gencs", "command cfssl gencsr "],
  ],
  fish: [
    ["cfssl gencert -config $HOME/ti", "cfssl gencert -config $HOME/tilde.json "],
    ["cfssl gencert -ca='my folder/", "cfssl gencert -ca='my folder/inner.pem' "],
    ["cfssl gencert -ca my\\ f", "cfssl gencert -ca my\\ folder/"],
    ["command cfssl gencs", "command cfssl gencsr "],
  ],
};

const noise = /not found|Usage|rror|Failed|undefined|command line:/;

describe.each(installations.filter(isThere))("completion in $name", ({ shell, setup, once }) => {
  const rows = [...everywhere, ...inShell[shell]];
  let results: readonly Typed[] = [];
  let lists: readonly Typed[] = [];
  let made: readonly string[] = [];

  // A busy machine takes its time to start the program for each of the lines.
  beforeAll(
    () =>
      withFolder(async (folder) => {
        fill(folder);
        const before = readdirSync(folder);
        const env = { HOME: join(folder, "home") };
        if (once) {
          const { stdout } = await runShell(`cfssl completion ${once}`, { cwd: folder, programs, env });
          const typed = await runShell(`${shell} -c '${typedOnce(stdout)}'`, {
            cwd: folder,
            programs,
            env,
            shell: "bash",
          });
          expect(typed).toEqual({ exitCode: 0, stdout: "", stderr: "" });
        }
        const keys = rows.map(([typed]) => `${typed}\t`);
        results = typeInShell(shell, keys, { folder, programs, setup }).map(({ line, screen }) => ({
          line: line.replace(folder, "FOLDER"),
          screen,
        }));
        const listed = [
          "cfssl ",
          "cfssl gencert -",
          "cfssl gencert -config config.json -profile ",
          "cfssl sign -hostname ",
          "cfssl sign -config nest",
        ];
        // Bash lists at the second Tab.
        const tabs = shell === "bash" ? "\t\t" : "\t";
        lists = typeInShell(
          shell,
          listed.map((line) => line + tabs),
          { folder, programs, setup },
        );
        made = readdirSync(folder).filter((name) => !before.includes(name));
      }),
    timeLimit,
  );

  test.each(rows.map(([typed, line], at) => ({ typed, line, at })))("$typed becomes $line", ({ line, at }) => {
    expect(results[at]?.line).toBe(line);
    expect(results[at]?.screen).not.toMatch(noise);
  });

  test("nothing is run that a file or a configuration has as its name", () => {
    expect(made).toEqual([]);
  });

  test("commands, flags and profiles are listed, those that are ready and can be typed", () => {
    const [commands, flags, profiles] = lists.map(({ screen }) => screen);
    for (const word of ["gencert", "print-defaults", "completion", "version"]) expect(commands).toContain(word);
    expect(commands).not.toMatch(/scan/);
    for (const word of ["-initca", "-ca-key", "-mutual-tls-client-cert"]) expect(flags).toContain(word);
    expect(flags).not.toContain("-ca-bundle");
    for (const word of ["server", "my profile", "a:b"]) expect(profiles?.replaceAll("\\", "")).toContain(word);
    expect(profiles).not.toMatch(/31m|second/);
  });

  test("a file of another kind is offered beside a folder when no other file fits", () => {
    expect(lists[4]?.screen).toMatch(/nest\.conf/);
    expect(lists[4]?.screen).toMatch(/nest\//);
  });

  if (shell === "zsh") {
    test("what is expected is said where nothing can be listed", () => {
      expect(lists[3]?.screen).toContain("HOSTS: hosts of the certificate");
    });
  }

  if (shell !== "bash") {
    test("what is listed is described", () => {
      const [commands, flags, profiles] = lists.map(({ screen }) => screen);
      expect(commands).toContain("Print the version");
      expect(flags).toContain("make a new CA");
      expect(profiles).toContain("8760h: server auth");
    });
  }
});

const real = realPrograms("1.6.5");
if (!real) console.warn("Real cfssl is not installed: the test of completion beside it is skipped.");

(real ? describe : describe.skip)("with real cfssl as the program", () => {
  const shells = installations.filter(({ once, name }) => !once && !name.includes(" ")).filter(isThere);
  test.each(shells)("$name completes nothing, shows no error and leaves no file", ({ shell }) =>
    withFolder(async (folder) => {
      const { stdout } = await runShell(`cfssl completion ${shell}`, { cwd: folder, programs });
      writeFileSync(join(folder, "script"), stdout);
      mkdirSync(join(folder, "home"));
      const typed = ["cfssl gencs", "cfssl gencert -con", "cfssljson -ba", "cfssl-certinfo -ce"];
      const keys = typed.map((line) => `${line}\t`);
      const found = typeInShell(shell, keys, { folder, programs: real ?? "", setup: `source ./script\n` });
      expect(found.map(({ line }) => line)).toEqual(typed);
      for (const { screen } of found) expect(screen).not.toMatch(noise);
      expect(readdirSync(folder)).toEqual(["home", "script"]);
    }),
  );
});
