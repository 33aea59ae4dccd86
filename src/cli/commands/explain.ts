import { usualWithin } from "../../addons/check/scene/facts.js";
import { createCollector } from "../../addons/explain/collect.js";
import { explainMessages } from "../../addons/explain/explain.js";
import type { Host } from "../../host/host.js";
import type { Command } from "../command.js";
import { Refusal } from "../exit-code.js";
import { explanationText } from "../report/explanation.js";
import { factFlags, factsOf, momentFlag } from "../report/facts.js";
import { followFiles, followFlag } from "../report/follow.js";
import { lookOf } from "../report/look.js";
import { printableJson } from "../report/printable.js";
import { readFolders } from "../report/read-folders.js";

/** Explains an error text or a log: what it means, and which file of a folder causes it. */
export const explain: Command = {
  usage: ["cfssl explain [FLAGS] TEXT|- [FOLDER ...]"],
  description: [
    "Reads an error text, or a log from standard input, and says what its messages about certificates mean: who prints them, who is meant, and what to look at. It knows the texts of Go, etcd, Kubernetes, OpenSSL, curl, web servers, Python, Node, Java, .NET, browsers and cfssl.",
    "With folders, it checks them as cfssl check does, and names the file that causes the message, why it is that one, and how to mend it.",
    "docs/errors.md lists all messages.",
  ],
  flags: [],
  ownFlags: [
    ...factFlags,
    followFlag,
    { name: "json", kind: "bool", default: false, description: "print the explanation as JSON" },
    momentFlag,
  ],
  arguments: () => [{ is: "folder" }],
  examples: [
    ["cfssl explain 'x509: certificate signed by unknown authority'", "what a message means"],
    ["cfssl explain 'remote error: tls: bad certificate' /etc/kubernetes", "which file causes it"],
    ["journalctl -u etcd -n 500 | cfssl explain - /etc/kubernetes", "explain a log"],
  ],
  environment: [["NO_COLOR", "if it is set, nothing is colored"]],
  exitStatus: [
    ["0", "a file explains a message; without folders, a message is known"],
    ["1", "no file of the folders explains any message"],
    ["2", "no message is known, a flag is wrong, or a folder cannot be read"],
  ],
  async run({ args, flags, host, release }) {
    const [text, ...names] = args;
    if (text === undefined) throw new Refusal("explain needs a text, or - to read a log from standard input", 2);
    const material = { parser: release.issuing.parser, keys: release.issuing };
    const named = names.length === 0 ? null : await readFolders(names, host);
    const tree = named && flags.truth("follow") ? await followFiles(named, host, material) : named;
    const paths = new Set(tree?.files.map(({ path }) => path));
    const facts = factsOf(flags, usualWithin, host.now, (path) => paths.has(path));
    const collected = await collect(text, host);
    if (collected.messages.length === 0) throw notUnderstood(text, collected.lines, host);
    const report = await explainMessages(collected, tree, facts, material);
    host.stdout(flags.truth("json") ? `${printableJson(report)}\n` : explanationText(report, lookOf(host)));
    if (tree && report.causes.length === 0) throw new Refusal("", 1);
  },
};

async function collect(text: string, host: Host) {
  const collector = createCollector();
  if (text !== "-") collector.add(text);
  else {
    const decoder = new TextDecoder();
    for await (const part of host.stdinParts()) collector.add(decoder.decode(part, { stream: true }));
    collector.add(decoder.decode());
  }
  return collector.end();
}

function notUnderstood(text: string, lines: number, host: Host): Refusal {
  if (text !== "-" && isFile(text, host)) {
    return new Refusal(`${text} is a file; to explain what it says: cfssl explain - < ${text}`, 2);
  }
  if (text === "-" && lines === 0) return new Refusal("There is nothing on standard input", 2);
  const where = text === "-" ? `in ${lines === 1 ? "this line" : `these ${lines} lines`}` : "in this text";
  return new Refusal(
    `No error about certificates is known ${where}. Give the whole line, or find faults without a message: cfssl check FOLDER`,
    2,
  );
}

function isFile(name: string, host: Host): boolean {
  if (/\s/.test(name)) return false;
  try {
    host.readFile(name);
    return true;
  } catch {
    return false;
  }
}
