import type { Holding } from "../../inventory/graph.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { filesOf, type Scene, trustedPaths } from "../scene/scene.js";
import { dateOf, daysBetween, join, momentOf } from "../scene/words.js";

/** Certificates that are not valid at the moment of the check, or not for long. */
export const dates: Rule = {
  ids: ["leaf-expired", "leaf-not-yet-valid", "expiring-soon", "ca-expired", "ca-expiring-soon", "leaf-outlives-ca"],
  find(scene) {
    const inUse = scene.authorities.filter((holding) => isInUse(holding, scene));
    return [
      ...scene.leaves.flatMap(({ holding }) => ofLeaf(holding, scene)),
      ...inUse.flatMap((holding) => ofAuthority(holding, scene)),
      ...inUse.flatMap((holding) => outliving(holding, scene)),
    ];
  },
};

/** Whether a CA signed something here or is trusted; an old one that lies about does not matter. */
function isInUse(holding: Holding, { inventory, holdings, authorities }: Scene): boolean {
  const trusted = trustedPaths(inventory);
  const isTrusted = holding.places.some(({ path, member }) => member !== "" || trusted.has(path));
  return isTrusted || authorities.length === 1 || holdings.some(({ issuers }) => issuers.includes(holding));
}

function ofLeaf(holding: Holding, { facts }: Scene): Finding[] {
  const { notBefore, notAfter } = holding.certificate;
  const { now } = facts;
  const [start, end] = [notBefore.seconds * 1000, notAfter.seconds * 1000];
  const prefix = "x509: certificate has expired or is not yet valid: current time";
  if (now > end) {
    const soon = `${prefix} ${momentOf(now)} is after ${dateOf(notAfter)}`;
    return [
      {
        ...fact("leaf-expired", holding, `It expired on ${dateOf(notAfter)}.`),
        severity: "error",
        seenAs: [soon, "certificate has expired"],
        mend: { text: "issue it again, and restart what uses it" },
      },
    ];
  }
  if (now < start) {
    return [
      {
        ...fact("leaf-not-yet-valid", holding, `It is valid only from ${dateOf(notBefore)} on.`),
        severity: "error",
        seenAs: [`${prefix} ${momentOf(now)} is before ${dateOf(notBefore)}`, "certificate is not yet valid"],
        mend: { text: "set the clock of the machine that issued it, or of this one; then issue it again" },
      },
    ];
  }
  if (end - now > Math.min(facts.within, (end - start) / 3)) return [];
  return [
    {
      ...fact("expiring-soon", holding, `It expires on ${dateOf(notAfter)}, in ${daysBetween(now, end)} days.`),
      severity: "warning",
      mend: { text: "issue it again before, and restart what uses it" },
    },
  ];
}

function ofAuthority(holding: Holding, scene: Scene): Finding[] {
  const { notAfter } = holding.certificate;
  const { now, within } = scene.facts;
  const end = notAfter.seconds * 1000;
  if (end - now > within || isRenewed(holding, scene)) return [];
  const files = [...filesOf(holding), ...issuedBy(holding, scene).flatMap((leaf) => filesOf(leaf))];
  const [path = "ca.pem"] = files;
  const renewal = {
    text: "renew the CA's certificate with its own key, and give the new one to all who trust it; certificates stay valid",
    commands: [`cfssl gencert -renewca -ca ${path} -ca-key ${path.replace(/\.\w+$/, "")}-key.pem`],
  };
  if (now > end) {
    return [
      {
        rule: "ca-expired",
        severity: "error",
        files,
        message: `The CA expired on ${dateOf(notAfter)}, and with it every certificate that it issued.`,
        seenAs: [
          `x509: certificate has expired or is not yet valid: current time ${momentOf(now)} is after ${dateOf(notAfter)}`,
          "certificate has expired",
        ],
        mend: renewal,
      },
    ];
  }
  return [
    {
      rule: "ca-expiring-soon",
      severity: "warning",
      files: [path],
      message: `The CA expires on ${dateOf(notAfter)}, in ${daysBetween(now, end)} days, and with it every certificate that it issued.`,
      mend: renewal,
    },
  ];
}

/** Whether there is a newer certificate for the CA's key. */
function isRenewed(holding: Holding, { authorities }: Scene): boolean {
  const key = holding.certificate.rawSpki.join();
  return authorities.some(
    ({ certificate }) =>
      certificate.rawSpki.join() === key && certificate.notAfter.seconds > holding.certificate.notAfter.seconds,
  );
}

function issuedBy(holding: Holding, { leaves }: Scene): readonly Holding[] {
  return leaves.flatMap((leaf) => (leaf.holding.issuers.includes(holding) ? [leaf.holding] : []));
}

function outliving(holding: Holding, scene: Scene): Finding[] {
  const { notAfter } = holding.certificate;
  if (isRenewed(holding, scene) || notAfter.seconds * 1000 < scene.facts.now) return [];
  const longer = issuedBy(holding, scene).filter(({ certificate }) => certificate.notAfter.seconds > notAfter.seconds);
  if (longer.length === 0) return [];
  const files = [...new Set(longer.flatMap((each) => filesOf(each)))];
  const [path = "the CA"] = filesOf(holding);
  return [
    {
      rule: "leaf-outlives-ca",
      severity: "warning",
      files: [...files, path],
      message: `${join(files)} ${files.length === 1 ? "is" : "are"} valid for longer than the CA in ${path}, and will be refused after ${dateOf(notAfter)}.`,
      mend: { text: `renew the CA before then with its own key, with "ca": { "expiry": "87600h" } for a longer life` },
    },
  ];
}

function fact(rule: string, holding: Holding, message: string): Pick<Finding, "rule" | "files" | "message"> {
  return { rule, files: filesOf(holding), message };
}
