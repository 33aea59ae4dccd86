import { equalBytes } from "../../../go/bytes.js";
import type { Holding } from "../../inventory/graph.js";
import { remakeAuthority, renewAuthority } from "../mend/authority.js";
import { replaceAuthority } from "../mend/left-behind.js";
import { reissue } from "../mend/reissue.js";
import { isArchived } from "../scene/archives.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { filesOf, type Scene } from "../scene/scene.js";
import { dateOf, daysBetween, join, momentOf } from "../scene/words.js";

/** Certificates that are not valid at the moment of the check, or not for long. */
export const dates: Rule = {
  rows: [
    {
      id: "leaf-expired",
      severity: "error",
      means: "A certificate has expired.",
      seen: ["x509: certificate has expired or is not yet valid: current time T is after T", "certificate has expired"],
      proof: "kubectl 1.32, curl 7.88 and cfssl 1.6.5 refused the server, kube-apiserver 1.20 the client.",
      mend: "Issue it again, and restart what uses it.",
    },
    {
      id: "leaf-not-yet-valid",
      severity: "error",
      means:
        "A certificate is valid only from a later moment on. Usually the clock of the machine that issued it, or of this one, is wrong.",
      seen: ["x509: certificate has expired or is not yet valid: current time T is before T"],
      proof: "A Go 1.19 client, kubectl 1.32 and curl 7.88 refused the server.",
      mend: "Set the clock, then issue it again.",
    },
    {
      id: "expiring-soon",
      severity: "warning",
      means: "A certificate expires within 30 days (-within), or within the last third of a shorter life.",
      seen: [],
      proof: null,
      mend: "Issue it again before, and restart what uses it.",
    },
    {
      id: "ca-expired",
      severity: "error",
      means: "A CA has expired, and with it every certificate that it issued.",
      seen: ["x509: certificate has expired or is not yet valid: current time T is after T"],
      proof: "A Go 1.19 client, kubectl 1.32 and curl 7.88 refused the server.",
      mend: "Renew the CA's certificate with its own key (cfssl gencert -renewca). What it issued becomes valid again.",
    },
    {
      id: "ca-expiring-soon",
      severity: "warning",
      means:
        "A CA expires within 30 days (-within), and with it every certificate that it issued. A CA that is being replaced is none: another of its name, which lasts longer, is trusted beside it.",
      seen: [],
      proof: null,
      mend: "Renew the CA's certificate with its own key, and give it to all who trust the old one.",
    },
    {
      id: "leaf-outlives-ca",
      severity: "warning",
      means:
        "A certificate is valid for longer than the CA that issued it. After the CA's end it is refused, whatever date it shows.",
      seen: [],
      proof: null,
      mend: "Renew the CA before then, with a longer life.",
    },
  ],
  find(scene) {
    const inUse = scene.authorities.filter((holding) => isInUse(holding, scene));
    return [
      ...scene.leaves.flatMap(({ holding }) => ofLeaf(holding, scene)),
      ...inUse.flatMap((holding) => ofAuthority(holding, scene)),
      ...inUse.flatMap((holding) => outliving(holding, scene)),
    ];
  },
};

/**
 * Whether a CA signed something here or is the CA of those who trust it. An old one that lies about does not matter, nor
 * one among others in a bundle.
 */
function isInUse(holding: Holding, scene: Scene): boolean {
  const { trustedPaths, authorities, facts } = scene;
  const isTrusted = holding.places.some(({ path, member }) => {
    if ((member === "" && !trustedPaths.has(path)) || isArchived(path)) return false;
    const others = scene.certificatesIn(path, member).filter((other) => other !== holding);
    return !others.some(({ certificate }) => certificate.notAfter.seconds * 1000 > facts.now + facts.within);
  });
  // What it signed may be an archive's.
  const hasSigned = scene.issuedBy(holding).some((each) => scene.leafOf(each) || authorities.includes(each));
  return isTrusted || authorities.length === 1 || hasSigned;
}

function ofLeaf(holding: Holding, scene: Scene): Finding[] {
  const { notBefore, notAfter } = holding.certificate;
  const { facts } = scene;
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
        mend: reissue(holding, {}, "issue it again", scene),
      },
    ];
  }
  if (now < start) {
    return [
      {
        ...fact("leaf-not-yet-valid", holding, `It is valid only from ${dateOf(notBefore)} on.`),
        severity: "error",
        seenAs: [`${prefix} ${momentOf(now)} is before ${dateOf(notBefore)}`, "certificate is not yet valid"],
        mend: reissue(
          holding,
          {},
          "set the clock of the machine that issued it, or of this one; then issue it again",
          scene,
        ),
      },
    ];
  }
  if (end - now > Math.min(facts.within, (end - start) / 3)) return [];
  return [
    {
      ...fact("expiring-soon", holding, `It expires on ${dateOf(notAfter)}, in ${daysBetween(now, end)} days.`),
      severity: "warning",
      mend: reissue(holding, {}, "issue it again before", scene),
    },
  ];
}

