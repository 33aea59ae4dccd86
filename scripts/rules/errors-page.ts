import { families } from "../../src/addons/explain/texts/index.js";
import type { MessageRow, Speaker } from "../../src/addons/explain/texts/row.js";
import { paragraph } from "./paragraph.js";

const intro = `# Errors about certificates

Made of the messages' own texts by \`node scripts/messages.mjs\`. These are the errors that \`cfssl explain\` knows: it takes
one, or a whole log, and with a folder names the file that causes it.

${"```"}sh not-run
cfssl explain 'x509: certificate signed by unknown authority'
journalctl -u etcd -n 500 | cfssl explain - /etc/kubernetes
${"```"}

Search this page for a part of the text that you see; names, addresses and dates in it do not matter. An id never
changes. [The rules](rules.md) say more of each cause.
`;

/** docs/errors.md: one section a message, under its id, by the family of the programs that print it. */
export function errorsPage(): string {
  const contents = families.map(({ title, rows }) => {
    return paragraph(`**${title}**: ${rows.map(({ id }) => `[${id}](#${id})`).join(", ")}`);
  });
  const sections = families.map(({ title, rows }) => `## ${title}\n\n${rows.map(section).join("\n")}`);
  return `${intro}\n${contents.join("\n\n")}\n\n${sections.join("\n")}`;
}

const speakers: Readonly<Record<Speaker, string>> = {
  client: "A client says it, of the server's certificate.",
  server: "A server says it, of the client's certificate.",
  checker: "Either side says it, of the other one's certificate.",
  refused: "The side whose certificate was refused says it.",
  loader: "A program says it of its own files.",
  authorizer: "The API server says it of a user whom it knows.",
  bystander: "A program says it that knows nothing of the reason.",
};

const mostCauses = 6;

function section({ id, has, speaker, means, look, rules, seldom = [] }: MessageRow): string {
  const causes = (rules.length > 0 ? rules : seldom).slice(0, mostCauses).map((rule) => `[${rule}](rules.md#${rule})`);
  const often = rules.length > 0 ? "Usual causes" : "Seldom causes";
  return [
    `### ${id}\n`,
    `${"```"}text\n${has.join("\n")}\n${"```"}\n`,
    `${paragraph(`${speakers[speaker]} ${means}`)}\n`,
    `${paragraph(`Look at ${look}.`)}\n`,
    `${paragraph(causes.length > 0 ? `${often}: ${causes.join(", ")}.` : "No file causes it.")}\n`,
  ].join("\n");
}
