import { formatIp } from "../../go/net.js";
import type { Holding } from "../inventory/graph.js";
import type { Inventory } from "../inventory/inventory.js";
import type { Role } from "../inventory/use.js";
import { hidePasswords } from "./hide-passwords.js";
import { type ReportedUse, reportUses } from "./report-uses.js";
import type { Finding } from "./scene/finding.js";
import type { Scene } from "./scene/scene.js";
import { dateOf, hostsOf, momentOf, nameText } from "./scene/words.js";

/** The answer of a check as plain data: `cfssl check -json` prints it, and its form is schema/report.schema.json. */
export interface CheckReport {
  readonly version: 1;
  /** The moment of the check: RFC 3339, UTC. */
  readonly at: string;
  readonly findings: readonly ReportedFinding[];
  /** What the files hold: a row for each certificate of each file, and one for each other file that was understood. */
  readonly files: readonly ReportedFile[];
  /** Which program names which file, and as what. */
  readonly uses: readonly ReportedUse[];
  readonly summary: CheckSummary;
}

/** What a rule says of files. */
export interface ReportedFinding {
  /** The rule's id, which never changes. docs/rules.md explains it. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** The file to blame first, then those that it does not agree with. */
  readonly files: readonly string[];
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  /** What programs print about it, the likeliest first. */
  readonly seenAs: readonly string[];
  readonly mend: { readonly text: string; readonly commands: readonly string[] };
  /** The part that the first file plays. */
  readonly role?: string;
  /** Who uses the first file: a program, and the file that says so. */
  readonly usedBy: readonly string[];
}

/** A certificate, a key or another file that was understood. */
export interface ReportedFile {
  readonly path: string;
  readonly kind: "certificate" | "ca" | "key" | "public-key" | "request" | "kubeconfig" | "unreadable";
  readonly role?: string;
  readonly subject?: string;
  readonly issuer?: string;
  /** Tells certificates apart: rows of one number are copies of one certificate. */
  readonly certificate?: number;
  /** The numbers of the certificates whose keys signed it; its own for a self-signed one. */
  readonly signers?: readonly number[];
  /** Decimal. */
  readonly serial?: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly sans?: readonly string[];
  /** The file of the certificate that signed it; its own path for a self-signed one. */
  readonly signedBy?: string;
  /** The file of its private key. */
  readonly keyFile?: string;
  readonly usedBy?: readonly string[];
  /** Why it could not be read. */
  readonly reason?: string;
}

export interface CheckSummary {
  readonly certificates: number;
  readonly cas: number;
  readonly keys: number;
  readonly kubeconfigs: number;
  readonly errors: number;
  readonly warnings: number;
}

/** How much a report tells: a text of the findings needs no row for each certificate. */
export type Extent = "whole" | "findings";

/** Makes the report of what was found in a scene. One of findings has only the rows of files that could not be read. */
export function makeReport(scene: Scene, findings: readonly Finding[], extent: Extent): CheckReport {
  const { inventory, facts } = scene;
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return {
    version: 1,
    at: momentOf(facts.now),
    findings: findings.map((finding) => reportFinding(finding, scene)),
    files: [
      ...(extent === "whole" ? [...certificateRows(scene), ...otherRows(inventory)] : []),
      ...inventory.unreadable.map(({ path, reason }) => ({ path, kind: "unreadable" as const, reason })),
    ],
    uses: extent === "whole" ? reportUses(scene) : [],
    summary: {
      certificates: scene.holdings.length,
      cas: scene.authorities.length,
      keys: inventory.keys.filter(({ kind }) => kind === "private").length,
      kubeconfigs: new Set(inventory.kubeconfigs.map(({ path }) => path)).size,
      errors: count("error"),
      warnings: count("warning"),
    },
  };
}

