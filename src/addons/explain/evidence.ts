import { encodeHex } from "../../go/hex.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { isLoopback, whyRefused } from "../check/rules/hosts.js";
import type { Finding } from "../check/scene/finding.js";
import type { Scene } from "../check/scene/scene.js";
import { dateOf, hostsOf } from "../check/scene/words.js";
import type { Holding } from "../inventory/graph.js";
import { baseName } from "../inventory/tree.js";
import type { Message } from "./message.js";
import { rolesMeant } from "./roles.js";

/** How well a fault fits a message. */
export interface Evidence {
  readonly score: number;
  /** Whether the message names the very file or certificate. */
  readonly isIdentified: boolean;
  /** Whether the message is what programs print about this fault. */
  readonly isTypical: boolean;
  /** What fits, in words. */
  readonly reasons: readonly string[];
}

const noEvidence: Evidence = { score: 0, isIdentified: false, isTypical: false, reasons: [] };

/** Of a fault with many files, as many are compared. */
const mostFiles = 100;

/** Weighs a finding against a message. A score of 0 or less does not fit. */
export function weigh(message: Message, finding: Finding, scene: Scene): Evidence {
  const { row, facts } = message;
  const at = row.rules.indexOf(finding.rule);
  const isSeldom = at < 0 && row.seldom?.includes(finding.rule) === true;
  if (at < 0 && !isSeldom) return noEvidence;
  const parts: Part[] = [];
  // An error comes before a warning, and what often has this cause before what seldom has.
  parts.push([
    (row.isVague || isSeldom ? 20 : 40) - Math.min(Math.max(at, 0), 15) + (finding.severity === "error" ? 5 : 0),
    "",
  ]);
  const holdings = holdingsOf(finding, scene);
  for (const part of identify(message, holdings, scene)) parts.push(part);
  for (const part of comparePaths(facts.path, finding)) parts.push(part);
  if (facts.dialled !== undefined && facts.dialled !== "" && mentions(finding, facts.dialled)) {
    parts.push([30, `the message and the check both name ${facts.dialled}`]);
  } else if (facts.dialled !== undefined && /^san-missing|^kubeconfig-wrong-server/.test(finding.rule))
    parts.push([-8, ""]);
  const meant = rolesMeant(message);
  if (meant.length > 0 && holdings.length > 0) {
    const played = holdings.flatMap((holding) => scene.leafOf(holding)?.parts.map(({ role }) => role) ?? []);
    const place = meant.findIndex((role) => played.includes(role));
    if (place >= 0) parts.push([12 - Math.min(place, 5), ""]);
    else if (played.length > 0) parts.push([-6, ""]);
  }
  const isTypical =
    !parts.some(([score]) => score <= contradiction) &&
    (finding.seenAs ?? []).some((text) => isAlike(text, message.text));
  if (isTypical) parts.push([8, "this is what programs print about it"]);
  for (const part of place(message, finding, holdings)) parts.push(part);
  const isIdentified = parts.some(([, , identifies]) => identifies === true);
  if (isSeldom && !isIdentified) return noEvidence;
  return {
    score: parts.reduce((sum, [score]) => sum + score, 0),
    isIdentified,
    isTypical,
    reasons: parts.flatMap(([, reason]) => (reason === "" ? [] : [reason])),
  };
}

/** On which machine it is, and whom it was shown to. */
function* place({ row, speaker, facts }: Message, finding: Finding, holdings: readonly Holding[]): Generator<Part> {
  const { machine, node, peer, dialled } = facts;
  const [first = ""] = finding.files;
  const isNamed = (name: string) => first.split("/").some((part) => part === name || part.startsWith(`${name}.`));
  for (const name of new Set([machine, node])) {
    if (name !== undefined && isNamed(name)) yield [10, `it lies in the files of ${name}`];
  }
  const some = (test: (certificate: Holding["certificate"]) => boolean) =>
    holdings.some(({ certificate }) => test(certificate));
  if (node !== undefined && some((certificate) => isOf(certificate, node))) yield [10, `it is ${node}'s`];
  if (peer !== undefined && !isLoopback(peer) && speaker === "server" && some((each) => isOf(each, peer))) {
    yield [10, `it has the address of the client, ${peer}`];
  }
  // A server that has the name that was dialled is more likely the one that answered.
  if (dialled !== undefined && speaker === "client" && !row.rules.some((rule) => rule.startsWith("san-"))) {
    if (some((certificate) => whyRefused(certificate, dialled) === null)) yield [10, `it is valid for ${dialled}`];
  }
}

function isOf(certificate: Certificate, host: string): boolean {
  return certificate.subject.commonName === `system:node:${host}` || whyRefused(certificate, host) === null;
}

const known = new WeakMap<Finding, readonly Holding[]>();

/** The certificates in the files of a finding. */
function holdingsOf(finding: Finding, scene: Scene): readonly Holding[] {
  const before = known.get(finding);
  if (before) return before;
  const paths = new Set(finding.files.slice(0, mostFiles));
  const found = scene.holdings.filter(({ places }) => places.some(({ path }) => paths.has(path)));
  known.set(finding, found);
  return found;
}

