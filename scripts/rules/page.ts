import { rules } from "../../src/addons/check/check.js";
import type { RuleRow } from "../../src/addons/check/scene/rule.js";
import { paragraph } from "./paragraph.js";

const intro = `# The rules of cfssl check

Made of the rules' own texts by \`node scripts/rules.mjs\`. An id never changes: \`cfssl check -ignore ID\` leaves a rule
out. [Check](check.md) says how to read the output.

An **error** is refused by a program that the folder is for: by Go's rules for Kubernetes and etcd, by OpenSSL's for
nginx and the like. A **warning** works, but is dangerous, or ends soon, or others refuse it.

Each rule is tested in a folder in which it is found and in one that is nearly so, in which nothing is found. The tests
run the commands that a finding gives, and check again. The proof of a rule is what real programs did with such files.
`;

/** docs/rules.md: one section a rule, under its id. */
export function rulesPage(): string {
  const rows = new Map(rules.flatMap((rule) => rule.rows.map((row) => [row.id, row] as const)));
  const sections = [...rows.values()].map(section);
  const contents = [...rows.keys()].map((id) => `- [${id}](#${id})`);
  return `${intro}\n${contents.join("\n")}\n\n${sections.join("\n")}`;
}

const severities = {
  error: "An error.",
  warning: "A warning.",
  either: "An error where a program of the folder refuses it, a warning elsewhere.",
};

const unproven = "no program that was tried refuses it; the tests alone show it.";

function section({ id, severity, means, seen, proof, mend }: RuleRow): string {
  const said = seen.length === 0 ? "Programs say nothing about it." : "Programs say:";
  const shown = seen.length === 0 ? "" : `\n\`\`\`text\n${seen.join("\n")}\n\`\`\`\n`;
  return `## ${id}\n\n${paragraph(`${severities[severity]} ${means}`)}\n\n${said}\n${shown}\n${paragraph(`Mend: ${mend}`)}\n\n${paragraph(`Proof: ${proof ?? unproven}`)}\n`;
}
