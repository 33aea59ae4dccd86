import type { Checked } from "../check/check.js";
import type { Finding } from "../check/scene/finding.js";
import { groupBy } from "../groups.js";
import { type Evidence, weigh } from "./evidence.js";
import type { Message } from "./message.js";
import { toldFaults } from "./told.js";

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

interface Candidate extends Evidence {
  readonly finding: Finding;
  readonly message: Message;
}

/** Finds what in the files causes the messages, the surest first. */
export function findCauses(messages: readonly Message[], checked: Checked): readonly FoundCause[] {
  const clear = messages.filter(({ row }) => !row.isVague).flatMap((message) => best(candidatesFor(message, checked)));
  const explained = new Set(clear.map(({ finding }) => finding));
  const vague = messages
    .filter(({ row }) => row.isVague)
    .flatMap((message) => {
      const candidates = candidatesFor(message, checked);
      // What says little has most likely the cause that another message names.
      const same = candidates.filter(({ finding }) => explained.has(finding));
      return best(same.length > 0 ? same : candidates);
    });
  return merge([...clear, ...vague]).slice(0, mostCauses);
}

function candidatesFor(message: Message, { scene, findings }: Checked): readonly Candidate[] {
  const weighed = (finding: Finding) => ({ finding, message, ...weigh(message, finding, scene) });
  const known = findings.map(weighed).filter(({ score }) => score > 0);
  // What the check has found says more of the cause than the message does.
  if (known.some(({ isIdentified }) => isIdentified)) return known;
  const told = toldFaults(message, scene).map(weighed);
  return [...told.filter(({ isIdentified }) => isIdentified), ...known];
}

const mostCauses = 10;
/** Scores that differ less are alike: it is what roles and orders add. */
const near = 15;

/** Of what may cause a message: if the message names one of them, only that; else those that are not far behind. */
function best(candidates: readonly Candidate[]): readonly Candidate[] {
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  const [first] = sorted;
  if (!first) return [];
  if (first.isIdentified) return sorted.filter(({ isIdentified, score }) => isIdentified && score > first.score - 25);
  return sorted.filter(({ score }) => score > first.score - near);
}

function merge(candidates: readonly Candidate[]): readonly FoundCause[] {
  const byFault = groupBy(candidates, ({ finding }) => `${finding.rule}\n${finding.files.join("\n")}`);
  const byMessage = groupBy(candidates, ({ message }) => message);
  return [...byFault.values()]
    .map((group) => {
      const sorted = [...group].sort((a, b) => b.score - a.score);
      return {
        finding: (sorted[0] as Candidate).finding,
        score: (sorted[0] as Candidate).score,
        certainty: certaintyOf(group, byMessage),
        reasons: [...new Set(sorted.flatMap(({ reasons }) => reasons))],
        messages: [...new Set(sorted.map(({ message }) => message))],
      };
    })
    .sort((a, b) => rank(b.certainty) - rank(a.certainty) || b.score - a.score)
    .map(({ score: _score, ...cause }) => cause);
}

/**
 * Certain if a message names the file, or if a clear message has no other cause here and says what programs print about
 * this one.
 */
function certaintyOf(group: readonly Candidate[], byMessage: ReadonlyMap<Message, readonly Candidate[]>): Certainty {
  const rivals = ({ message }: Candidate) => byMessage.get(message) ?? [];
  const isAlone = (candidate: Candidate) => rivals(candidate).length === 1;
  const isFirst = (candidate: Candidate) => rivals(candidate)[0] === candidate;
  const isClear = ({ message }: Candidate) => message.row.isVague !== true;
  // Several that fit alike cannot all be the one that the message names.
  const isNamed = (each: Candidate) =>
    each.isIdentified &&
    !rivals(each).some((other) => other !== each && other.isIdentified && other.score > each.score - near);
  if (group.some((each) => isNamed(each) || (each.isTypical && isClear(each) && isAlone(each)))) return "certain";
  return group.some((each) => isFirst(each) && (isClear(each) || isAlone(each))) ? "likely" : "possible";
}

function rank(certainty: Certainty): number {
  return ["possible", "likely", "certain"].indexOf(certainty);
}
