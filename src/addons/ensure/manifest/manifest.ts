import { parseConfig } from "../../../cfssl/config/load.js";
import { defaultProfile, policyOf, type SigningPolicy } from "../../../cfssl/config/policy.js";
import type { ProfileRules } from "../../../cfssl/config/profile.js";
import { parseUsages } from "../../../cfssl/config/usages.js";
import type { RequestShapeRules } from "../../../cfssl/csr/shape.js";
import { CfsslError } from "../../../cfssl/errors.js";
import { silent } from "../../../cfssl/log.js";
import type { Sources } from "../../../cfssl/sources.js";
import { GoError, GoPanic } from "../../../go/errors.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import { checkFiles, type Folders, type InputFile } from "./claims.js";
import { manifestError } from "./errors.js";
import { readFileNames, usualNames } from "./file-names.js";
import { readJson } from "./json.js";
import { addKubeconfigs } from "./kubeconfigs.js";
import { Members, optionalDuration, type Placed, refuse } from "./members.js";
import { didYouMean } from "./nearest.js";
import { readNodes } from "./nodes.js";
import { readOutputs } from "./outputs.js";
import { jsonText } from "./request.js";
import { certificatePath, clientCertificatePath, type KeyRow, type Row } from "./row.js";
import { type RowContext, readKeyRows, readRows } from "./rows.js";

/** A PKI as its manifest says it, checked. */
export interface Manifest {
  /** The file of the signing configuration; null if it stands in the manifest or there is none. */
  readonly configPath: string | null;
  /** The configuration, if it stands in the manifest. */
  readonly configText: string | null;
  readonly policy: SigningPolicy;
  /** Each after the CA that signs it. */
  readonly authorities: readonly Row[];
  readonly certificates: readonly Row[];
  readonly keys: readonly KeyRow[];
}

export interface ManifestContext {
  /** Reads requests and the configuration, by their paths as the manifest has them. */
  readonly sources: Sources;
  readonly rules: RequestShapeRules & ProfileRules;
  /** Where inputs and outputs are, if both are files. */
  readonly folders?: Folders;
}

const settings = ["config", "renew-before", "nodes", "files", "outputs"];
const tables = ["cas", "certificates", "keys", "kubeconfigs"];

/**
 * Reads a manifest with everything that it names.
 *
 * @param name the file's name, for errors
 * @throws EnsureError for the first mistake, with its place and a remedy
 */
export async function readManifest(data: Uint8Array, name: string, context: ManifestContext): Promise<Manifest> {
  const top = new Members({ file: name, place: "", value: readJson(data, name) }, [...settings, ...tables], "the PKI");
  const config = await readConfig(top.at("config"), context);
  const nodes = readNodes(top.at("nodes"));
  const scope = { nodes, hasNode: false, isList: false };
  const names = readFileNames(top.at("files"), ["certificate", "key", "publicKey"], usualNames, scope);
  const outputs = top.at("outputs");
  const rowContext: RowContext = {
    ...{ ...context, nodes, names, renewBefore: optionalDuration(top.at("renew-before")) },
    outputs: outputs.value === undefined ? [] : readOutputs(outputs, false, scope),
  };
  const authorities = inOrder(readRows(top.at("cas"), "ca", rowContext));
  const own = readRows(top.at("certificates"), "certificate", rowContext);
  const certificates = addKubeconfigs(top.at("kubeconfigs"), own, { nodes, names });
  const keys = readKeyRows(top.at("keys"), rowContext);
  if (authorities.length + certificates.length + keys.length === 0) {
    throw manifestError(name, "there is nothing to make: it needs rows in cas, certificates or keys");
  }
  const manifest = { ...config, authorities, certificates, keys };
  checkFiles(manifest, context.folders ? inputsOf(name, manifest) : [], context.folders);
  checkRows(manifest, context.rules);
  checkKubeconfigs(manifest);
  return manifest;
}

/** The files that a manifest is made of, as paths from its folder. */
function inputsOf(name: string, { configPath, authorities, certificates, keys }: Omit<Manifest, "policy">) {
  const inputs: InputFile[] = [{ path: name.slice(name.lastIndexOf("/") + 1), what: "the manifest" }];
  if (configPath !== null) inputs.push({ path: configPath, what: "the configuration" });
  for (const { request } of [...authorities, ...certificates]) {
    if (request.path !== null) inputs.push({ path: request.path, what: "a request" });
  }
  for (const { outputs } of [...authorities, ...certificates, ...keys]) {
    for (const { password } of outputs) {
      if (password?.kind === "file") inputs.push({ path: password.path, what: "a password" });
    }
  }
  return inputs;
}

type Config = Pick<Manifest, "configPath" | "configText" | "policy">;

