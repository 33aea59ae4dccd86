import type { Card } from "./card.js";

/** Certificates under those that signed them. */
export interface Forest {
  /** Certificates that signed themselves, and those whose signer is not there. */
  readonly roots: readonly Card[];
  childrenOf(card: Card): readonly Card[];
  parentOf(card: Card): Card | null;
  /** Other certificates with the key of the same signer: a CA that was renewed with its key, or signed by another one too. */
  twinsOf(card: Card): readonly Card[];
}

const mostTwins = 8;

/**
 * Gives every certificate one parent of its signers. Several signers of one certificate have one key and one name, so the
 * first that is not over stands for them.
 */
export function plantForest(cards: readonly Card[], at: number): Forest {
  const byNumber = new Map(cards.map((card) => [card.number, card]));
  const parents = new Map<Card, Card>();
  const above = new Set<Card>();
  const twins = new Map<Card, Set<Card>>();
  for (const card of cards) {
    const signers = card.signers.flatMap((number) => byNumber.get(number) ?? []);
    if (!card.isCa || !signers.includes(card)) {
      const few = signers.slice(0, mostTwins);
      for (const signer of few) for (const other of few) if (other !== signer) addTo(twins, signer, other);
    }
    const others = signers.filter((signer) => signer !== card);
    const parent = signers.includes(card) ? undefined : (others.find(({ ends }) => ends >= at) ?? others[0]);
    // Only what is a parent already can be above its own signer.
    if (!parent || (above.has(card) && isBelow(parent, card, parents))) continue;
    parents.set(card, parent);
    above.add(parent);
  }
  const children = new Map<Card, Card[]>();
  for (const [card, parent] of parents) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(card);
    else children.set(parent, [card]);
  }
  return {
    roots: cards.filter((card) => !parents.has(card)),
    childrenOf: (card) => children.get(card) ?? [],
    parentOf: (card) => parents.get(card) ?? null,
    twinsOf: (card) => [...(twins.get(card) ?? [])],
  };
}

/** Whether a card has another one above it, or is that one: CAs may have signed each other. */
function isBelow(card: Card, other: Card, parents: ReadonlyMap<Card, Card>): boolean {
  for (let each: Card | undefined = card; each; each = parents.get(each)) if (each === other) return true;
  return false;
}

function addTo<Key, T>(sets: Map<Key, Set<T>>, key: Key, value: T): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
