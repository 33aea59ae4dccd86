import type { IssuingCall } from "../../inventory/issuing-calls.js";
import { hostsIn } from "./derive.js";
import type { Draft } from "./draft.js";
import type { Pair } from "./pairs.js";
import type { Source } from "./requests.js";

/** A row that may stand for a certificate. */
export interface Candidate {
  readonly draft: Draft;
  /** The request's file whose hosts or name the certificate does not have; null if nothing is replaced unasked. */
  readonly differing: string | null;
}

/** The rows that may stand for a certificate: the simplest first, for each request. */
export function candidatesFor(
  pair: Pair,
  ca: string | null,
  profiles: readonly string[],
  sources: readonly Source[],
  calls: readonly IssuingCall[],
): readonly Candidate[] {
  const { certificate } = pair;
  const hosts = hostsIn(certificate);
  const asked = calls.flatMap(({ hosts: text }) => (text === null || text.includes("$") ? [] : [text.split(",")]));
  const listed = asked.find((list) => sameSet(list, hosts)) ?? null;
  const own = profiles.length === 0 ? [""] : profiles;
  return sources.flatMap(({ request, spec, isDerived }) => {
    const path = typeof request === "string" ? request : null;
    const isNamed = spec.commonName === certificate.subject.commonName;
    const cn = isNamed ? null : certificate.subject.commonName;
    const isCalled = calls.some(({ commonName }) => commonName === cn);
    const lists: (readonly string[] | null)[] =
      isDerived && hosts.length > 0 && ca !== null
        ? [hosts]
        : listed
          ? [listed]
          : hosts.length > 0
            ? [null, hosts]
            : [null];
    return lists.flatMap((list) => {
      const isPinned = (list !== null && listed === null) || (cn !== null && !isCalled);
      return own.map((profile) => ({
        draft: { ca, profile, request, cn, hosts: list, files: pair.files, constraints: certificate.nameConstraints },
        differing: isPinned && !isDerived ? path : null,
      }));
    });
  });
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((each) => b.has(each));
}
