import { cfssljsonCommand } from "../../cfssljson/command.js";
import type { ApiResponse, Result } from "../../cfssljson/response.js";
import { type CfssljsonRules, formatContents, type SplitRules, splitResult } from "../../cfssljson/split.js";
import { GoError } from "../../go/errors.js";
import { FlagError, HelpRequested, type ParsedFlags, parseFlags } from "../../go/flag.js";
import { parseFlat } from "../../go/json/flat.js";
import type { Host } from "../../host/host.js";
import type { HelpPage } from "../help.js";

export interface CfssljsonOptions {
  /** Writes the help screen to standard error. */
  readonly showHelp: (page: HelpPage) => Promise<void>;
}

/**
 * The program `cfssljson`: splits an answer of cfssl into files. Answers the exit code.
 *
 * @throws GoError or GoPanic for input that cannot be split and files that cannot be read or written
 */
export async function main(host: Host, rules: CfssljsonRules, { showHelp }: CfssljsonOptions): Promise<number> {
  const { flags } = cfssljsonCommand;
  const known = rules.version === undefined ? flags.filter(({ name }) => name !== "version") : flags;
  try {
    const { values, rest } = parseFlags(host.args, known);
    if (values.get("version") === true) host.stdout(`Version: ${rules.version}\nRuntime: ${host.runtime}\n`);
    else await split(host, rules, values, rest[0] ?? "cert");
    return 0;
  } catch (error) {
    if (!(error instanceof FlagError || error instanceof HelpRequested)) throw error;
    if (error instanceof FlagError) host.stderr(`${error.message}\n`);
    await showHelp({ ...cfssljsonCommand, flags: known });
    return error instanceof FlagError ? 2 : 0;
  }
}

async function split(host: Host, rules: SplitRules, flags: ParsedFlags["values"], baseName: string): Promise<void> {
  const path = String(flags.get("f"));
  const input = await labelled("Failed to read input", () => (path === "-" ? host.readStdin() : host.readFile(path)));
  const result = flags.get("bare") === true ? await bareResult(input) : resultOf(await apiResponse(input));
  // Nothing is written before all of the answer has been looked at.
  for (const file of splitResult(result, rules)) {
    if (flags.get("stdout") === true) host.stdout(`${formatContents(file)}\n`);
    else host.writeFile(`${baseName}${file.suffix}`, file.contents, file.mode);
  }
}

/** What a cfssl command printed; where it is plain, what reads all else is not even loaded. */
async function bareResult(json: Uint8Array): Promise<Result> {
  const flat = parseFlat(json);
  if (flat) return flat;
  const { parseResult } = await import("../../cfssljson/response.js");
  return labelled("Failed to parse input", () => parseResult(json));
}

async function apiResponse(json: Uint8Array): Promise<ApiResponse> {
  const { parseApiResponse } = await import("../../cfssljson/response.js");
  return labelled("Failed to parse input", () => parseApiResponse(json));
}

/** The result in an answer of the HTTP API. Throws GoError with the server's reasons when it has none. */
function resultOf({ success, result, errors }: ApiResponse): Result {
  if (!success) throw new GoError(["Request failed:", ...errors.map((reason) => `\t${reason}`)].join("\n"));
  return result;
}

async function labelled<T>(label: string, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`${label}: ${cause.message}`, { cause });
  }
}