function ofAuthority(holding: Holding, scene: Scene): Finding[] {
  const { notAfter } = holding.certificate;
  const { now, within } = scene.facts;
  const end = notAfter.seconds * 1000;
  if (end - now > within) return [];
  const newer = renewedOf(holding, scene);
  if (newer) return now > end ? ofLeftBehind(holding, newer, scene) : [];
  const files = [...filesOf(holding), ...issuedBy(holding, scene).flatMap((leaf) => filesOf(leaf))];
  const [path = "ca.pem"] = files;
  const renewal = renewAuthority(holding, scene);
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
  if (hasSuccessor(holding, scene)) return [];
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

/** Whether another CA of the same name, which lasts, is trusted beside it: it is being replaced. */
function hasSuccessor(holding: Holding, scene: Scene): boolean {
  const { rawSubject, rawSpki } = holding.certificate;
  const latest = Math.max(scene.facts.now + scene.facts.within, holding.certificate.notAfter.seconds * 1000);
  return holding.places.some(({ path, member }) =>
    scene.certificatesIn(path, member).some(({ certificate }) => {
      const isOther = certificate.isCa && !equalBytes(certificate.rawSpki, rawSpki);
      return isOther && equalBytes(certificate.rawSubject, rawSubject) && certificate.notAfter.seconds * 1000 > latest;
    }),
  );
}

/** The newest certificate for the CA's key, if this is an older one. */
function renewedOf(holding: Holding, scene: Scene): Holding | undefined {
  const end = ({ certificate }: Holding) => certificate.notAfter.seconds;
  const newest = scene.withKey(holding.certificate.rawSpki).reduce((a, b) => (end(b) > end(a) ? b : a), holding);
  return end(newest) > end(holding) ? newest : undefined;
}

/** Files that somebody trusts and that have this expired certificate, but none that is valid. */
function ofLeftBehind(holding: Holding, newer: Holding, scene: Scene): Finding[] {
  const { notAfter, rawSpki } = holding.certificate;
  const valid = scene
    .withKey(rawSpki)
    .filter(({ certificate }) => certificate.notAfter.seconds * 1000 > scene.facts.now);
  const left = holding.places.filter(({ path, member }) => {
    const isTrusted = member !== "" || scene.trustedPaths.has(path);
    return isTrusted && !scene.certificatesIn(path, member).some((other) => valid.includes(other));
  });
  if (left.length === 0) return [];
  const [from = ""] = filesOf(newer);
  return [
    {
      rule: "ca-expired",
      severity: "error",
      files: [...new Set([...left.map(({ path }) => path), from])],
      message: `The CA expired on ${dateOf(notAfter)} and was renewed, but this is the certificate of before; the new one is in ${from}.`,
      seenAs: [
        `x509: certificate has expired or is not yet valid: current time ${momentOf(scene.facts.now)} is after ${dateOf(notAfter)}`,
        "certificate has expired",
      ],
      mend: replaceAuthority(holding, newer, [...new Set(left.map(({ path }) => path))], scene),
    },
  ];
}

function issuedBy(authority: Holding, scene: Scene): readonly Holding[] {
  return scene.issuedBy(authority).filter((holding) => scene.leafOf(holding));
}

function outliving(holding: Holding, scene: Scene): Finding[] {
  const { notAfter } = holding.certificate;
  if (renewedOf(holding, scene) || hasSuccessor(holding, scene) || notAfter.seconds * 1000 < scene.facts.now) return [];
  // Issued in the same hour for the same number of days, a certificate ends some seconds after its CA: nobody minds.
  const latest = notAfter.seconds + 86_400;
  const longer = issuedBy(holding, scene).filter(({ certificate }) => certificate.notAfter.seconds > latest);
  if (longer.length === 0) return [];
  const files = [...new Set(longer.flatMap((each) => filesOf(each)))];
  const [path = "the CA"] = filesOf(holding);
  return [
    {
      rule: "leaf-outlives-ca",
      severity: "warning",
      files: [...files, path],
      message: `${join(files)} ${files.length === 1 ? "is" : "are"} valid for longer than the CA in ${path}, and will be refused after ${dateOf(notAfter)}.`,
      mend: remakeAuthority(
        holding,
        { expiry: "87600h" },
        `renew the CA before then with its own key, with "ca": { "expiry": "87600h" } for a longer life`,
        scene,
      ),
    },
  ];
}

function fact(rule: string, holding: Holding, message: string): Pick<Finding, "rule" | "files" | "message"> {
  return { rule, files: filesOf(holding), message };
}
