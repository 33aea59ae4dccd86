import type { Card } from "./card.js";
import type { Forest } from "./forest.js";
import { type Marks, worstOf } from "./marks.js";

/** Up to here every certificate has a box of its own. */
const fewCards = 36;
/** A drawing with more boxes is unreadable. */
const mostBoxes = 80;
/** A group that is not larger needs no folding. */
const smallGroup = 3;

/**
 * Chooses the certificates that get a box: those with findings first, then CAs, then groups of few. The others are folded
 * into one box for each signer. Above a certificate with a box, all have one.
 */
export function chooseCards(cards: readonly Card[], forest: Forest, marks: Marks): ReadonlySet<Card> {
  if (cards.length <= fewCards) return new Set(cards);
  const chosen = new Set<Card>();
  const choose = (card: Card) => {
    for (let each: Card | null = card; each && !chosen.has(each); each = forest.parentOf(each)) {
      if (chosen.size >= mostBoxes) return;
      chosen.add(each);
    }
  };
  const worst = (card: Card) => worstOf(marks.blaming(card));
  for (const card of cards) if (worst(card) === "error") choose(card);
  for (const card of cards) if (worst(card) === "warning") choose(card);
  for (const card of cards) if (forest.childrenOf(card).length > 0) choose(card);
  for (const card of cards) {
    const others = forest.childrenOf(card).filter((child) => !chosen.has(child));
    if (chosen.has(card) && others.length <= smallGroup) for (const child of others) choose(child);
  }
  // One whose signer found no room would stand alone.
  for (const card of [...chosen]) {
    const parent = forest.parentOf(card);
    if (parent && !chosen.has(parent)) chosen.delete(card);
  }
  return chosen;
}
