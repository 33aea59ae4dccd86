import { createHash } from "node:crypto";
import { DatabaseFile, FixtureFile, type Outcome, type Step, type StepOutcome, type TestCase } from "../case.js";
import { bytesOf, filesOf } from "../contents.js";
import { type Clock, momentsIn } from "./clock.js";
import { databaseText, isDatabase } from "./database.js";
import { createKnown, type Known, publicKeyOf } from "./known.js";
import { objectLines } from "./objects.js";
import { responseLines } from "./ocsp.js";
import { looseBlocks, replacePem } from "./pem.js";
import { isUsage, readableText } from "./text.js";

/**
 * A case and its outcome as a text for people: the files, each command line with its output and exit code, and the
 * files that it wrote. Two honest runs give the same text. fixtures/ORACLE.md lists what is masked, and nothing else
 * is.
 */
export function transcript(testCase: TestCase, outcome: Outcome): string {
  const inputs = filesOf(testCase.files);
  const [first] = testCase.steps;
  const stdin = first?.stdin === "previous" ? undefined : first?.stdin;
  const known = createKnown(new Map([...inputs, ["standard input", bytesOf(stdin)]]));
  const named = new Set([...inputs.values()].flatMap((bytes) => momentsIn(readableText(bytes))));
  const lines = inputLines(testCase);
  // The files of a script are shown in full, and only named where the script prints them.
  const isScript = first?.program === "bash";
  const wholeClock = { from: outcome.steps[0]?.began ?? 0, to: outcome.steps.at(-1)?.ended ?? 0, named };
  if (isScript) meetKeys(outcome, known);
  const scriptFiles = isScript ? fileLines(outcome, wholeClock, known) : [];
  let clock: Clock = wholeClock;
  for (const [index, step] of testCase.steps.entries()) {
    const done = outcome.steps[index];
    if (!done) break;
    clock = { from: done.began, to: done.ended, named };
    lines.push(`$ ${stepText(step)}`, ...stepLines(done, clock, known, isScript));
  }
  lines.push(...(isScript ? scriptFiles : fileLines(outcome, clock, known)));
  return `${lines.join("\n")}\n`;
}

/** Names all keys first: a certificate may be shown before that of its CA. */
function meetKeys({ files }: Outcome, known: Known): void {
  for (const { contents } of files) {
    for (const { label, der } of looseBlocks(readableText(contents))) {
      const spki = publicKeyOf(label, der);
      if (spki) known.keyName(spki);
    }
  }
}

function fileLines({ files }: Outcome, clock: Clock, known: Known): string[] {
  return files.flatMap(({ path, mode, contents }) => [
    `file ${path} ${mode.toString(8).padStart(4, "0")}`,
    ...streamLines(contents, clock, known),
  ]);
}

function inputLines({ files, env, umask, steps }: TestCase): string[] {
  const lines = Object.entries(env).map(([name, value]) => `env ${name}=${value}`);
  if (umask !== 0o022) lines.push(`umask ${umask.toString(8).padStart(3, "0")}`);
  for (const [path, contents] of files) {
    if (contents instanceof FixtureFile) lines.push(`given ${path} = ${contents.path}`);
    else if (contents instanceof DatabaseFile) {
      lines.push(`given ${path} = a database by certdb/${contents.schema} and`);
      lines.push(...indentedText(contents.statements));
    } else lines.push(`given ${path}`, ...indented(bytesOf(contents)));
  }
  const [first] = steps;
  if (first?.stdin instanceof FixtureFile) lines.push(`given standard input = ${first.stdin.path}`);
  else if (first?.stdin !== undefined && first.stdin !== "previous") {
    lines.push("given standard input", ...indented(bytesOf(first.stdin)));
  }
  return lines;
}

function stepText({ program, args, stdin }: Step): string {
  const words = [program, ...args].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${readable(word)}'`));
  return `${stdin === "previous" ? "… | " : ""}${words.join(" ")}`;
}

function readable(text: string): string {
  return readableText(new TextEncoder().encode(text)).replaceAll("\n", "‹0a›");
}

function stepLines(done: StepOutcome, clock: Clock, known: Known, isScript: boolean): string[] {
  const stdout = streamLines(done.stdout, clock, known);
  const stderr = errorLines(done, clock, known, isScript);
  return [
    ...(stderr.length === 0 ? [] : ["stderr", ...stderr]),
    ...(stdout.length === 0 ? [] : ["stdout", ...stdout]),
    `exit ${done.exitCode}`,
  ];
}

