import type { Program } from "../../../src/cli/program.js";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { cfsslCertinfo } from "../../../src/cli/programs/cfssl-certinfo.js";
import { cfssljson } from "../../../src/cli/programs/cfssljson.js";
import { createFakeHost } from "../../support/fake-host.js";
import { createMemoryFiles } from "../../support/memory-files.js";

const profile = { expiry: "8760h", usages: ["signing", "server auth"] };
const remote = { remote: "r", usages: [] };

const configurations: Readonly<Record<string, unknown>> = {
  "config.json": {
    signing: { profiles: { server: profile, peer: profile, far: remote } },
    remotes: { r: "host:8888" },
  },
  "names.json": {
    signing: {
      profiles: Object.fromEntries(
        [
          "a b",
          "$(touch x)",
          "`x`",
          "it's",
          'q"q',
          "a:b",
          "back\\slash",
          "bang!",
          "new\nline",
          "esc\x1b[31m",
          "\u202e",
          "ü",
        ].map((name) => [name, { ...profile, usages: ["signing", "bell\x07"] }]),
      ),
    },
  },
  "invalid.json": { signing: { profiles: { server: { ...profile, usages: [] } } } },
  "no-signing.json": {},
  "null.json": null,
};

const files = new Map(
  Object.entries(configurations).map(([name, value]) => [name, Buffer.from(JSON.stringify(value))]),
);

interface Question {
  readonly program?: Program;
  readonly env?: Readonly<Record<string, string>>;
  readonly rest?: string;
  /** What bash is about to replace. */
  readonly word?: string;
}

async function ask(shell: string, line: string, { program = cfssl, env = {}, rest = "", word = "" }: Question = {}) {
  const question = { CFSSL_COMPLETE: shell, CFSSL_COMPLETE_LINE: line, CFSSL_COMPLETE_REST: rest };
  const host = createFakeHost({
    args: [],
    files: createMemoryFiles(files, 0o022),
    env: { HOME: "/home/x", ...question, CFSSL_COMPLETE_WORD: word, ...env },
  });
  const exitCode = await program(host);
  const { stdout, stderr } = host.printed();
  expect({ exitCode, stderr: Buffer.from(stderr).toString() }).toEqual({ exitCode: 0, stderr: "" });
  return Buffer.from(stdout).toString();
}

/** The words for a line, by the answer to PowerShell, which says everything. */
async function wordsFor(line: string, question: Question = {}): Promise<string[]> {
  const { words } = JSON.parse(await ask("powershell", line, question));
  return words.map(({ shown }: { shown: string }) => shown);
}

async function tipsFor(line: string): Promise<string[]> {
  return JSON.parse(await ask("powershell", line)).words.map(({ tip }: { tip: string }) => tip);
}

const available = [
  "bundle",
  "certdb",
  "certinfo",
  "check",
  "completion",
  "crl",
  "ensure",
  "explain",
  "export",
  "gencert",
  "gencrl",
  "gencsr",
  "genkey",
  "info",
  "list",
  "ocspdump",
  "ocsprefresh",
  "ocspserve",
  "ocspsign",
  "print-defaults",
  "renew",
  "revoke",
  "selfsign",
  "serve",
  "show",
  "sign",
  "version",
];

test.each<[string, string[]]>([
  ["cfssl ", available],
  ["cfssl gen", ["gencert", "gencrl", "gencsr", "genkey"]],
  ["cfssl scan ", []],
  ["cfssl gencert -mut", ["-mutual-tls-client-cert", "-mutual-tls-client-key"]],
  ["cfssl gencert -tls-k", []],
  ["cfssl gencert --in", ["--initca"]],
  ["cfssl version ", ["-loglevel", "-h"]],
  ["cfssl version -loglevel ", ["0", "1", "2", "3", "4", "5"]],
  ["cfssl version -loglevel=", ["0", "1", "2", "3", "4", "5"]],
  ["cfssl print-defaults ", ["config", "csr", "list"]],
  ["cfssl certdb ", ["init", "migrate", "status", "copy", "prune"]],
  ["cfssl certdb -n st", ["status"]],
  ["cfssl certdb status -", ["-db-config", "-to", "-n", "-expired-for", "-json", "-h"]],
  ["cfssl certdb other -", []],
  ["cfssl completion ", ["bash", "zsh", "fish", "powershell"]],
  ["cfssl completion -", ["-h"]],
  ["cfssl completion zsh ", []],
  ["cfssl gencert -config config.json -profile ", ["server", "peer", "far"]],
  ["cfssl gencert -config=config.json -profile=p", ["peer"]],
  ["cfssl gencert -config invalid.json -profile ", []],
  ["cfssl gencert -config no-signing.json -profile ", []],
  ["cfssl gencert -config null.json -profile ", []],
  ["cfssl gencert -config missing.json -profile ", []],
  ["cfssl gencert -profile ", []],
  ["'/opt/my programs/cfssl-1.6' gencs", ["gencsr"]],
  ["A=b sudo cfssl gencs", ["gencsr"]],
  ["mine gencs", ["gencsr"]],
])("after %j come %j", async (line, expected) => {
  expect(await wordsFor(line)).toEqual(expected);
});

