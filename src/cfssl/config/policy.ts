import { isZeroTime, type Moment } from "../../go/time.js";
import type { Logger } from "../log.js";
import type { SigningProfile } from "./profile.js";
import { parseUsages, type UsageRules } from "./usages.js";

/** How to issue certificates: the default profile, and the profiles that are chosen by name. */
export interface SigningPolicy {
  readonly default: SigningProfile;
  readonly profiles: ReadonlyMap<string, SigningProfile>;
}

const hour = 3_600_000_000_000n;

/** A profile without any setting. The built-in profiles start from it. */
function emptyProfile(): SigningProfile {
  return {
    usages: null,
    issuerUrls: null,
    ocspUrl: "",
    crlUrl: "",
    caConstraint: { isCa: false, maxPathLen: 0n, maxPathLenZero: false },
    ocspNoCheck: false,
    expiryText: "",
    backdateText: "",
    authKey: "",
    copyExtensions: false,
    previousAuthKey: "",
    remote: "",
    notBefore: null,
    notAfter: null,
    nameWhitelistText: "",
    authRemote: { remote: "", authKey: "" },
    ctLogServers: null,
    allowedExtensions: null,
    certStore: "",
    lintErrorLevel: 0,
    ignoredLints: null,
    ignoredLintSources: null,
    policies: null,
    expiry: 0n,
    backdate: 0n,
    provider: null,
    previousProvider: null,
    remoteProvider: null,
    remoteServer: "",
    remoteCas: null,
    clientCertificate: null,
    csrWhitelist: null,
    nameWhitelist: null,
    extensionWhitelist: null,
    clientProvidesSerialNumbers: false,
    lintRegistry: null,
  };
}

/** The default profile of a configuration without one: certificates for servers and clients, valid for a year. */
export function defaultProfile(): SigningProfile {
  const usages = ["signing", "key encipherment", "server auth", "client auth"];
  return { ...emptyProfile(), usages, expiry: 8760n * hour, expiryText: "8760h" };
}

/** The profile for a new CA certificate: five years, cert sign and crl sign. */
export function caProfile(): SigningProfile {
  const usages = ["cert sign", "crl sign"];
  const caConstraint = { isCa: true, maxPathLen: 0n, maxPathLenZero: false };
  return { ...emptyProfile(), usages, expiry: 5n * 8760n * hour, expiryText: "43800h", caConstraint };
}

/** A policy of one profile, the default. */
export function policyOf(profile: SigningProfile): SigningPolicy {
  return { default: profile, profiles: new Map() };
}

/** Whether every profile has what issuing under it needs. Debug lines say what is missing. */
export function isValidPolicy(policy: SigningPolicy, log: Logger, rules: UsageRules): boolean {
  log.debug("validating configuration");
  if (!isValidProfile(policy.default, true, log, rules)) {
    log.debug("default profile is invalid");
    return false;
  }
  for (const profile of policy.profiles.values()) {
    if (isValidProfile(profile, false, log, rules)) continue;
    log.debug("invalid profile");
    return false;
  }
  warnOfSkippedSettings(policy, log);
  return true;
}

function isValidProfile(profile: SigningProfile, isDefault: boolean, log: Logger, rules: UsageRules): boolean {
  const problem = profileProblem(profile, isDefault, log, rules);
  log.debug(problem ?? "profile is valid");
  return problem === null;
}

function profileProblem(profile: SigningProfile, isDefault: boolean, log: Logger, rules: UsageRules): string | null {
  const { authRemote } = profile;
  if (authRemote.remote === "" && authRemote.authKey !== "") {
    return "invalid auth remote profile: no remote signer specified";
  }
  if (profile.remote !== "") {
    log.debug("validate remote profile");
    return profile.remoteServer === "" ? "invalid remote profile: no remote signer specified" : null;
  }
  if (authRemote.remote !== "") {
    log.debug("validate auth remote profile");
    if (profile.remoteServer === "") return "invalid auth remote profile: no remote signer specified";
    const keyless = authRemote.authKey === "" || profile.remoteProvider === null;
    return keyless ? "invalid auth remote profile: no auth key is defined" : null;
  }
  log.debug("validate local profile");
  if (isDefault) return profile.expiry === 0n ? "invalid local profile: no expiry set" : null;
  const usages = profile.usages ?? [];
  if (usages.length === 0) return "invalid local profile: no usages specified";
  const { unknown } = parseUsages(usages, rules);
  return unknown.length === usages.length ? "invalid local profile: no valid usages" : null;
}

function warnOfSkippedSettings(policy: SigningPolicy, log: Logger): void {
  const text =
    'The configuration value by "usages", "issuer_urls", "ocsp_url", "crl_url", "ca_constraint", "expiry", ' +
    '"backdate", "not_before", "not_after", "cert_store" and "ct_log_servers" are skipped';
  if (isRemote(policy.default) && hasLocalSettings(policy.default)) {
    log.warning(`default profile points to a remote signer: ${text}`);
  }
  for (const [name, profile] of policy.profiles) {
    if (isRemote(profile) && hasLocalSettings(profile)) {
      log.warning(`Profiles[${name}] points to a remote signer: ${text}`);
    }
  }
}

function isRemote(profile: SigningProfile): boolean {
  return profile.remote !== "" || profile.authRemote.remote !== "";
}

function hasLocalSettings(profile: SigningProfile): boolean {
  return (
    profile.usages !== null ||
    profile.issuerUrls !== null ||
    profile.ocspUrl !== "" ||
    profile.expiryText !== "" ||
    profile.backdateText !== "" ||
    profile.caConstraint.isCa ||
    hasTime(profile.notBefore) ||
    hasTime(profile.notAfter) ||
    profile.nameWhitelistText !== "" ||
    (profile.ctLogServers ?? []).length > 0
  );
}

/** Whether some profile issues with a CA key of this machine. */
export function needsLocalSigner(policy: SigningPolicy): boolean {
  return hasProfile(policy, ({ remoteServer }) => remoteServer === "");
}

/** Whether some profile asks another server to issue. */
export function needsRemoteSigner(policy: SigningPolicy): boolean {
  return hasProfile(policy, ({ remoteServer }) => remoteServer !== "");
}

function hasProfile(policy: SigningPolicy, isWanted: (profile: SigningProfile) => boolean): boolean {
  for (const profile of policy.profiles.values()) if (isWanted(profile)) return true;
  return isWanted(policy.default);
}

/** The policy with every profile issuing through `server`, as -remote demands. */
export function withRemote(policy: SigningPolicy, server: string): SigningPolicy {
  const profiles = [...policy.profiles].map(([name, profile]) => [name, { ...profile, remoteServer: server }] as const);
  return { default: { ...policy.default, remoteServer: server }, profiles: new Map(profiles) };
}

function hasTime(moment: Moment | null): boolean {
  return moment !== null && !isZeroTime(moment);
}
