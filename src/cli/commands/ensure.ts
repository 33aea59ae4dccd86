import { type Ensured, type EnsureResult, ensurePki } from "../../addons/ensure/ensure.js";
import { EnsureError } from "../../addons/ensure/manifest/errors.js";
import { readManifest } from "../../addons/ensure/manifest/manifest.js";
import { chooser } from "../../addons/ensure/plan/plan.js";
import { gencertLines } from "../../addons/ensure/print.js";
import { type Rolled, type RollReport, rollPki } from "../../addons/ensure/roll/roll.js";
import { CfsslError } from "../../cfssl/errors.js";
import { silent } from "../../cfssl/log.js";
import type { Sources } from "../../cfssl/sources.js";
import { GoError, GoPanic } from "../../go/errors.js";
import type { Host } from "../../host/host.js";
import { readInput } from "../arguments.js";
import type { Command, Invocation } from "../command.js";
import { beginFlags, isBeginning } from "../ensure/begin-flags.js";
import { readRollOrder, rollCommand, rollFlags } from "../ensure/roll.js";
import { Refusal } from "../exit-code.js";
import { freeText, jsonFile } from "../help/value-kind.js";
import { ensuredText } from "../report/ensured.js";
import { lookOf } from "../report/look.js";
import { printable, printableJson } from "../report/printable.js";
import { createProgress } from "../report/progress.js";
import { rolledText } from "../report/rolled.js";
import { checkWritten, type WrittenFinding, writtenText } from "../report/written.js";
import { epochLine, sourceEpoch, timeText } from "../source-epoch.js";

/** Makes the certificates of a manifest that are missing or do not fit it, and touches nothing else. */
export const ensure: Command = {
  usage: [
    "cfssl ensure [FLAGS] [FILE]",
    "cfssl ensure -roll CA [-step N] [FILE]",
    "cfssl ensure -init LAYOUT [ANSWERS] [FILE]",
    "cfssl ensure -from FOLDER",
  ],
  description: [
    "FILE says what certificates and keys there should be: pki.json, unless another is named, or - for standard input. Its rows are calls of gencert: a name for the files, a CA, a profile, hosts, and a request in a file or in the row itself. What is missing is made; what differs from its row, ends soon or was not signed by its CA is made again, with the key that it has; all else stays as it is. So it may run any number of times. Other forms, as of `cfssl export`, and kubeconfigs are made with their certificates.",
    "A CA is made only if nothing of it is left. Where its key or its certificate is lost, the command says what to do and changes nothing.",
    "With -roll a CA gets a successor in three steps, with restarts between them, and no connection is refused meanwhile. Each step may be repeated, and says what the next one needs.",
    "With -init it writes such a file to begin with, a configuration and requests; with -from, the file of a folder that has certificates already. It never overwrites one.",
    "At the end, what was written is checked as `cfssl check` does. docs/ensure.md explains the file.",
    "With SOURCE_DATE_EPOCH set, the same FILE and keys give the same certificates to the byte: that is the time, serial numbers are derived from contents, and ECDSA signs as RFC 6979 says.",
  ],
  flags: [],
  ownFlags: [
    { name: "n", kind: "bool", default: false, description: "say what would change, and change nothing" },
    {
      ...{ name: "only", kind: "list", default: [], placeholder: "NAME", takes: freeText },
      description: "a row to make or to renew, and no other",
    },
    { name: "new-keys", kind: "bool", default: false, description: "make new keys too; CAs keep theirs" },
    ...rollFlags,
    {
      ...{ name: "dir", kind: "string", default: "", placeholder: "FOLDER", takes: { is: "folder" } },
      description: "where the certificates and keys are; the default is the folder of FILE",
    },
    { name: "json", kind: "bool", default: false, description: "print the result as JSON" },
    {
      ...{ name: "print", kind: "bool", default: false },
      description: "print the lines of gencert and export that FILE stands for, and run none",
    },
    ...beginFlags,
  ],
  arguments: () => [{ ...jsonFile, takesStdin: true }],
  examples: [
    ["cfssl ensure", "make what pki.json asks for"],
    ["cfssl ensure -n", "find out what that would change"],
    ["cfssl ensure -only apiserver -new-keys", "give one certificate a new key"],
    ["cfssl ensure -roll ca", "begin to replace a CA; it says what to do before the next step"],
    ["cfssl ensure -print", "the script of gencert calls that it stands for"],
    ["cfssl ensure -init kubernetes -masters cp-1=192.168.1.11", "write a pki.json for a cluster"],
    ["cfssl ensure -from /etc/kubernetes/ssl", "write the pki.json of certificates that are there"],
  ],
  environment: [
    ["CFSSL_CA_PK_PASSWORD", "password of the CAs' private keys, if they are encrypted"],
    ["NO_COLOR", "if it is set, nothing is colored"],
    ["SOURCE_DATE_EPOCH", "the time, in seconds since 1970, for certificates that are the same each time"],
  ],
  exitStatus: [
    ["0", "all is as FILE says, whether something was changed or not"],
    ["1", "with -n: something would change"],
    [
      "2",
      "it cannot be done: a mistake in FILE or in the flags, a file that cannot be written, a CA that is not whole",
    ],
  ],
  async run(invocation) {
    try {
      await runEnsure(invocation);
    } catch (cause) {
      const isExpected = [EnsureError, GoError, CfsslError, GoPanic].some((kind) => cause instanceof kind);
      if (!isExpected || !(cause instanceof Error)) throw cause;
      throw new Refusal(printable(cause.message), 2, { cause });
    }
  },
};

