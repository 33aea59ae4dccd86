import type { Checked } from "../check/check.js";
import type { Finding } from "../check/scene/finding.js";
import { weigh } from "./evidence.js";
import type { Message } from "./message.js";
import { missingName } from "./names.js";

/** How sure it is that a fault causes a message. */
export type Certainty = "certain" | "likely" | "possible";

/** A fault of the files that causes messages. */
export interface FoundCause {
  readonly finding: Finding;
  readonly certainty: Certainty;
  /** Why it is the cause, in words. */
  readonly reasons: readonly string[];
  /** The messages that it causes. */
  readonly messages: readonly Message[];
}

interface Candidate {
  readonly finding: Finding;
  readonly message: Message;
  readonly score: number;
  readonly isIdentified: boolean;
  readonly reasons: readonly string[];
}

/** Finds what in the files causes the messages, the surest first. */
export function findCauses(messages: readonly Message[], { scene, findings }: Checked): readonly FoundCause[] {
  const candidates = messages.flatMap((message) => {
    const known = findings.map((finding) => ({ finding, message, ...weigh(message, finding, scene) }));
    const fitting = known.filter(({ score }) => score > 0);
    // What the check has found says more of the cause than the message does.
    if (fitting.some(({ isIdentified }) => isIdentified)) return best(fitting);
    const told = missingName(message.facts, scene).map((finding) => {
      return { finding, message, ...weigh(message, finding, scene) };
    });
    return best([...told.filter(({ isIdentified }) => isIdentified), ...fitting]);
  });
  return merge(candidates).slice(0, mostCauses);
}

const mostCauses = 10;

/** Of what may cause a message: if the message names one of them, only that; else those that are not far behind. */
function best(candidates: readonly Candidate[]): readonly Candidate[] {
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  const [first] = sorted;
  if (!first) return [];
  if (first.isIdentified) return sorted.filter(({ isIdentified, score }) => isIdentified && score > first.score - 25);
  return sorted.filter(({ score }) => score > first.score - 15);
}

function merge(candidates: readonly Candidate[]): readonly FoundCause[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const id = `${candidate.finding.rule}\n${candidate.finding.files.join("\n")}`;
    groups.set(id, [...(groups.get(id) ?? []), candidate]);
  }
  const leading = new Set(
    [...new Set(candidates.map(({ message }) => message))].map(
      (message) => candidates.find((candidate) => candidate.message === message) as Candidate,
    ),
  );
  const rivals = (message: Message) => candidates.filter((candidate) => candidate.message === message).length;
  return [...groups.values()]
    .map((group) => {
      const sorted = [...group].sort((a, b) => b.score - a.score);
      const [top] = sorted as [Candidate];
      const isLikely = group.some(
        (each) => leading.has(each) && !(each.message.row.isVague && rivals(each.message) > 1),
      );
      const certainty: Certainty = sorted.some(({ isIdentified }) => isIdentified)
        ? "certain"
        : isLikely
          ? "likely"
          : "possible";
      return {
        ...{ finding: top.finding, certainty, score: top.score },
        reasons: [...new Set(sorted.flatMap(({ reasons }) => reasons))],
        messages: [...new Set(sorted.map(({ message }) => message))],
      };
    })
    .sort((a, b) => rank(b.certainty) - rank(a.certainty) || b.score - a.score)
    .map(({ score: _score, ...cause }) => cause);
}

function rank(certainty: Certainty): number {
  return ["possible", "likely", "certain"].indexOf(certainty);
}
