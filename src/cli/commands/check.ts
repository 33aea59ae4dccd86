import { reportTree, ruleIds } from "../../addons/check/check.js";
import type { CheckReport } from "../../addons/check/report.js";
import { usualWithin } from "../../addons/check/scene/facts.js";
import type { Command } from "../command.js";
import { Refusal } from "../exit-code.js";
import type { Flags } from "../flags.js";
import type { FlagHelp } from "../help/page.js";
import { freeText } from "../help/value-kind.js";
import { factFlags, factsOf, momentFlag, split } from "../report/facts.js";
import { followFiles, followFlag } from "../report/follow.js";
import { listText } from "../report/list.js";
import { type Look, lookOf } from "../report/look.js";
import { pictureFlags, readPictures, writePictures } from "../report/pictures.js";
import { printableJson } from "../report/printable.js";
import { readFolders } from "../report/read-folders.js";
import { reportText } from "../report/text.js";

const millisecond = 1_000_000n;
const failWords = [
  ["error", "exit code 1 if there is an error"],
  ["warning", "exit code 1 if there is an error or a warning"],
  ["never", "exit code 0 whatever is found"],
] as const;

/** Checks the certificates of folders: finds who uses which file, and says what is wrong and how to mend it. */
export const check: Command = {
  usage: ["cfssl check [FLAGS] [FOLDER ...]"],
  description: [
    "Reads all files of the folders, or of this one: certificates, keys, kubeconfigs, static pod manifests, systemd units, configurations of etcd, kubelets and web servers, and the requests, configurations and scripts of cfssl. It finds out which program uses which certificate and for what, and says what those programs will refuse, what they will print about it, and how to mend it. It is silent about what is right.",
    "Nothing is changed, and nothing outside of the folders is read without -follow. A copy of a machine's folder can be checked elsewhere.",
    "docs/rules.md explains every rule.",
  ],
  flags: [],
  ownFlags: [
    ...factFlags,
    {
      ...{ name: "within", kind: "duration", default: BigInt(usualWithin) * millisecond, placeholder: "DURATION" },
      description: "warn about certificates that expire in this time",
    },
    followFlag,
    text("ignore", "RULES", "rules to leave out, separated by commas"),
    {
      ...text("fail", "SEVERITY", "what makes the exit code 1: error, warning or never", "error"),
      takes: { is: "word", words: failWords },
    },
    { name: "json", kind: "bool", default: false, description: "print the report as JSON" },
    { name: "list", kind: "bool", default: false, description: "print a table of the certificates instead" },
    momentFlag,
    ...pictureFlags(),
  ],
  arguments: () => [{ is: "folder" }],
  examples: [
    ["cfssl check /etc/kubernetes", "check a control plane node"],
    ["cfssl check -list", "which certificates are here, and how long they last"],
    ["cfssl check -html report.html /etc/kubernetes", "draw who signs whom, and what is wrong, as a page"],
    ["cfssl check -json -fail never . | jq .summary", "count what is wrong"],
  ],
  environment: [["NO_COLOR", "if it is set, nothing is colored"]],
  exitStatus: [
    ["0", "nothing is as severe as -fail says"],
    ["1", "something is"],
    [
      "2",
      "a flag is wrong, a folder or a file in it cannot be read, or there is no certificate in it, or a picture cannot be written",
    ],
  ],
  async run({ args, flags, host, release }) {
    const fail = flags.text("fail");
    if (!failWords.some(([word]) => word === fail)) {
      throw new Refusal(`-fail takes error, warning or never, not "${fail}"`, 2);
    }
    const ignored = ignoredRules(flags);
    const pictures = readPictures(flags);
    const names = args.length === 0 ? ["."] : args;
    const rules = { parser: release.issuing.parser, keys: release.issuing };
    const named = await readFolders(names, host);
    const tree = flags.truth("follow") ? await followFiles(named, host, rules) : named;
    const paths = new Set(tree.files.map(({ path }) => path));
    const facts = factsOf(flags, Number(flags.count("within") / millisecond), host.now, (path) => paths.has(path));
    const isWhole = pictures.length > 0 || flags.truth("json") || flags.truth("list");
    const report = await reportTree(tree, facts, rules, ignored, isWhole ? "whole" : "findings");
    const { summary } = report;
    if (summary.certificates === 0 && report.findings.length === 0) {
      const unread = report.files.filter(({ kind }) => kind === "unreadable").length;
      const hint = unread > 0 ? ` (${unread} files could not be read)` : "";
      const where = args.length === 0 ? "this folder" : names.join(", ");
      throw new Refusal(`There is no certificate in ${where}${hint}`, 2);
    }
    const drawn = await writePictures(pictures, report, args, host);
    host.stdout(drawn ?? shown(report, flags, lookOf(host)));
    const isFailed = summary.errors > 0 || (fail === "warning" && summary.warnings > 0);
    if (fail === "never") return;
    if (isFailed) throw new Refusal("", 1);
    const missed = tree.files.filter(({ isMissed }) => isMissed === true).length;
    if (missed > 0)
      throw new Refusal(`The check is incomplete: ${missed === 1 ? "a file" : `${missed} files`} could not be read`, 2);
  },
};

function text(name: string, placeholder: string, description: string, value = ""): FlagHelp {
  return { name, kind: "string", default: value, placeholder, description, takes: freeText };
}

function ignoredRules(flags: Flags): ReadonlySet<string> {
  const known = ruleIds();
  const ignored = split(flags.text("ignore"));
  for (const id of ignored) if (!known.has(id)) throw new Refusal(`-ignore: there is no rule "${id}"`, 2);
  return new Set(ignored);
}

function shown(report: CheckReport, flags: Flags, look: Look): string {
  if (flags.truth("json")) return `${printableJson(report)}\n`;
  return flags.truth("list") ? listText(report, look) : reportText(report, look);
}
