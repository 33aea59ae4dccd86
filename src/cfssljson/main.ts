import type { Host } from "../cli/host.js";
import { GoError, GoPanic } from "../go/errors.js";
import { FlagError, HelpRequested, parseFlags } from "../go/flag.js";
import { cfssljsonCommand } from "./command.js";
import { parseApiResponse, parseResult, type Result } from "./response.js";
import { formatContents, type SplitRules, splitResult } from "./split.js";

/** How the releases of cfssljson differ. */
export interface CfssljsonRules extends SplitRules {
  /** What -version calls itself; undefined when the program has no such flag. */
  readonly version: string | undefined;
}

export interface CfssljsonOptions {
  /** Writes the help screen to standard error. */
  readonly showHelp: () => Promise<void>;
}

/** Runs cfssljson: splits an answer of cfssl into files. Returns the exit code. */
export async function main(host: Host, rules: CfssljsonRules, options: CfssljsonOptions): Promise<number> {
  try {
    return await run(host, rules);
  } catch (error) {
    if (!isExpected(error)) throw error;
    if (!(error instanceof HelpRequested)) host.stderr(`${error.message}\n`);
    if (error instanceof HelpRequested || error instanceof FlagError) await options.showHelp();
    return exitCode(error);
  }
}

type Expected = HelpRequested | FlagError | GoPanic | GoError;

function isExpected(error: unknown): error is Expected {
  return [HelpRequested, FlagError, GoPanic, GoError].some((kind) => error instanceof kind);
}

function exitCode(error: Expected): number {
  if (error instanceof HelpRequested) return 0;
  return error instanceof GoError ? 1 : 2;
}

async function run(host: Host, rules: CfssljsonRules): Promise<number> {
  const { flags } = cfssljsonCommand;
  const known = rules.version === undefined ? flags.filter(({ name }) => name !== "version") : flags;
  const { values, rest } = parseFlags(host.args, known);
  if (values.get("version") === true) {
    host.stdout(`Version: ${rules.version}\nRuntime: ${host.runtime}\n`);
    return 0;
  }
  const input = await readInput(host, String(values.get("f")));
  const result = values.get("bare") === true ? parsed(() => parseResult(input)) : readAnswer(input);
  // Nothing is written before all of the answer has been looked at.
  const files = splitResult(result, rules);
  for (const file of files) {
    if (values.get("stdout") === true) host.stdout(`${formatContents(file)}\n`);
    else host.writeFile(`${rest[0] ?? "cert"}${file.suffix}`, file.contents, file.mode);
  }
  return 0;
}

async function readInput(host: Host, path: string): Promise<Uint8Array> {
  return path === "-" ? host.readStdin() : labelled("Failed to read input", () => host.readFile(path));
}

/** The result in an answer of the HTTP API. Throws GoError with the server's reasons when it has none. */
function readAnswer(input: Uint8Array): Result {
  const { success, result, errors } = parsed(() => parseApiResponse(input));
  if (!success) throw new GoError(["Request failed:", ...errors.map((reason) => `\t${reason}`)].join("\n"));
  return result;
}

function parsed<T>(parse: () => T): T {
  return labelled("Failed to parse input", parse);
}

function labelled<T>(label: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`${label}: ${cause.message}`, { cause });
  }
}