/** A finding as plain data. */
export function reportFinding(finding: Finding, scene: Scene): ReportedFinding {
  const { rule, severity, files, message, expected, found, seenAs = [], mend } = finding;
  const [path = ""] = files;
  const [role] = scene.certificatesIn(path).flatMap((holding) => rolesOf(holding, scene));
  return {
    ...{ rule, severity, files: [...new Set(files)], message: hidePasswords(message) },
    ...(expected ? { expected: hidePasswords(expected) } : {}),
    ...(found ? { found: hidePasswords(found) } : {}),
    seenAs: [...new Set(seenAs.filter((text) => text !== "").map(hidePasswords))],
    mend: { text: hidePasswords(mend.text), commands: (mend.commands ?? []).map(hidePasswords) },
    ...(role ? { role } : {}),
    usedBy: usersOf(path, scene),
  };
}

/** The programs that use a file: `kube-apiserver (manifests/kube-apiserver.yaml)`. */
function usersOf(path: string, scene: Scene): readonly string[] {
  const users = scene.usesOf(path).map(({ component, by }) => (by === path ? component : `${component} (${by})`));
  return [...new Set(users)];
}

function rolesOf(holding: Holding, scene: Scene): readonly Role[] {
  return [...new Set(scene.leafOf(holding)?.parts.map(({ role }) => role))];
}

function certificateRows(scene: Scene): readonly ReportedFile[] {
  const numbers = new Map(scene.holdings.map((holding, at) => [holding, at + 1]));
  return scene.holdings.flatMap((holding) => rowsOfCertificate(holding, numbers, scene));
}

function rowsOfCertificate(
  holding: Holding,
  numbers: ReadonlyMap<Holding, number>,
  scene: Scene,
): readonly ReportedFile[] {
  const { certificate, places, isSelfSigned, issuers } = holding;
  const signers = [...(isSelfSigned ? [holding] : []), ...issuers].flatMap((each) => numbers.get(each) ?? []);
  const isCa = !scene.leafOf(holding) && (certificate.isCa || scene.authorities.includes(holding));
  const [role] = rolesOf(holding, scene);
  return places.map(({ path, member }) => {
    const signer = isSelfSigned && issuers.length === 0 ? path : issuers[0]?.places[0]?.path;
    const keyFile = keyFilesOf(scene).get(`${member}\n${path}`);
    return {
      ...{ path, kind: isCa ? "ca" : "certificate" },
      ...(role ? { role } : {}),
      ...{ subject: nameText(certificate.subject), issuer: nameText(certificate.issuer) },
      ...{ certificate: numbers.get(holding) ?? 0, signers, serial: String(certificate.serialNumber) },
      ...{ notBefore: dateOf(certificate.notBefore), notAfter: dateOf(certificate.notAfter) },
      sans: hostsOf(certificate).map(hidePasswords),
      ...(signer === undefined ? {} : { signedBy: signer }),
      ...(keyFile === undefined ? {} : { keyFile }),
      usedBy: usersOf(path, scene),
    } as const;
  });
}

const keyFiles = new WeakMap<Scene, ReadonlyMap<string, string>>();

function keyFilesOf(scene: Scene): ReadonlyMap<string, string> {
  const known = keyFiles.get(scene);
  if (known) return known;
  const found = new Map(
    scene.pairs.map(({ certificatePath, certificateMember, key }) => [
      `${certificateMember}\n${certificatePath}`,
      key.path,
    ]),
  );
  keyFiles.set(scene, found);
  return found;
}

function otherRows({ keys, requests, kubeconfigs }: Inventory): readonly ReportedFile[] {
  return [
    ...keys.map(({ path, kind }) => ({ path, kind: kind === "private" ? ("key" as const) : ("public-key" as const) })),
    ...requests.map(({ path, request }) => ({
      ...{ path, kind: "request" as const, subject: nameText(request.subject) },
      sans: [...request.dnsNames.map(hidePasswords), ...request.ipAddresses.map(formatIp)],
    })),
    ...[...new Set(kubeconfigs.map(({ path }) => path))].map((path) => ({ path, kind: "kubeconfig" as const })),
  ];
}
