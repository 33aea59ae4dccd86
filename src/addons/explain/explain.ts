import { type Checked, checkTree, rules } from "../check/check.js";
import { reportFinding } from "../check/report.js";
import type { Facts } from "../check/scene/facts.js";
import type { RuleRow } from "../check/scene/rule.js";
import type { Scene } from "../check/scene/scene.js";
import { dateOf, join, momentOf } from "../check/scene/words.js";
import type { MaterialRules } from "../inventory/material.js";
import { baseName, type SourceTree } from "../inventory/tree.js";
import { type FoundCause, findCauses } from "./causes.js";
import type { Collected } from "./collect.js";
import { slashed } from "./evidence.js";
import type { Message } from "./message.js";
import type { ExplainedMessage, ExplainReport, UsualCause } from "./report.js";
import { fileOf, renewedSince } from "./told.js";

/** Explains the messages of a text: what they mean, and which fault of the files of a tree causes them. */
export async function explainMessages(
  collected: Collected,
  tree: SourceTree | null,
  facts: Facts,
  material: MaterialRules,
): Promise<ExplainReport> {
  const { messages, lines, dropped } = collected;
  const checked = tree && (await checkTree(tree, facts, material));
  const causes = checked ? findCauses(messages, checked) : [];
  return {
    version: 1,
    at: momentOf(facts.now),
    messages: messages.map(explained),
    causes: causes.map((cause) => ({
      ...reportFinding(cause.finding, (checked as Checked).scene),
      certainty: cause.certainty,
      reasons: cause.reasons,
      messages: cause.messages.map((message) => messages.indexOf(message)),
    })),
    left: checked ? whatIsLeft(messages, causes, checked) : [],
    ...{ lines, dropped },
  };
}

function explained({ row, speaker, text, count, facts }: Message): ExplainedMessage {
  return {
    ...{ id: row.id, text, count, speaker, means: row.means, look: row.look, facts },
    usually: usualCauses(row.rules),
  };
}

const mostUsual = 4;

function usualCauses(ids: readonly string[]): readonly UsualCause[] {
  const known = new Map<string, RuleRow>(rules.flatMap(({ rows }) => rows.map((row) => [row.id, row])));
  return ids.slice(0, mostUsual).flatMap((id) => {
    const row = known.get(id);
    return row ? [{ rule: id, means: row.means, mend: row.mend }] : [];
  });
}

/** Where a file lies that a program does not find. */
function whereIs(named: string | undefined, { inventory }: Scene): string | null {
  if (named === undefined) return null;
  const path = slashed(named);
  const same = inventory.tree.files.filter((file) => baseName(file.path) === baseName(path)).map((file) => file.path);
  const exact = same.find((file) => path === file || path.endsWith(`/${file}`));
  if (exact)
    return `${exact} is here. On the machine that complains it is missing under ${named}, or it was made later.`;
  if (same.length === 0)
    return `${named} is in none of these folders: make it, or correct the path in the configuration.`;
  return `${named} is not here, but ${join(same.slice(0, 3))} ${same.length === 1 ? "is" : "are"}: copy it to where the program looks, or correct the path in the configuration.`;
}

/** What remains to look at for the messages that nothing in the files explains. */
function whatIsLeft(
  messages: readonly Message[],
  causes: readonly FoundCause[],
  { scene }: Checked,
): readonly string[] {
  if (scene.holdings.length === 0) {
    return ["There is no certificate in these folders. Name the one that the program's files are in."];
  }
  const left = new Set<string>();
  for (const message of messages) {
    if (causes.some((cause) => cause.messages.includes(message))) continue;
    const { row, speaker, facts } = message;
    const renewed = renewedSince(facts, scene);
    const elsewhere = row.id === "missing-file" ? whereIs(facts.path, scene) : null;
    if (elsewhere) left.add(elsewhere);
    else if (renewed) {
      left.add(
        `${fileOf(renewed)} is valid for ${facts.dialled} (since ${dateOf(renewed.certificate.notBefore)}): the server that was dialled still runs with an older one, or with another file. Restart it.`,
      );
    } else if (row.rules.length === 0) left.add(`Nothing in the files causes it. Look at ${row.look}.`);
    else if (speaker === "refused") {
      left.add(`Nothing in these files explains it. Look at ${row.look}, at the same second.`);
    } else if (row.rules.includes("leaf-expired") || row.rules.includes("leaf-not-yet-valid")) {
      left.add(
        "No certificate here has expired. The program may still run with the one before: restart it. Or its clock is wrong, or it uses other files than these.",
      );
    } else {
      left.add(
        `Nothing in these files explains it. The program may still run with older files (restart it), or use others than these. Look at ${row.look}.`,
      );
    }
  }
  return [...left];
}
