import { isLoopback, whyRefused } from "../check/rules/hosts.js";
import type { Finding } from "../check/scene/finding.js";
import { filesOf, type Scene } from "../check/scene/scene.js";
import { hostsOf } from "../check/scene/words.js";
import type { Holding } from "../inventory/graph.js";
import { hasNames } from "./evidence.js";
import type { MessageFacts } from "./facts.js";

/**
 * The fault that a message tells by itself: a certificate here has the very names in the message, and not the one that
 * was dialled. Files alone do not tell what clients dial.
 */
export function missingName({ valid, dialled }: MessageFacts, scene: Scene): readonly Finding[] {
  if (valid === undefined || dialled === undefined || valid.length === 0) return [];
  return scene.leaves.flatMap(({ holding, files }): Finding[] => {
    const { certificate } = holding;
    const why = whyRefused(certificate, dialled);
    if (why === null || !hasNames(holding, valid)) return [];
    return [
      {
        rule: ruleOf(dialled, scene),
        severity: "error",
        files,
        message: `Somebody dials ${dialled}, and it is not valid for that.`,
        expected: dialled,
        found: hostsOf(certificate).join(", "),
        seenAs: [why],
        mend: { text: `add ${dialled} to hosts, issue it again, and restart the server` },
      },
    ];
  });
}

function ruleOf(host: string, { facts }: Scene): string {
  if (isLoopback(host)) return "san-missing-localhost";
  if (/^kubernetes(?:\.default(?:\.svc(?:\..+)?)?)?$/.test(host)) return "san-missing-service-name";
  return [...facts.nodes].some((node) => node.includes(host)) ? "san-missing-node-ip" : "san-missing-vip";
}

/** A certificate that has most names of the message and also the one that was dialled: the server runs with an older one. */
export function renewedSince({ valid, dialled }: MessageFacts, scene: Scene): Holding | null {
  if (valid === undefined || dialled === undefined || valid.length === 0) return null;
  const found = scene.leaves.find(({ holding: { certificate } }) => {
    const hosts = new Set(hostsOf(certificate));
    const common = valid.filter((name) => hosts.has(name)).length;
    return common * 2 > valid.length && whyRefused(certificate, dialled) === null;
  });
  return found?.holding ?? null;
}

/** The first file of a certificate. */
export function fileOf(holding: Holding): string {
  return filesOf(holding)[0] ?? "";
}