test("profiles are described by what they issue", async () => {
  const issued = "8760h: signing, server auth";
  expect(await tipsFor("cfssl sign -config config.json -profile ")).toEqual([issued, issued, "issued by host:8888"]);
});

test("names that no terminal should see are not offered, and descriptions lose such characters", async () => {
  const line = "cfssl sign -config names.json -profile ";
  expect(await wordsFor(line)).toEqual([
    ...["a b", "$(touch x)", "`x`", "it's", 'q"q', "a:b", "back\\slash", "bang!", "ü"],
  ]);
  expect(new Set(await tipsFor(line))).toEqual(new Set(["8760h: signing, bell "]));
});

test("variables are offered by name, without the question's own", async () => {
  const env = { KEY: "secret", "BASH_FUNC_f%%": "() { :; }" };
  expect(await wordsFor("cfssl sign -ca-key env:", { env })).toEqual(["HOME", "KEY"]);
});

test.each<[string, string, Program, string[]]>([
  ["cfssljson -", "1.6", cfssljson, ["-bare", "-f", "-stdout", "-version", "-h"]],
  ["cfssljson -", "1.2", cfssljson, ["-bare", "-f", "-stdout", "-h"]],
  ["cfssl-certinfo -", "1.6", cfsslCertinfo, ["-cert", "-domain", "-serial", "-aki", "-db-config", "-h"]],
  ["cfssl-certinfo -", "1.2", cfsslCertinfo, ["-cert", "-domain", "-h"]],
  ["cfssl-certinfo ", "1.2", cfsslCertinfo, ["-cert", "-domain", "-h"]],
  ["cfssl gencs", "1.2", cfssl, []],
  ["cfssl -", "1.2", cfssl, ["-h"]],
  ["cfssl sign -ca e", "1.6", cfssl, ["env:"]],
  ["cfssl sign -ca e", "1.2", cfssl, []],
])("after %j come the words of release %s", async (line, level, program, expected) => {
  expect(await wordsFor(line, { program, env: { CFSSL_COMPAT: level } })).toEqual(expected);
});

const bashCases: [line: string, word: string, answer: string[]][] = [
  ["cfssl gencs", "gencs", ["none", "", "gencs", "gencs", "", "gencsr"]],
  ["cfssl sign -con", "-con", ["none", "", "-con", "-con", "", "-config"]],
  ["cfssl sign -ca=my\\ f", "my\\ f", ["file", "", "my f", "my f", "pem crt cer"]],
  ["cfssl sign -ca=f", "-ca=f", ["file", "open", "f", "-ca=f", "pem crt cer", "-ca=file:"]],
  ["cfssl sign -ca=file:x:f", "f", ["file", "", "x:f", "f", "pem crt cer"]],
  ["cfssl sign -config ~/x", "~/x", ["file", "", "/home/x/x", "~/x", "json"]],
  ["cfssl sign -config=~/x", "~/x", ["file", "", "/home/x/x", "/home/x/x", "json"]],
  ["cfssl sign -config $HOME/x", "$HOME/x", ["file", "", "/home/x/x", "/home/x/x", "json"]],
  ["cfssl sign -ca=env:HO", "HO", ["none", "", "HO", "HO", "", "HOME"]],
  ["cfssl version >x", "x", ["file", "", "x", "x", ""]],
  ["cfssl sign -config names.json -profile a", "a", ["none", "", "a", "a", "", "a\\ b", "a:b"]],
  ["cfssl sign -config names.json -profile a:", "", ["none", "", "a:", "", "", "b"]],
  ["cfssl sign -config names.json -profile '$", "$", ["none", "", "$", "$", "", "$(touch x)"]],
  ["cfssl sign -config names.json -profile 'i", "i", ["none", "", "i", "i", "", "it'\\''s"]],
  ['cfssl sign -config names.json -profile "$', "$", ["none", "", "$", "$", "", "\\$(touch x)"]],
  ['cfssl sign -config names.json -profile "b', "b", ["none", "", "b", "b", "", "back\\\\slash"]],
  ["cfssl sign -config names.json -profile \\`", "\\`", ["none", "", "`", "`", "", "\\`x\\`"]],
  ["cfssl sign -config names.json -profile ban", "ban", ["none", "", "ban", "ban", "", "bang\\!"]],
  ["cfssl sign -config names.json -profile ü", "ü", ["none", "", "ü", "ü", "", "ü"]],
];
test.each(bashCases)("bash, about to complete %j by what goes for %j, gets %j", async (line, word, answer) => {
  expect(await ask("bash", line, { word })).toBe(`${answer.join("\n")}\n`);
});

