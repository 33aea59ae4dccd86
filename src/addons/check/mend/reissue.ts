import type { Holding } from "../../inventory/graph.js";
import { sameKey } from "../../inventory/material.js";
import type { Finding } from "../scene/finding.js";
import { filesOf, type Leaf, plays, type Scene } from "../scene/scene.js";
import { hostsOf, join } from "../scene/words.js";
import { baseFor, freePath, type Issued, install, keysBeside, pathsOf, type Target, targetsOf } from "./install.js";
import { kubeadmRemake, kubeadmRenewal } from "./kubeadm.js";
import { profileFor } from "./profile.js";
import { type RequestChanges, requestLines } from "./request.js";
import { type Requested as Asked, requestedFor } from "./requested.js";
import { restartText } from "./restart.js";
import { quote, word, writeLines } from "./shell.js";
import { authorityOf, ownFileOf, signerOf } from "./signer.js";

/** How to issue a certificate again with the programs of cfssl. */

export interface Reissue extends RequestChanges {
  /** What it has to be good for; the same as before, unless it says so. */
  readonly purposes?: readonly string[];
  /** The CA that is to sign; the one that did, unless it says so. */
  readonly authority?: Holding;
  /** Whether the key must not stay. */
  readonly needsNewKey?: boolean;
}

type Mend = Finding["mend"];

/** Says how to issue a certificate again, and put it where the old one is. `lead` says what is to be different. */
export function reissue(holding: Holding, changes: Reissue, lead: string, scene: Scene): Mend {
  const authority = changes.authority ?? authorityOf(holding, scene);
  const targets = targetsOf(holding, scene);
  const paths = filesOf(holding);
  const isAsBefore = ["hosts", "commonName", "organizations", "purposes", "authority"].every(
    (name) => !(name in changes),
  );
  const kubeadm = isAsBefore ? kubeadmRenewal(paths, scene) : kubeadmRemake(paths, scene);
  const keyPaths = targets.flatMap(({ keyPath }) => (keyPath === null ? [] : [keyPath]));
  const after = [
    restartText([...paths, ...keyPaths], scene) || "Then restart what uses it.",
    kubeadm === "" ? "" : `${kubeadm}.`,
  ];
  if (!authority || targets.length === 0) {
    const unknown = authority ? "" : "; the CA that signed it is not in this folder";
    return { text: sentences(`${lead}${unknown}`, after) };
  }
  const signer = signerOf(authority, scene);
  const requested = requestedFor(targets[0]?.path ?? "", scene);
  const base = baseFor(targets, scene);
  const purposes = changes.purposes ?? holding.certificate.extKeyUsage;
  const profile = profileFor(purposes, requested.call, signer.certificate, scene);
  const key = keptKey(holding, targets, changes, requested, scene);
  const issuing = { signer, profile: profile.name, config: profile.config, base, key };
  const chain = changes.authority ? (authority.isSelfSigned ? "" : (ownFileOf(authority, scene) ?? "")) : null;
  const issued: Issued = { base, keyPath: key ?? `${base}-key.pem`, isNewKey: key === null, chain };
  const request = requestCommands(holding, changes, requested, base, scene);
  const commands = [
    ...request.commands,
    ...profile.commands,
    ...issueLines(issuing, request),
    ...install(targets, issued),
    ...cleanUp(targets, issued, scene),
  ];
  const notes = [
    signer.isHere ? "" : `The CA's key is not in this folder: ${signer.key} stands for it.`,
    request.text,
    profile.text === "" ? "" : `${profile.text}.`,
  ];
  return { text: sentences(lead, [...notes, ...after]), commands };
}

export function sentences(lead: string, others: readonly string[]): string {
  const more = others.filter((each) => each !== "");
  return more.length === 0 ? lead : `${lead}. ${more.join(" ")}`;
}

/** The file of the key that stays: one by itself that cfssl can read, where no request asks for a new one. */
function keptKey(
  { certificate }: Holding,
  targets: readonly Target[],
  { needsNewKey }: Reissue,
  { request }: Asked,
  scene: Scene,
): string | null {
  const [first] = targets;
  if (needsNewKey || !first || first.keyPath === null || first.isCombined) return null;
  const { keyPath } = first;
  const key = keysBeside(first.path, scene).find(({ path }) => path === keyPath);
  if (!key || key.spki === null || key.label === "") return null;
  // Tokens are signed with the key, and those that were given out stay valid with it alone.
  const isForTokens = [keyPath, first.path].some((path) =>
    scene.usesOf(path).some(({ purpose }) => purpose.startsWith("token-")),
  );
  // Every other place of the certificate needs the same key.
  const isShared = targets.some((target) => target.user !== null || target.isCombined);
  if ((request && !isForTokens) || isShared) return null;
  const owners = scene.withKey(key.spki);
  const isAnothers = owners.length > 0 && !sameKey(key.spki, certificate.rawSpki);
  return isAnothers ? null : keyPath;
}

