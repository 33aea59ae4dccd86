import { compareMoments } from "../../go/time/moment.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { Chain } from "../../x509/verify/chain.js";
import { hasAcceptableLifetime } from "./lifetime.js";
import { leastHash, leastKey, type Platform, weighChain } from "./platforms.js";
import { hashFamily, hashStrength, keyStrength } from "./scores.js";

/** Positive if `a` is the better one, zero if both are equally good. */
type Comparison = (a: Chain, b: Chain) => number;

/** The chain that most platforms can use. Of equally good ones, the first. */
export async function chooseUbiquitous(
  chains: readonly [Chain, ...Chain[]],
  platforms: readonly Platform[],
): Promise<Chain> {
  const weights = new Map<Chain, bigint>();
  for (const chain of chains) weights.set(chain, await weighChain(chain, platforms));
  const weightOf = (chain: Chain) => weights.get(chain) ?? 0n;
  return choose(chains, [
    (a, b) => Number(weightOf(a) > weightOf(b)) - Number(weightOf(a) < weightOf(b)),
    more((chain) => (isSha2(chain) ? 1 : 0)),
    more((chain) => -chain.length),
    more(leastHash),
    more(leastKey),
    compareLifetimes,
    ...optimalFirst,
  ]);
}

/** The shortest chain, or else the one that is valid longest, or else the one with the strongest algorithms. */
export function chooseOptimal(chains: readonly [Chain, ...Chain[]]): Chain {
  return choose(chains, optimalFirst);
}

/** Makes a comparison by a number of which more is better. */
function more(rate: (chain: Chain) => number): Comparison {
  return (a, b) => rate(a) - rate(b);
}

const optimalFirst: readonly Comparison[] = [
  more((chain) => -chain.length),
  (a, b) => compareMoments(earliestExpiry(a), earliestExpiry(b)),
  more((chain) => meanOf(chain, hashStrengthOf) + meanOf(chain, keyStrength)),
];

/** Keeps the best by each comparison in turn, and returns the first of those that are left. */
function choose(chains: readonly [Chain, ...Chain[]], comparisons: readonly Comparison[]): Chain {
  let [first, ...others] = chains;
  for (const compare of comparisons) {
    const kept: Chain[] = [];
    for (const chain of others) {
      const difference = compare(chain, first);
      if (difference > 0) {
        first = chain;
        kept.length = 0;
      } else if (difference === 0) kept.push(chain);
    }
    others = kept;
  }
  return first;
}

/** Whether all signatures but the root's use SHA-2. */
function isSha2(chain: Chain): boolean {
  return chain.slice(0, -1).every(({ signatureAlgorithm }) => hashFamily(signatureAlgorithm) === "SHA-2");
}

/** Compares from the root down. The first certificates that differ decide. */
function compareLifetimes(a: Chain, b: Chain): number {
  for (let at = 1; at <= Math.min(a.length, b.length); at++) {
    const [left, right] = [a.at(-at) ?? a[0], b.at(-at) ?? b[0]];
    const acceptable = Number(hasAcceptableLifetime(left)) - Number(hasAcceptableLifetime(right));
    const difference = acceptable || compareMoments(left.notAfter, right.notAfter);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first end of validity among some certificates. */
export function earliestExpiry([first, ...others]: Chain): Certificate["notAfter"] {
  let earliest = first.notAfter;
  for (const { notAfter } of others) if (compareMoments(notAfter, earliest) < 0) earliest = notAfter;
  return earliest;
}

function hashStrengthOf({ signatureAlgorithm }: Certificate): number {
  return hashStrength[hashFamily(signatureAlgorithm)];
}

/**
 * The mean as upstream computes it: a running one of doubles, cut to a whole number. Rounding can make it one less than
 * the exact mean, so the order of the operations matters.
 */
function meanOf(chain: Chain, rate: (certificate: Certificate) => number): number {
  let mean = 0;
  for (const [at, certificate] of chain.entries()) {
    const share = 1 / (at + 1);
    mean = mean * (1 - share) + rate(certificate) * share;
  }
  return Math.trunc(mean);
}