test.each<[string, string[]]>([
  ["cfssl gencs", ["none", "", "0", ":"]],
  [
    "cfssl sign -ca=x",
    ["file", "pem|crt|cer", "4", expect.stringMatching(/^:FILE: .*certificate.*: a path, file:PATH or env:VARIABLE$/)],
  ],
  ["cfssl sign -hostname ", ["none", "", "0", expect.stringMatching(/^:HOSTS: hosts of the certificate/)]],
])("zsh, at %j, gets first %j", async (line, head) => {
  expect((await ask("zsh", line)).split("\n").slice(0, 4)).toEqual(head);
});

test.each<[string, string[]]>([
  [
    "cfssl print-defaults ",
    [".config:a signing configuration", ".csr:a certificate request", ".list:the names of the templates"],
  ],
  ["cfssl sign -ca e", ["+env\\::an environment variable that holds it", "+file\\::a path"]],
  ["cfssl sign -ca-key env:", [".HOME"]],
])("zsh, at %j, gets words and descriptions %j", async (line, words) => {
  expect((await ask("zsh", line)).trimEnd().split("\n").slice(4)).toEqual(words);
});

test.each<[string, string[]]>([
  ["cfssl sign -config=~/x", ["file", "json", "~/x", "-config=~/x"]],
  ["cfssl sign -config ~/x", ["file", "json", "/home/x/x", "~/x"]],
  ["cfssl sign -config $HOME/x", ["file", "json", "/home/x/x", "$HOME/x"]],
  ["cfssl sign -ca=file:x", ["file", "pem crt cer", "x", "-ca=file:x"]],
  [
    "cfssl sign -config=config.json -profile=s",
    ["none", "", "s", "-profile=s", "-profile=server\t8760h: signing, server auth"],
  ],
])("fish, at %j, gets first %j", async (line, answer) => {
  expect((await ask("fish", line)).split("\n").slice(0, answer.length)).toEqual(answer);
});

test("PowerShell gets a line of ASCII, with words that are quoted where they must be", async () => {
  const answer = await ask("powershell", "cfssl sign -config=names.json -profile=");
  expect(answer).toMatch(/^[ -~]+\n$/);
  const { words, ...others } = JSON.parse(answer);
  expect(others).toEqual({ lead: "-profile=", part: "", files: "none", endings: [] });
  expect(words.map(({ text }: { text: string }) => text)).toEqual([
    ...["'-profile=a b'", "'-profile=$(touch x)'", "'-profile=`x`'", "'-profile=it''s'", "'-profile=q\"q'"],
    ...["-profile=a:b", "'-profile=back\\slash'", "'-profile=bang!'", "'-profile=ü'"],
  ]);
});

test("what follows the cursor counts, but for the rest of the word", async () => {
  const rest = "er -config=config.json";
  expect(await wordsFor("cfssl sign -profile s", { rest })).toEqual(["server"]);
  expect(await wordsFor("cfssl sign -profile 's", { rest: "er' -config=config.json" })).toEqual(["server"]);
  expect(await wordsFor("cfssl sign -profile s", { rest: "-config=config.json" })).toEqual([]);
});

test.each([
  ["no shell that is known", { CFSSL_COMPLETE: "tcsh", CFSSL_COMPLETE_LINE: "cfssl " }],
  ["no shell with a name that all objects have", { CFSSL_COMPLETE: "toString", CFSSL_COMPLETE_LINE: "cfssl " }],
  ["no line", { CFSSL_COMPLETE: "bash" }],
])("a program runs as ever when it is asked by %s", async (_, env) => {
  const host = createFakeHost({ args: ["version"], env });
  expect(await cfssl(host)).toBe(0);
  expect(Buffer.from(host.printed().stdout).toString()).toMatch(/^Version: 1\.6\.5\n/);
});

test.each(["__complete", "help", "toString", "constructor"])("as in upstream, %s is no command", async (word) => {
  const host = createFakeHost({ args: [word, "gencert"] });
  expect(await cfssl(host)).toBe(1);
  expect(Buffer.from(host.printed().stderr).toString()).toMatch(`Command ${word} is not defined.\n`);
});