interface Request {
  readonly path: string;
  readonly flags: readonly string[];
  readonly commands: readonly string[];
  readonly text: string;
}

/** The request to issue for: the one that is there, with what is different, or a new one. */
function requestCommands(
  { certificate }: Holding,
  changes: Reissue,
  { request }: Asked,
  base: string,
  scene: Scene,
): Request {
  const hosts = changes.hosts ?? hostsOf(certificate);
  const commonName = changes.commonName ?? certificate.subject.commonName;
  const organizations = changes.organizations ?? certificate.subject.organization;
  const isSuperset = request?.hosts.every((host) => hosts.includes(host)) ?? false;
  const hasNames = organizations.every((name) => request?.organizations.includes(name));
  if (!request || !isSuperset || !hasNames || !/^[\w:. @-]*$/.test(request.commonName)) {
    const path = request?.path ?? freePath(base, "-csr.json", scene);
    const commands = [writeLines(path, requestLines(certificate, { ...changes, hosts }))];
    return { path, flags: [], commands, text: request ? `${path} is written anew.` : "" };
  }
  const { path } = request;
  const isOtherName = request.commonName !== commonName;
  const added = hosts.filter((host) => !request.hosts.includes(host));
  const isIncomplete = added.length > 0;
  return {
    path,
    flags: isIncomplete ? [`-hostname=${quote(hosts.join(","))}`] : [],
    commands: isOtherName ? substituteName(path, request.commonName, commonName) : [],
    text: isIncomplete ? `Put ${join(added)} into ${path} too: -hostname is for this time only.` : "",
  };
}

function substituteName(path: string, from: string, to: string): readonly string[] {
  return [
    `sed -i ${quote(`s/"CN": *"${from}"/"CN": ${JSON.stringify(to).replace(/[\\/&]/g, "\\$&")}/`)} ${word(path)}`,
  ];
}

interface Issuing {
  readonly signer: { readonly certificate: string; readonly key: string };
  readonly profile: string;
  readonly config: string;
  readonly base: string;
  readonly key: string | null;
}

function issueLines({ signer, profile, config, base, key }: Issuing, { path, flags }: Request): readonly string[] {
  const words = [
    `-ca=${word(signer.certificate)}`,
    `-ca-key=${word(signer.key)}`,
    `-config=${word(config)}`,
    `-profile=${quote(profile)}`,
    ...flags,
  ].join(" ");
  const write = `cfssljson -bare ${word(base)}`;
  if (key === null) return [`cfssl gencert ${words} ${word(path)} | ${write}`];
  const asked = `cfssl gencsr -key ${word(key)} ${word(path)} | cfssljson -bare ${word(`${base}-kept`)}`;
  const csr = `${base}-kept.csr`;
  return [asked, `cfssl sign ${words} ${word(csr)} | ${write}`, `rm ${word(csr)} ${word(`${base}-kept-key.pem`)}`];
}

/** Removes what lay nowhere before. */
function cleanUp(targets: readonly Target[], { base, isNewKey }: Issued, scene: Scene): readonly string[] {
  const isKept = (path: string) => targets.some((target) => target.path === path || target.keyPath === path);
  // Where the certificate has the name that cfssljson gives it, its request stays beside it, as always.
  if (isKept(`${base}.pem`)) return [];
  const made = [`${base}.pem`, ...(isNewKey ? [`${base}-key.pem`] : []), `${base}.csr`];
  const extra = made.filter((path) => !isKept(path) && !pathsOf(scene).has(path));
  return extra.length === 0 ? [] : [`rm ${extra.map(word).join(" ")}`];
}

/** Issues each of these again as it is. */
export function reissueEach(leaves: readonly Leaf[], lead: string, scene: Scene): Mend {
  const commands = leaves.flatMap(({ holding }) => reissue(holding, {}, lead, scene).commands ?? []);
  return { text: lead, commands: [...new Set(commands)] };
}

/** Gives a server's certificate another name than its CA has. Clients look at the hosts, and nobody at this name. */
export function renameLeaf(leaf: Leaf, lead: string, scene: Scene): Mend {
  const { certificate } = leaf.holding;
  if (hostsOf(certificate).length === 0) return { text: lead };
  const commonName = plays(leaf, "apiserver") ? "kube-apiserver" : `${certificate.subject.commonName}-server`;
  return reissue(leaf.holding, { commonName }, `${lead}; or give the certificate one, such as "${commonName}"`, scene);
}
