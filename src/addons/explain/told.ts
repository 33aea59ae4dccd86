import { isLoopback, whyRefused } from "../check/rules/hosts.js";
import type { Finding } from "../check/scene/finding.js";
import { filesOf, type Scene } from "../check/scene/scene.js";
import { dateOf, hostsOf, subjectOf } from "../check/scene/words.js";
import type { Holding } from "../inventory/graph.js";
import { baseName } from "../inventory/tree.js";
import { hasNames } from "./evidence.js";
import type { MessageFacts } from "./facts/message-facts.js";
import type { Message } from "./message.js";

/** Faults that a message tells by itself, of which the files alone say nothing. */
export function toldFaults({ row, text, facts }: Message, scene: Scene): readonly Finding[] {
  return [
    ...missingName(facts, scene),
    ...(row.speaker === "checker" ? endedBefore(facts, scene) : []),
    ...(row.speaker === "authorizer" ? wrongUser(text, facts, scene) : []),
  ];
}

/**
 * The fault that a message tells by itself: a certificate here has the very names in the message, and not the one that
 * was dialled. Files alone do not tell what clients dial.
 */
function missingName({ valid, dialled }: MessageFacts, scene: Scene): readonly Finding[] {
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

/** A certificate that has ended by the clock of the machine that complains, if not by the one of this check. */
function endedBefore({ notAfter, at }: MessageFacts, scene: Scene): readonly Finding[] {
  if (notAfter === undefined) return [];
  return scene.holdings.flatMap((holding): Finding[] => {
    if (dateOf(holding.certificate.notAfter) !== notAfter) return [];
    return [
      {
        rule: scene.authorities.includes(holding) ? "ca-expired" : "leaf-expired",
        severity: "error",
        files: filesOf(holding),
        message: `It ended at ${notAfter}, and the clock of the machine that complains says ${at ?? "that it is later"}.`,
        expected: `an end after ${at ?? "now"}`,
        found: notAfter,
        mend: { text: "correct the clock of that machine if it is wrong, else issue the certificate again" },
      },
    ];
  });
}

/** What the name of a user or of its file says that it should be. */
const meantUsers: readonly (readonly [RegExp, rule: string, expected: string])[] = [
  [/scheduler/i, "scheduler-cn", "CN=system:kube-scheduler"],
  [/controller/i, "controller-manager-cn", "CN=system:kube-controller-manager"],
  [/proxy/i, "proxy-cn", "CN=system:kube-proxy"],
  [/admin/i, "admin-no-masters", "O=system:masters"],
  [/kubelet|node|worker/i, "kubelet-cn", "CN=system:node:NAME, O=system:nodes"],
];

/** A certificate whose CN is the user that the API server turns away, and whose name says what it was meant to be. */
function wrongUser(text: string, { user }: MessageFacts, scene: Scene): readonly Finding[] {
  if (user === undefined || user.startsWith("system:")) return [];
  return scene.leaves.flatMap(({ holding, files }): Finding[] => {
    const { certificate } = holding;
    const { commonName, organization } = certificate.subject;
    // An administrator whose group is right is turned away by an older certificate.
    if (commonName !== user || organization.includes("system:masters") || /proxy-client|aggregator/.test(user))
      return [];
    const words = [user, ...files.map(baseName), /resource \W*"?(?:nodes|leases)/.test(text) ? "node" : ""].join(" ");
    const meant = meantUsers.find(([pattern]) => pattern.test(words));
    if (!meant) return [];
    return [
      {
        ...{ rule: meant[1], severity: "error", files, expected: meant[2] },
        message: `The API server takes it for the user "${user}", who has no rights.`,
        found: subjectOf(certificate),
        mend: { text: `issue it again with ${meant[2]}, and put it where the old one is` },
      },
    ];
  });
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
