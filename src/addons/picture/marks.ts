import type { CheckReport, ReportedFinding } from "../check/report.js";
import type { Card } from "./card.js";

/** A finding with the number that its mark shows. */
export interface Mark {
  readonly number: number;
  readonly finding: ReportedFinding;
}

/** Which findings are about which certificate or other file. */
export interface Marks {
  readonly all: readonly Mark[];
  /** Those that blame a certificate, or its key. */
  blaming(card: Card): readonly Mark[];
  /** Those that only name it as one that something does not agree with. */
  naming(card: Card): readonly Mark[];
  /** The files that are blamed and hold no certificate, with their findings. */
  readonly otherFiles: ReadonlyMap<string, readonly Mark[]>;
  /** The certificates that a finding means when it names a file. */
  cardsAt(path: string): readonly Card[];
}

/** Finds the certificates that findings are about: a finding names files. */
export function markCards({ findings }: CheckReport, cards: readonly Card[]): Marks {
  const all = findings.map((finding, at) => ({ number: at + 1, finding }));
  const at = createCardFinder(cards);
  const blaming = new Map<Card, Mark[]>();
  const naming = new Map<Card, Mark[]>();
  const otherFiles = new Map<string, Mark[]>();
  for (const mark of all) {
    const [blamed = "", ...named] = mark.finding.files;
    const found = at(blamed);
    for (const card of found) add(blaming, card, mark);
    if (found.length === 0) add(otherFiles, blamed, mark);
    const others = new Set(named.flatMap((path) => at(path)).filter((card) => !found.includes(card)));
    for (const card of others) add(naming, card, mark);
  }
  return {
    ...{ all, otherFiles },
    blaming: (card) => blaming.get(card) ?? [],
    naming: (card) => naming.get(card) ?? [],
    cardsAt: at,
  };
}

/**
 * The certificates of a file: those that are called by it, of these the one that is shown, as a server's file also has
 * the CAs above it. Then the one whose key it is, and then those that lie in it as well, such as the CA of a kubeconfig.
 */
function createCardFinder(cards: readonly Card[]): (path: string) => readonly Card[] {
  const [leaves, authorities, keys, copies] = [0, 1, 2, 3].map(() => new Map<string, Card[]>()) as [
    Map<string, Card[]>,
    Map<string, Card[]>,
    Map<string, Card[]>,
    Map<string, Card[]>,
  ];
  for (const card of cards) {
    const [first, ...others] = card.paths;
    add(card.isCa ? authorities : leaves, first, card);
    if (card.keyFile !== null) add(keys, card.keyFile, card);
    for (const path of others) add(card.isCa ? copies : leaves, path, card);
  }
  return (path) => leaves.get(path) ?? authorities.get(path) ?? keys.get(path) ?? copies.get(path) ?? [];
}

function add<Key, T>(groups: Map<Key, T[]>, key: Key, value: T): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

/** How bad it is: the worst severity of some findings. */
export function worstOf(marks: readonly Mark[]): "error" | "warning" | null {
  if (marks.some(({ finding }) => finding.severity === "error")) return "error";
  return marks.length > 0 ? "warning" : null;
}
