import { ExportError } from "../../addons/export/export-error.js";
import { findTarget, type Target } from "../../addons/renew/find.js";
import { type Folder, readFolder } from "../../addons/renew/folder.js";
import { momentOf, type Renewal, renewTarget } from "../../addons/renew/renew.js";
import { RenewError } from "../../addons/renew/renew-error.js";
import { CfsslError } from "../../cfssl/errors.js";
import { silent } from "../../cfssl/log.js";
import { GoError, GoPanic } from "../../go/errors.js";
import type { Host } from "../../host/host.js";
import type { Command, Invocation } from "../command.js";
import { Refusal } from "../exit-code.js";
import { certificateFile } from "../help/value-kind.js";
import { createCaFinder } from "../renew/find-ca.js";
import { readTerms, renewFlags } from "../renew/flags.js";
import { lookOf } from "../report/look.js";
import { printable, printableJson } from "../report/printable.js";
import { readFolders } from "../report/read-folders.js";
import { type KeptFile, renewedText } from "../report/renewed.js";
import { epochLine, sourceEpoch, timeText } from "../source-epoch.js";

/** Issues certificates again, from themselves and their CA. */
export const renew: Command = {
  usage: ["cfssl renew [FLAGS] FILE ..."],
  description: [
    "Issues certificates again, valid from now on for as long as before, and writes them in the place of the old ones. Their subject, names, usages and all other extensions stay as they are, and so do their keys. The CA is the one that signed them, found in the folder of FILE with its key; the file names do not matter. A self-signed CA is renewed with its own key, so that what it has signed stays valid.",
    "All are made before anything is written. Files that hold keys alone are passed over, so that FILE may be *.pem. At the end it says what to restart.",
    "docs/roll-over.md says more, and how a CA is replaced.",
  ],
  flags: [],
  ownFlags: renewFlags,
  arguments: () => [certificateFile],
  examples: [
    ["cfssl renew web.pem", "issue web.pem again, with its key"],
    ["cfssl renew -due 720h /etc/etcd/ssl/*.pem", "whatever ends within 30 days"],
    ["cfssl renew -n -due 720h *.pem", "find out whether something is due"],
    ["cfssl renew -ca /safe/ca.pem -ca-key /safe/ca-key.pem web.pem", "where the CA is not in the folder"],
  ],
  environment: [
    ["CFSSL_CA_PK_PASSWORD", "password of the CA's private key, if it is encrypted"],
    ["NO_COLOR", "if it is set, nothing is colored"],
    ["SOURCE_DATE_EPOCH", "the time, in seconds since 1970, for certificates that are the same each time"],
  ],
  exitStatus: [
    ["0", "all that is due is renewed, if anything is"],
    ["1", "with -n: something would be renewed"],
    ["2", "it cannot be done: a flag is wrong, or a file, or the CA or its key is missing; nothing is changed"],
  ],
  async run(invocation) {
    try {
      await runRenew(invocation);
    } catch (cause) {
      const isExpected = [RenewError, ExportError, GoError, CfsslError, GoPanic].some((kind) => cause instanceof kind);
      if (!isExpected || !(cause instanceof Error)) throw cause;
      throw new Refusal(printable(cause.message.replace(/^x509: /, "")), 2, { cause });
    }
  },
};

/** The files of one folder, and what of them is renewed. */
interface Work {
  readonly path: string;
  readonly folder: Folder;
  readonly renewals: readonly Renewal[];
}

async function runRenew(invocation: Invocation): Promise<void> {
  const { args, flags, host, release } = invocation;
  if (args.length === 0) throw new Refusal("renew needs the FILE of a certificate (see cfssl renew -h)", 2);
  const rules = { parser: release.issuing.parser, keys: release.issuing };
  const password = passwordOf(host);
  const findOpenCa = createCaFinder(flags, host, password, rules);
  const epoch = sourceEpoch(host);
  const now = () => epoch ?? host.now();
  const context = { ...invocation.context, log: silent, now, isReproducible: epoch !== null };
  const terms = readTerms(invocation, context);
  const due = flags.count("due") === 0n ? null : Number(flags.count("due") / 1_000_000n);
  const kept: KeptFile[] = [];
  const works: Work[] = [];
  for (const [path, files] of byFolder(args)) {
    for (const file of files) checkReadable(path + file, host);
    const tree = await readFolders([path || "."], host);
    const folder = await readFolder(tree, (inner) => path + inner, password, rules);
    const renewals: Renewal[] = [];
    for (const target of targetsOf(files, folder, args.length === 1)) {
      const { certificate } = target.holding;
      const isDue = due === null || certificate.notAfter.seconds * 1000 - now() <= due;
      if (!isDue) kept.push({ file: folder.nameOf(target.path), notAfter: momentOf(certificate) });
      else renewals.push(await renewTarget(target, await findOpenCa(target, folder), folder, terms, context));
    }
    works.push({ path, folder, renewals });
  }
  const isDryRun = flags.truth("n");
  if (!isDryRun) for (const work of works) await write(work, host);
  const renewed = works.flatMap(({ renewals }) => renewals.map(({ report }) => report));
  const changed = renewed.length > 0;
  const note = isDryRun && changed ? "Nothing was changed: this was a dry run.\n" : "";
  const time = epoch === null ? {} : { time: timeText(epoch) };
  if (flags.truth("json")) host.stdout(`${printableJson({ changed, renewed, kept, ...time })}\n`);
  else host.stdout(renewedText(renewed, kept, lookOf(host)) + note + epochLine(epoch));
  if (isDryRun && changed) throw new Refusal("", 1);
}

function checkReadable(name: string, host: Host): void {
  try {
    host.readFile(name);
  } catch (cause) {
    if (!(cause instanceof GoError) || !cause.message.endsWith("is a directory")) throw cause;
    throw new RenewError(`${name} is a folder: name the certificates in it, as ${name.replace(/\/+$/, "")}/*.pem does`);
  }
}

/** The files that are named, each once, by their folders, which end with a slash or are "". */
function byFolder(args: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const arg of new Set(args)) {
    const end = arg.lastIndexOf("/") + 1;
    const [folder, name] = [arg.slice(0, end), arg.slice(end)];
    found.set(folder, [...(found.get(folder) ?? []), name]);
  }
  return found;
}

function targetsOf(files: readonly string[], folder: Folder, isOnly: boolean): readonly Target[] {
  return files.flatMap((file) => {
    const { holdings, inventory } = folder;
    const target = findTarget(file, inventory, holdings, folder.nameOf);
    if (target) return [target];
    if (isOnly) throw new RenewError(`${folder.nameOf(file)} holds a key: name the file of its certificate`);
    return [];
  });
}

/** Those whose keys stay are written at once; a new key and its certificate together. */
async function write({ path, renewals }: Work, host: Host): Promise<void> {
  if (renewals.length === 0) return;
  const store = await host.keepFolder(path || ".");
  const unlock = await store.lock();
  try {
    const kept = renewals.filter(({ report }) => report.newKey === null).flatMap(({ files }) => files);
    const pairs = renewals.filter(({ report }) => report.newKey !== null).map(({ files }) => files);
    for (const group of [kept, ...pairs]) if (group.length > 0) store.replace(group);
  } finally {
    unlock();
  }
}

function passwordOf(host: Host): (name: string) => Promise<string> {
  return async (name) => {
    const found = host.env("CFSSL_CA_PK_PASSWORD") ?? "";
    if (found !== "") return found;
    throw new RenewError(`${name} is encrypted: put its password into the environment variable CFSSL_CA_PK_PASSWORD`);
  };
}