/** What the message says of the certificate is true of another one. */
const contradiction = -40;
/** Outweighs whatever else fits. */
const veto = -1000;

type Part = [score: number, reason: string, identifies?: true];

/** What a message tells of the certificate itself. */
function* identify({ facts }: Message, holdings: readonly Holding[], scene: Scene): Generator<Part> {
  if (holdings.length === 0) return;
  const { serial, keyId, issuerKeyId, valid, user, commonName, authority, notAfter, notBefore } = facts;
  const some = (test: (holding: Holding) => boolean) => holdings.some(test);
  if (serial !== undefined) {
    const isIt = some(({ certificate }) => String(certificate.serialNumber) === serial);
    if (isIt) yield [100, `its serial number is the one in the message, ${serial}`, true];
    else yield [some(hasIssued(scene, (issued) => String(issued.serialNumber) === serial)) ? 10 : veto, ""];
  } else if (keyId !== undefined) {
    const isIt = some(({ certificate }) => encodeHex(certificate.subjectKeyId) === keyId);
    if (isIt) yield [80, "its key identifier is the one in the message", true];
    else yield [some(hasIssued(scene, (issued) => encodeHex(issued.subjectKeyId) === keyId)) ? 10 : veto, ""];
  } else if (issuerKeyId !== undefined) {
    if (some(({ certificate }) => encodeHex(certificate.authorityKeyId) === issuerKeyId)) yield [20, ""];
  }
  if (valid !== undefined && valid.length > 0) {
    const isIt = some((holding) => hasNames(holding, valid));
    yield isIt ? [60, "it is valid for the very names in the message", true] : [-50, ""];
  }
  // Nobody is a user with a certificate.
  const name = user === "system:anonymous" ? undefined : (user ?? commonName);
  if (name !== undefined) {
    const isIt = some(({ certificate }) => certificate.subject.commonName === name);
    yield isIt ? [60, `its CN is the one in the message, ${name}`, true] : [-60, ""];
  }
  if (authority !== undefined) {
    const isIt = some(({ certificate: { issuer, subject } }) =>
      [issuer.commonName, subject.commonName].includes(authority),
    );
    yield isIt ? [25, `its CA has the name in the message, "${authority}"`] : [-25, ""];
  }
  for (const [moment, read] of [
    [notAfter, ({ certificate }: Holding) => dateOf(certificate.notAfter)],
    [notBefore, ({ certificate }: Holding) => dateOf(certificate.notBefore)],
  ] as const) {
    if (moment === undefined) continue;
    if (some((holding) => read(holding) === moment))
      yield [60, `its end or beginning is the one in the message, ${moment}`, true];
    else yield [-10, ""];
  }
}

/** Whether a CA has issued such a certificate: a fault of the CA is one of what it issued. */
function hasIssued(scene: Scene, test: (issued: Holding["certificate"]) => boolean) {
  return (holding: Holding) => scene.issuedBy(holding).some(({ certificate }) => test(certificate));
}

/** Go prints only the addresses if an address was dialled, else only the names. */
export function hasNames({ certificate }: Holding, valid: readonly string[]): boolean {
  const hosts = new Set(hostsOf(certificate));
  if (!valid.every((name) => hosts.has(name))) return false;
  const { dnsNames, ipAddresses } = certificate;
  return [dnsNames.length, ipAddresses.length, dnsNames.length + ipAddresses.length, hosts.size].includes(valid.length);
}

function* comparePaths(named: string | undefined, { files, message }: Finding): Generator<Part> {
  if (named === undefined) return;
  const path = slashed(named);
  const isSame = (file: string) =>
    file === path || path.endsWith(`/${file}`) || file.endsWith(`/${path.replace(/^\//, "")}`);
  const [first = ""] = files;
  // A kubeconfig is to blame for a path in it that leads nowhere.
  if (message.split(/[\s,]+/).includes(named)) yield [70, `it names ${named}, as the message does`, true];
  else if (isSame(first)) yield [70, `the message names ${named}`, true];
  else if (files.some(isSame)) yield [60, `the message names ${named}`, true];
  else if (files.some((file) => baseName(file) === baseName(path))) yield [45, `the message names ${named}`, true];
}

/** A path with the slashes of Unix, without a drive. */
export function slashed(path: string): string {
  return path.replace(/\\+/g, "/").replace(/^[A-Za-z]:/, "");
}

function mentions({ expected = "", message }: Finding, host: string): boolean {
  return [expected, message].some((text) => text.split(/[\s,()"]+/).some((word) => word.replace(/\.$/, "") === host));
}

/** Whether a message begins or contains what a rule says that programs print. */
function isAlike(seen: string, text: string): boolean {
  const [a, b] = [plain(seen), plain(text)];
  return a.length > 12 && (b.includes(a) || a.includes(b));
}

/** Ports of clients differ, and quotes may be escaped. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/:(?:\d{4,5}|…)/g, ":")
    .replace(/["'\\…]/g, "");
}
