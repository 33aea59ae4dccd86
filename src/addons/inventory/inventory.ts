import { type BrokenJson, type ConfigFile, type RequestFile, readConfigFile, readRequestFile } from "./cfssl-files.js";
import { type ComponentFlags, readArguments, readManifest } from "./flags.js";
import { type IssuingCall, readScript } from "./issuing-calls.js";
import { isKubeconfig, type KubeconfigUser, memberOf, readKubeconfig } from "./kubeconfig.js";
import {
  type CertificateEntry,
  type KeyEntry,
  type MaterialFile,
  type MaterialRules,
  type Place,
  type RequestEntry,
  readMaterial,
  readPem,
} from "./material.js";
import { readProxy } from "./proxies.js";
import { readEmbedded } from "./secrets.js";
import { readEtcdConfig, readEtcdEnvironment, readKubeadmConfig, readKubeletConfig } from "./services.js";
import { readSettings } from "./settings.js";
import { createEarlyVerifier } from "./signed-by.js";
import { decodeText } from "./text.js";
import { baseName, createPathFinder, type PathFinder, type SourceFile, type SourceTree } from "./tree.js";
import { readEnvironment, readUnit, type UnitFile } from "./units.js";
import { type Use, usesOfFlags } from "./use.js";
import { readWebServer } from "./web-servers.js";
import { at, createYamlReader, type Plain, type YamlReader } from "./yaml.js";

/** Everything that the files of a tree say, each fact with its file. */
export interface Inventory {
  readonly tree: SourceTree;
  readonly finder: PathFinder;
  readonly materials: readonly MaterialFile[];
  readonly certificates: readonly CertificateEntry[];
  readonly keys: readonly KeyEntry[];
  readonly requests: readonly RequestEntry[];
  readonly kubeconfigs: readonly KubeconfigUser[];
  readonly components: readonly ComponentFlags[];
  readonly uses: readonly Use[];
  readonly requestFiles: readonly RequestFile[];
  readonly configs: readonly ConfigFile[];
  readonly calls: readonly IssuingCall[];
  readonly brokenJson: readonly BrokenJson[];
  /** The host name that `etc/hostname` gives the machine of a folder, by that folder. */
  readonly hostNames: ReadonlyMap<string, string>;
  readonly unreadable: readonly Unreadable[];
}

/** A file that could not be read, and why. */
export interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

type Lists = {
  -readonly [Name in Exclude<keyof Inventory, "tree" | "finder" | "hostNames">]: Inventory[Name][number][];
} & { readonly units: UnitFile[]; readonly environments: Map<string, ReadonlyMap<string, string>> };

/** A configuration is text of some pages; what is larger is none, and parsing it would take long. */
const mostConfigurationBytes = 1 << 20;

/** Reads every file of the tree, by its contents. */
export async function takeInventory(tree: SourceTree, rules: MaterialRules): Promise<Inventory> {
  const finder = createPathFinder(tree);
  const lists: Lists = {
    materials: [],
    certificates: [],
    keys: [],
    requests: [],
    kubeconfigs: [],
    components: [],
    uses: [],
    requestFiles: [],
    configs: [],
    calls: [],
    brokenJson: [],
    unreadable: [],
    units: [],
    environments: new Map(),
  };
  const hostNames = new Map<string, string>();
  const verifyEarly = createEarlyVerifier();
  const readers = { finder, rules, yaml: createYamlReader() };
  for (const file of tree.files) {
    const before = lists.certificates.length;
    if (file.bytes === null) {
      if (file.skipped !== undefined) lists.unreadable.push({ path: file.path, reason: file.skipped });
    } else if (/(?:^|\/)etc\/hostname$/.test(file.path)) {
      hostNames.set(
        file.path.slice(0, -"etc/hostname".length),
        decodeText(file.bytes)?.text.trim().toLowerCase() ?? "",
      );
    } else await readFile(file, file.bytes, lists, readers);
    for (const { certificate } of lists.certificates.slice(before)) verifyEarly(certificate);
  }
  for (const unit of lists.units) addAll(lists.components, readUnit(unit, lists.environments, finder));
  for (const user of lists.kubeconfigs) await readUser(user, lists, rules);
  for (const component of lists.components) addAll(lists.uses, usesOfFlags(component, finder));
  return { ...lists, tree, finder, hostNames };
}

interface Readers {
  readonly finder: PathFinder;
  readonly rules: MaterialRules;
  readonly yaml: YamlReader;
}