async function runEnsure(invocation: Invocation): Promise<void> {
  const { args, flags, host, context, release } = invocation;
  const [file = "pki.json", ...others] = args;
  if (others.length > 0) throw new Refusal(`ensure takes one FILE, not ${args.length}; flags come before it`, 2);
  if (isBeginning(flags)) return (await import("../ensure/begin.js")).beginPki(invocation, args[0] ?? null);
  const order = readRollOrder(flags);
  const folder = file === "-" ? "" : folderOf(file);
  const epoch = sourceEpoch(host);
  const sources: Sources = { env: host.env, readFile: (path) => host.readFile(inFolder(folder, path)) };
  const rules = release.issuing;
  const store = flags.text("dir") || folder || ".";
  const data = await readManifestFile(host, file);
  const folders = { manifest: folder, store };
  const manifest = await readManifest(data, file === "-" ? "standard input" : file, { sources, rules, folders });
  const settings = { only: flags.list("only"), newKeys: flags.truth("new-keys"), isDryRun: flags.truth("n") };
  const kept = await host.keepFolder(store);
  if (flags.truth("print")) {
    const hasFile = (path: string) => kept.read(path) !== null;
    const lines = gencertLines(manifest, flags.text("dir"), chooser(manifest, settings.only), hasFile);
    host.stdout(lines.map((line) => `${line}\n`).join(""));
    return;
  }
  const progress = createProgress(host);
  const options = {
    ...settings,
    onProgress: progress.show,
    throwIfAborted: () => {},
    keyText,
    askPassword: host.askSecret,
  };
  const now = () => epoch ?? host.now();
  const quiet = { ...context, log: silent, now, isReproducible: epoch !== null };
  const workshop = { manifest, store: kept, sources, context: quiet, options };
  const running: Promise<Ensured & Partial<Rolled>> = order ? rollPki(workshop, order) : ensurePki(workshop);
  const { result, written, roll } = await running.finally(progress.end);
  const findings = await checkWritten(manifest, written, kept, now(), rules);
  const rolled = roll ? { roll, command: rollCommand(roll, flags, args) } : null;
  print(host, { result, findings, epoch, rolled }, flags.truth("json"), settings.isDryRun);
  if (settings.isDryRun && result.changed) throw new Refusal("", 1);
}

function keyText({ keyPem }: { readonly keyPem: string }): string {
  return keyPem;
}

async function readManifestFile(host: Host, file: string): Promise<Uint8Array> {
  try {
    return await readInput(host, file);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new Refusal(`${cause.message}; \`cfssl ensure FILE\` takes a manifest, which docs/ensure.md explains`, 2, {
      cause,
    });
  }
}

interface Outcome {
  readonly result: EnsureResult;
  readonly findings: readonly WrittenFinding[];
  readonly epoch: number | null;
  readonly rolled: { readonly roll: RollReport; readonly command: string } | null;
}

function print(host: Host, { result, findings, epoch, rolled }: Outcome, isJson: boolean, isDryRun: boolean): void {
  const look = lookOf(host);
  const note = isDryRun && result.changed ? "Nothing was changed: this was a dry run.\n" : "";
  if (isJson) {
    const more = { ...(rolled && { roll: rolled.roll }), ...(epoch === null ? {} : { time: timeText(epoch) }) };
    host.stdout(`${printableJson({ ...result, findings, ...more })}\n`);
    return;
  }
  const text = rolled ? rolledText(rolled.roll, rolled.command, note !== "", look) : "";
  host.stdout(`${ensuredText(result, look)}${text}${note}${writtenText(findings, look)}${epochLine(epoch)}`);
}

/** The folder of a path; "" for the current one. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function inFolder(folder: string, path: string): string {
  return path.startsWith("/") ? path : folder + path;
}
