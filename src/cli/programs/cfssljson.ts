import { formatContents, type SplitRules, splitResult } from "../../cfssljson/output-files.js";
import type { ApiResponse, Result } from "../../cfssljson/response.js";
import { GoError } from "../../go/errors.js";
import type { ParsedFlags } from "../../go/flag.js";
import { parseFlat } from "../../go/json/flat.js";
import type { NewFile } from "../../host/files.js";
import type { Host } from "../../host/host.js";
import { answerIfAsked } from "../completion/asked.js";
import type { Grammar } from "../completion/grammar.js";
import type { FlagHelp, HelpPage } from "../help/page.js";
import { type Program, runProgram } from "../program.js";
import { readFlags } from "../read-flags.js";

/** The program `cfssljson`: splits the output of cfssl into files. */
export const cfssljson: Program = (host) =>
  runProgram(host, async (release) => {
    const { cfssljson: rules } = release;
    const specs =
      rules.version === undefined ? cfssljsonPage.flags.filter(({ name }) => name !== "version") : cfssljsonPage.flags;
    const answered = await answerIfAsked(host, release, () => grammar(specs));
    if (answered !== null) return answered;
    const parsed = await readFlags(host, host.args, specs, () => ({ ...cfssljsonPage, flags: specs }));
    if (typeof parsed === "number") return parsed;
    const { values, rest } = parsed;
    if (values.get("version") === true) host.stdout(`Version: ${rules.version}\nRuntime: ${host.runtime}\n`);
    else await split(host, rules, values, rest[0] ?? "cert");
    return 0;
  });

/** NAME may lead into a folder; what it begins is for the user to say. */
function grammar(flags: readonly FlagHelp[]): Grammar {
  return { accepted: flags, offered: flags, arguments: () => [{ is: "folder" }] };
}

/** The help page, with the flags of the newest release. */
export const cfssljsonPage: HelpPage = {
  name: "cfssljson",
  summary: "Write certificates, keys and requests from cfssl's output to files",
  usage: ["cfssljson [-bare] [-f FILE] [-stdout] [NAME]"],
  description: [
    "Every file name begins with NAME; the default is cert. NAME may contain directories, which must exist. " +
      "An existing file is overwritten and keeps its permissions. Bad input writes no file at all.",
  ],
  files: [
    ["NAME.pem", "certificate"],
    ["NAME-key.pem", "private key (mode 0600)"],
    ["NAME-key.enc", "encrypted private key (mode 0600)"],
    ["NAME.csr", "certificate request"],
    ["NAME-bundle.pem", "chain of certificates"],
    ["NAME-root.pem", "root of the chain"],
    ["NAME-response.der", "OCSP response"],
  ],
  flags: [
    {
      name: "bare",
      kind: "bool",
      default: false,
      description: "read the output of a cfssl command, not a response of the HTTP API",
    },
    {
      name: "f",
      kind: "string",
      default: "-",
      placeholder: "FILE",
      description: "file with the JSON; - is standard input",
    },
    { name: "stdout", kind: "bool", default: false, description: "print the contents instead of writing files" },
    { name: "version", kind: "bool", default: false, description: "print the version and exit" },
  ],
  examples: [
    ["cfssl gencert -initca ca-csr.json | cfssljson -bare ca", "make a CA: ca.pem, ca-key.pem and ca.csr"],
    ["cfssl genkey csr.json | cfssljson -bare -stdout", "print a new key and its request"],
    ["cfssljson -f answer.json web", "write a response of the HTTP API to web.pem, web-key.pem and so on"],
  ],
};

/**
 * Writes or prints the files in the input.
 *
 * @throws GoError or GoPanic for input that cannot be split and files that cannot be read or written
 */
async function split(host: Host, rules: SplitRules, flags: ParsedFlags["values"], baseName: string): Promise<void> {
  const path = String(flags.get("f"));
  const input = await withLabel("Failed to read input", () => (path === "-" ? host.readStdin() : host.readFile(path)));
  const result = flags.get("bare") === true ? await bareResult(input) : resultOf(await apiResponse(input));
  // Split everything before writing anything, so that bad input leaves no files.
  const files: NewFile[] = [];
  for (const file of splitResult(result, rules)) {
    if (flags.get("stdout") === true) host.stdout(`${formatContents(file)}\n`);
    else files.push({ path: `${baseName}${file.suffix}`, bytes: file.contents, mode: file.mode });
  }
  if (files.length > 0) host.writeFiles(files);
}

/** The output of a cfssl command. If it is plain, the full parser is not loaded. */
async function bareResult(json: Uint8Array): Promise<Result> {
  const flat = parseFlat(json);
  if (flat) return flat;
  const { parseResult } = await import("../../cfssljson/response.js");
  return withLabel("Failed to parse input", () => parseResult(json));
}

async function apiResponse(json: Uint8Array): Promise<ApiResponse> {
  const { parseApiResponse } = await import("../../cfssljson/response.js");
  return withLabel("Failed to parse input", () => parseApiResponse(json));
}

/** The result in a response of the HTTP API. Throws GoError with the server's reasons if there is none. */
function resultOf({ success, result, errors }: ApiResponse): Result {
  if (!success) throw new GoError(["Request failed:", ...errors.map((reason) => `\t${reason}`)].join("\n"));
  return result;
}

async function withLabel<T>(label: string, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`${label}: ${cause.message}`, { cause });
  }
}