async function readFile(file: SourceFile, bytes: Uint8Array, lists: Lists, readers: Readers) {
  const { path } = file;
  const { finder, rules } = readers;
  if (isKeystore(bytes)) lists.unreadable.push({ path, reason: "a Java keystore: it needs a password" });
  const material = await readMaterial(file, rules);
  if (material) {
    addAll(lists.materials, material.files);
    addAll(lists.certificates, material.certificates);
    addAll(lists.keys, material.keys);
    addAll(lists.requests, material.requests);
    if (material.locked !== undefined) lists.unreadable.push({ path, reason: material.locked });
    return;
  }
  if (bytes.length > mostConfigurationBytes) return;
  const text = decodeText(bytes)?.text;
  if (text === undefined) return;
  if (/\.json$/i.test(path)) return readJson(text, path, lists, finder, rules);
  const environment = readEnvironment(text);
  if (environment) lists.environments.set(path, environment);
  const etcd = readEtcdEnvironment(text, path);
  const flags = readArguments(text, path);
  if (etcd) lists.components.push(etcd);
  else if (flags.length > 0) addAll(lists.components, flags);
  else if (/\.(?:service|conf|cfg)$/i.test(path) && /^\s*ExecStart=/m.test(text)) lists.units.push({ path, text });
  else if (/\b(?:gencert|sign)\b/.test(text) && /\bcfssl/.test(text) && !/\.(?:md|rst|adoc)$/i.test(path)) {
    addAll(lists.calls, readScript(text, path));
  } else if (/^\s*(?:ssl_certificate|SSLCertificateFile|proxy_ssl|grpc_ssl)|\scrt\s/m.test(text)) {
    addAll(lists.uses, readWebServer(text, path, finder));
  } else {
    const isYaml = looksLikeYaml(text, path) && (await readYaml(text, path, lists, readers));
    if (!isYaml) addAll(lists.uses, [...readSettings(text, path, finder), ...readProxy(text, path, finder)]);
  }
}

function looksLikeYaml(text: string, path: string): boolean {
  if (/^(?:apiVersion|kind):[ \t]|^(?:contexts|machine):[ \t]*$/m.test(text)) return true;
  return /\.(?:ya?ml|conf|kubeconfig|config)$|(?:^|\/)config$/i.test(path) && /^[\w-]+:/m.test(text);
}

/** Keystores of Java, in its own format of old and in that of its cryptography extension. */
function isKeystore([a, b, c, d]: Uint8Array): boolean {
  return (
    (a === 0xfe && b === 0xed && c === 0xfe && d === 0xed) || (a === 0xce && b === 0xce && c === 0xce && d === 0xce)
  );
}

/** Whether a document has what is read of YAML; most manifests of a cluster have not. */
function isTelling(document: string): boolean {
  return /\b(?:clusters|containers|Secret|KubeletConfiguration|ClusterConfiguration|caBundle|crt)\b|listen-client-urls|client-transport-security/.test(
    document,
  );
}

/** Whether a YAML text is of a kind that is known. */
async function readYaml(text: string, path: string, lists: Lists, { rules, yaml }: Readers): Promise<boolean> {
  let isKnown = /^kind:/m.test(text);
  const documents = await yaml.parse(text, isTelling);
  if (documents === null) lists.unreadable.push({ path, reason: "too much YAML" });
  for (const document of documents ?? []) {
    if (isKubeconfig(document)) addAll(lists.kubeconfigs, readKubeconfig(document, path));
    const service =
      readEtcdConfig(document, path) ?? readKubeletConfig(document, path) ?? readKubeadmConfig(document, path);
    if (service) lists.components.push(service);
    addAll(lists.components, readManifest(document, path));
    const isHolding = await readHeld(document, path, lists, rules);
    isKnown ||= at(document, "kind") !== undefined || service !== null || isHolding;
  }
  return isKnown;
}

/** The members of a Secret are a certificate and its key by their names, like files beside each other. */
async function readHeld(document: Plain, path: string, lists: Lists, rules: MaterialRules): Promise<boolean> {
  const held = readEmbedded(document);
  for (const { name, owner, bytes } of held) {
    await readMember({ path, member: `${name}:${owner}` }, bytes, lists, rules);
  }
  return held.length > 0;
}

async function readJson(text: string, path: string, lists: Lists, finder: PathFinder, rules: MaterialRules) {
  let document: Plain;
  try {
    document = JSON.parse(text);
  } catch {
    // A template becomes JSON only when it is filled in.
    if (/\{\{|\{%|<%/.test(text)) return;
    if (
      /-csr\.json$|^(?:ca-)?csr\.json$|^ca-config\.json$/.test(baseName(path)) ||
      /"(?:CN|signing|usages)"\s*:/.test(text)
    ) {
      lists.brokenJson.push({ path });
    }
    return;
  }
  const config = readConfigFile(document, path);
  const request = config ? null : readRequestFile(document, path);
  if (config) lists.configs.push(config);
  if (request) lists.requestFiles.push(request);
  if (isKubeconfig(document)) addAll(lists.kubeconfigs, readKubeconfig(document, path));
  else if (!config && !request && !(await readHeld(document, path, lists, rules))) {
    addAll(lists.uses, readSettings(text, path, finder));
  }
}

/** What a kubeconfig holds in itself. */
async function readUser(user: KubeconfigUser, lists: Lists, rules: MaterialRules): Promise<void> {
  for (const [member, { data }] of [
    ["certificate-authority-data", user.certificateAuthority],
    ["client-certificate-data", user.clientCertificate],
    ["client-key-data", user.clientKey],
  ] as const) {
    if (data === null) continue;
    await readMember({ path: user.path, member: memberOf(user, member) }, data, lists, rules);
  }
}

async function readMember(place: Place, bytes: Uint8Array, lists: Lists, rules: MaterialRules): Promise<void> {
  const found = await readPem(place, decodeText(bytes)?.text ?? "", rules);
  addAll(lists.certificates, found.certificates);
  addAll(lists.keys, found.keys);
}

function addAll<T>(list: T[], more: Iterable<T>): void {
  for (const each of more) list.push(each);
}