/** Standard output or a file. Each object in it is shown once, and later only named. */
function streamLines(bytes: Uint8Array, clock: Clock, known: Known): string[] {
  const details: string[] = [];
  const tell = (label: string, der: Uint8Array) => {
    const told = known.valueName(der);
    if (told !== undefined) return `<${told}>`;
    const name = known.addValue(der, label);
    details.push(`  ${name}`, ...describe(label, der, clock, known).map((line) => `    ${line}`));
    return `<${name}>`;
  };
  const plain = isDatabase(bytes) ? databaseText(bytes, clock) : readableText(bytes);
  const text = maskVersion(replaceResponse(replaceList(plain, tell), tell));
  const lines = indentedText(known.nameIn(replacePem(text, ({ label, der }) => tell(label, der))));
  return [...lines, ...details];
}

function describe(label: string, der: Uint8Array, clock: Clock, known: Known): string[] {
  try {
    return label === "OCSP RESPONSE" ? responseLines(der, clock, known) : objectLines(label, der, clock, known);
  } catch (error) {
    return [`${error instanceof Error ? error.message : error}: ${Buffer.from(der).toString("hex")}`];
  }
}

/** gencrl prints a list as bare base64. */
function replaceList(text: string, tell: (label: string, der: Uint8Array) => string): string {
  return /^MI[A-Za-z0-9+/]{80,}={0,2}\n$/.test(text) ? `${tell("X509 CRL", Buffer.from(text, "base64"))}\n` : text;
}

/** ocspsign prints a response as base64 in JSON. */
function replaceResponse(text: string, tell: (label: string, der: Uint8Array) => string): string {
  return text.replace(/^(\{"ocspResponse":")(MI[A-Za-z0-9+/]{80,}={0,2})("\}\n)$/, (_, start, body: string, end) => {
    return start + tell("OCSP RESPONSE", Buffer.from(body, "base64")) + end;
  });
}

/** The recorded builds call themselves `dev`. Upstream lists the templates in random order. */
function maskVersion(text: string): string {
  if (text.startsWith("Default configurations are available for:\n")) return text.split("\n").sort().join("\n").trim();
  return text.replace(/^(Version: ).+\n(Revision: .+\n)?(Runtime: ).+\n$/, "$1<version>\n$2$3<runtime>\n");
}

function errorLines({ stderr, exitCode }: StepOutcome, clock: Clock, known: Known, isScript: boolean): string[] {
  // The certificate itself may be lost, so that its serial number has no name.
  const text = known
    .nameIn(maskStamps(readableText(stderr), clock))
    .replace(/( \[INFO\] signed certificate with serial number )\d{40,}$/gm, "$1<serial number>");
  const lines = text.split("\n");
  const help = lines.findIndex(isUsage);
  if (help >= 0) return [...lines.slice(0, help), "<help>"].map((line) => `  ${line}`);
  const mayBeCrash = exitCode === 2 && !isScript;
  const crash = mayBeCrash ? lines.findIndex((line) => line.startsWith("panic: ")) : -1;
  if (crash >= 0) return [...lines.slice(0, crash), "<crash>"].map((line) => `  ${line}`);
  return indentedText(mayBeCrash ? text.replace(ownCrashLine, "<crash>\n") : text);
}

/** Where upstream crashes, ours ends with one line that is neither a log line nor part of a stack. */
const ownCrashLine = /^(?!<time>|\s|\w*Error)[^\n]+\n$/m;

/** Masks time stamps of log lines if they are from the time when the step ran. */
function maskStamps(text: string, { from, to }: Clock): string {
  return text.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?= )/gm, (stamp) => {
    const at = Date.parse(`${stamp.replaceAll("/", "-").replace(" ", "T")}Z`);
    return at >= from - 1000 && at <= to ? "<time>" : stamp;
  });
}

function indented(bytes: Uint8Array): string[] {
  if (bytes.length <= 4000) return indentedText(readableText(bytes));
  return [`  <${bytes.length} octets, SHA-256 ${createHash("sha256").update(bytes).digest("hex")}>`];
}

/** Indents each line by two blanks, and marks a last line without a line feed. */
function indentedText(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else lines.push("\\ no line feed at the end");
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}
