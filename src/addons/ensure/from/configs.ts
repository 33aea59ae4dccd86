import { defaultProfile } from "../../../cfssl/config/policy.js";
import { formatUsages, parseUsages } from "../../../cfssl/config/usages.js";
import { GoError } from "../../../go/errors.js";
import { parseDuration } from "../../../go/time.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import type { Inventory } from "../../inventory/inventory.js";
import { asWritable, type Writable } from "../json-text.js";
import { EnsureError } from "../manifest/errors.js";
import { type Json, type JsonObject, readJson } from "../manifest/json.js";
import { profileFrom } from "./derive.js";

/** A signing configuration of the folder. */
export interface Config {
  readonly path: string;
  readonly profiles: ReadonlyMap<string, JsonObject>;
  readonly fallback: JsonObject | null;
}

/** The configurations of a folder, the one first that fits the most certificates; scripts that name one count too. */
export function findConfigs(
  { configs, calls, finder, tree }: Inventory,
  all: readonly Certificate[],
): readonly Config[] {
  const found = configs.flatMap(({ path }): Config[] => {
    const bytes = tree.files.find((file) => file.path === path)?.bytes;
    const config = bytes ? readConfig(bytes, path) : null;
    return config ? [config] : [];
  });
  const score = (config: Config) => {
    const fitting = all.filter((certificate) => profilesFor(certificate, config, "", "").length > 0).length;
    const named = calls.filter((call) => call.config !== "" && finder.find(call.config, call.path) === config.path);
    return fitting * 1000 + named.length;
  };
  const scored = found.map((config) => ({ config, score: score(config) }));
  return scored.sort((a, b) => b.score - a.score).map(({ config }) => config);
}

function readConfig(bytes: Uint8Array, path: string): Config | null {
  let value: Json;
  try {
    value = readJson(bytes, path);
  } catch (cause) {
    if (cause instanceof EnsureError) return null;
    throw cause;
  }
  const signing = memberOf(value, "signing");
  const profiles = memberOf(signing, "profiles");
  const entries = profiles instanceof Map ? [...(profiles as JsonObject)] : [];
  const fallback = memberOf(signing, "default");
  return {
    path,
    profiles: new Map(entries.flatMap(([name, each]) => (each instanceof Map ? [[name, each as JsonObject]] : []))),
    fallback: fallback instanceof Map ? (fallback as JsonObject) : null,
  };
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return value instanceof Map ? (value as JsonObject).get(name) : undefined;
}

/** The names of the profiles that may have made a certificate, the likeliest first; "" is the default profile. */
export function profilesFor(
  certificate: Certificate,
  { profiles, fallback }: Config,
  called: string,
  rowName: string,
): readonly string[] {
  const all: [string, JsonObject][] = [...profiles, ...(fallback ? [["", fallback] as [string, JsonObject]] : [])];
  const rank = ([name, profile]: [string, JsonObject]) =>
    (name === called && called !== "" ? 0 : 8) +
    (hasLifetime(profile, certificate) ? 0 : 4) +
    (name !== "" && rowName.includes(name) ? 0 : 2) +
    (name === "" ? 1 : 0);
  const fitting = all.filter(([, profile]) => hasUsages(profile, certificate));
  return fitting.sort((a, b) => rank(a) - rank(b)).map(([name]) => name);
}

function hasUsages(profile: JsonObject, certificate: Certificate): boolean {
  const words = profile.get("usages");
  if (!Array.isArray(words)) return false;
  const texts = (words as readonly Json[]).filter((word) => typeof word === "string");
  const wanted = parseUsages(texts, { contentCommitmentWord: "content commitment" });
  const isCa = memberOf(profile.get("ca_constraint"), "is_ca") === true;
  const sorted = (usages: Parameters<typeof formatUsages>[0]) => [...new Set(formatUsages(usages))].sort().join();
  return isCa === certificate.isCa && sorted(wanted) === sorted(certificate);
}

function hasLifetime(profile: JsonObject, { notBefore, notAfter }: Certificate): boolean {
  const expiry = profile.get("expiry");
  if (typeof expiry !== "string") return false;
  try {
    return Number(parseDuration(expiry) / 1_000_000_000n) === notAfter.seconds - notBefore.seconds;
  } catch (cause) {
    if (cause instanceof GoError) return false;
    throw cause;
  }
}

/** Profiles that no configuration has, made from the certificates that need them. */
export interface DerivedProfiles {
  /** The name of the profile for a certificate. */
  nameFor(certificate: Certificate): string;
  readonly all: ReadonlyMap<string, Writable>;
}

export function deriveProfiles(taken: Iterable<string>): DerivedProfiles {
  const all = new Map<string, Writable>();
  const names = new Map<string, string>();
  const used = new Set(taken);
  return {
    all,
    nameFor(certificate) {
      const profile = profileFrom(certificate);
      const id = JSON.stringify(profile);
      const known = names.get(id);
      if (known !== undefined) return known;
      const usual = usualName(certificate);
      let name = usual;
      for (let at = 2; used.has(name); at++) name = `${usual}-${at}`;
      used.add(name);
      names.set(id, name);
      all.set(name, profile);
      return name;
    },
  };
}

function usualName(certificate: Certificate): string {
  if (certificate.isCa) return "intermediate";
  const usages = formatUsages(certificate);
  const [isServer, isClient] = [usages.includes("server auth"), usages.includes("client auth")];
  return isServer && isClient ? "peer" : isServer ? "server" : isClient ? "client" : "other";
}

/** Members that hold secrets or lead to other servers. */
const dropped = new Set(["auth_key", "prev_auth_key", "remote", "auth_remote"]);

/**
 * A configuration for the manifest itself: profiles of a file, without their secrets, and those that were derived.
 *
 * @param used names of profiles
 */
export function inlineConfig(config: Config | null, used: ReadonlySet<string>, derived: DerivedProfiles): Writable {
  const clean = (profile: JsonObject) =>
    new Map([...profile].filter(([name]) => !dropped.has(name)).map(([name, value]) => [name, asWritable(value)]));
  const kept = [...(config?.profiles ?? [])].filter(([name]) => used.has(name));
  const fallback = config?.fallback ? clean(config.fallback) : builtIn(used.has(""));
  const profiles = new Map<string, Writable>(kept.map(([name, profile]) => [name, clean(profile)]));
  for (const [name, profile] of derived.all) if (used.has(name)) profiles.set(name, profile);
  return { signing: { default: fallback, profiles } };
}

/** What cfssl signs with where there is no configuration. Its usages are written only for rows that use it. */
function builtIn(isUsed: boolean): Writable {
  const expiry = "8760h";
  return isUsed ? { usages: defaultProfile().usages ?? [], expiry } : { expiry };
}