async function readConfig(placed: Placed, { sources, rules }: ManifestContext): Promise<Config> {
  const { value } = placed;
  if (value === undefined) return { configPath: null, configText: null, policy: policyOf(defaultProfile()) };
  const isPath = typeof value === "string";
  if (!isPath && !(value instanceof Map)) throw refuse(placed, "must be the path of a signing configuration");
  try {
    const bytes = isPath ? sources.readFile(value) : encodeUtf8(jsonText(value));
    if (isPath) readJson(bytes, value);
    const policy = await parseConfig(bytes, { log: silent, rules, sources });
    return { configPath: isPath ? value : null, configText: isPath ? null : jsonText(value), policy };
  } catch (cause) {
    if (!(cause instanceof GoError || cause instanceof CfsslError || cause instanceof GoPanic)) throw cause;
    throw isPath ? manifestError(value, cause.message) : refuse(placed, cause.message);
  }
}

/** The CAs, each after its own. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const done = new Set<Row>();
  const visit = (row: Row, above: readonly Row[]): void => {
    if (done.has(row)) return;
    if (above.includes(row)) {
      const loop = [...above.slice(above.indexOf(row)), row].map(({ name }) => name).join(" → ");
      throw manifestError(
        row.pattern.place,
        `these CAs sign each other: ${loop}; one of them must be a root, without "ca"`,
      );
    }
    const ca = row.pattern.ca === null ? undefined : byName.get(row.pattern.ca);
    if (ca) visit(ca, [...above, row]);
    done.add(row);
  };
  for (const row of rows) visit(row, []);
  return [...done];
}

/** A kubeconfig that names files needs one with the intermediate CAs, if there are any. */
function checkKubeconfigs({ authorities, certificates }: Manifest): void {
  const isRoot = new Map(authorities.map(({ name, pattern }) => [name, pattern.ca === null]));
  for (const row of certificates) {
    if (isRoot.get(row.pattern.ca ?? "") || clientCertificatePath(row) !== certificatePath(row)) continue;
    const output = row.outputs.find(({ kubeconfig }) => kubeconfig?.isEmbedded === false);
    if (!output) continue;
    const text = `the CA of ${row.name} is an intermediate one, which must be in the file of its certificate`;
    throw manifestError(output.place, `${text}: give that row the output "fullchain", or leave out "embed"`);
  }
}

function checkRows({ authorities, certificates, policy, configPath }: Manifest, rules: ProfileRules): void {
  const cas = new Set(authorities.map(({ name }) => name));
  const checked = new Set<unknown>();
  for (const { pattern, request } of [...authorities, ...certificates]) {
    const { kind, ca, profile, place, name } = pattern;
    if (request.spec.ca && kind === "certificate") {
      throw manifestError(place, `its request has a "ca" section, which is for CAs: delete it, or move the row to cas`);
    }
    if (checked.has(pattern)) continue;
    checked.add(pattern);
    if (ca === null) {
      if (pattern.hosts) {
        throw manifestError(
          `${place}.hosts`,
          "a root takes its hosts from its request, if it needs any: put them there",
        );
      }
      if (profile === "") continue;
      throw manifestError(
        `${place}.profile`,
        `a root has no profile; its lifetime is "ca": { "expiry": … } of its request`,
      );
    }
    if (!cas.has(ca)) {
      const near = didYouMean(ca, cas) || `; there are ${[...cas].join(", ") || "none"}`;
      throw manifestError(`${place}.ca`, `there is no CA ${JSON.stringify(ca)} in cas${near}`);
    }
    const found = profile === "" ? policy.default : policy.profiles.get(profile);
    const config = configPath ?? "the configuration";
    if (!found) {
      const near = didYouMean(profile, policy.profiles.keys());
      const all = [...policy.profiles.keys()].join(", ") || "none";
      throw manifestError(
        `${place}.profile`,
        `there is no profile ${JSON.stringify(profile)} in ${config}${near || `; there are ${all}`}`,
      );
    }
    const profileName = profile === "" ? "its default profile" : `the profile ${JSON.stringify(profile)}`;
    if (found.remoteServer !== "") {
      throw manifestError(
        place,
        `${profileName} has a remote server issue: make this certificate with gencert -remote`,
      );
    }
    const [unknown] = parseUsages(found.usages ?? [], rules).unknown;
    if (unknown !== undefined) {
      throw manifestError(
        config,
        `${profileName} has the usage ${JSON.stringify(unknown)}, which means nothing; for example, write "server auth"`,
      );
    }
    if (found.caConstraint.isCa !== (kind === "ca")) {
      const text =
        kind === "ca"
          ? `${profileName} makes no CA: give it "ca_constraint": { "is_ca": true } in ${config}`
          : `${profileName} makes a CA: move ${name} to cas, or choose another profile`;
      throw manifestError(place, text);
    }
  }
}
