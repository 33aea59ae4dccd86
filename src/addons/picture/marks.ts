import type { CheckReport, ReportedFinding } from "../check/report.js";
import { addTo } from "../groups.js";
import type { Card } from "./card.js";

/** A finding with the number that its mark shows. */
export interface Mark {
  readonly number: number;
  /** Whether a page has room for it, so that links lead to it. */
  readonly isShown: boolean;
  readonly finding: ReportedFinding;
}

/** The most findings that a page has. */
const mostFindings = 300;

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
  const all = findings.map((finding, at) => ({ number: at + 1, isShown: at < mostFindings, finding }));
  const at = createCardFinder(cards);
  const blaming = new Map<Card, Mark[]>();
  const naming = new Map<Card, Mark[]>();
  const otherFiles = new Map<string, Mark[]>();
  for (const mark of all) {
    const [blamed = "", ...named] = mark.finding.files;
    const found = at(blamed);
    for (const card of found) addTo(blaming, card, mark);
    if (found.length === 0) addTo(otherFiles, blamed, mark);
    const others = new Set(named.flatMap((path) => at(path)).filter((card) => !found.includes(card)));
    for (const card of others) addTo(naming, card, mark);
  }
  return {
    ...{ all, otherFiles },
    blaming: (card) => blaming.get(card) ?? [],
    naming: (card) => naming.get(card) ?? [],
    cardsAt: at,
  };
}

/**
 * The certificates of a file: those that are called by it or shown from it, without the CAs above them. Then CAs that are
 * called by it, and the certificate whose key it is. A CA that lies in many kubeconfigs is not to blame for theirs.
 */
function createCardFinder(cards: readonly Card[]): (path: string) => readonly Card[] {
  const leaves = new Map<string, Card[]>();
  const authorities = new Map<string, Card[]>();
  const keys = new Map<string, Card[]>();
  for (const card of cards) {
    const { isCa, paths, keyFile } = card;
    for (const path of isCa ? paths.slice(0, 1) : paths) addTo(isCa ? authorities : leaves, path, card);
    if (keyFile !== null) addTo(keys, keyFile, card);
  }
  return (path) => leaves.get(path) ?? authorities.get(path) ?? keys.get(path) ?? [];
}

/** How bad it is: the worst severity of some findings. */
export function worstOf(marks: readonly Mark[]): "error" | "warning" | null {
  if (marks.some(({ finding }) => finding.severity === "error")) return "error";
  return marks.length > 0 ? "warning" : null;
}
