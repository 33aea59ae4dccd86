import { GoError, GoPanic } from "../../go/errors.js";
import type { Regexp } from "../../go/regexp/index.js";
import { quote } from "../../go/strconv.js";
import { trimSpace } from "../../go/strings.js";
import { compareMoments, isZeroTime, parseDuration } from "../../go/time.js";
import { CfsslError, withCode } from "../errors.js";
import type { Logger } from "../log.js";
import type { Sources } from "../sources.js";
import { type AuthKeyRules, parseAuthKey } from "./auth-key.js";
import type { ConfigFile, ConfigShapeRules, ProfileSection } from "./shape.js";
import type { UsageRules } from "./usages.js";

export interface ProfileRules extends ConfigShapeRules, UsageRules, AuthKeyRules {}

/** A parsed profile. Durations are in nanoseconds, keys are bytes; null means absent. */
export interface SigningProfile extends Omit<ProfileSection, "provider" | "previousProvider" | "remoteProvider"> {
  readonly provider: Uint8Array | null;
  readonly previousProvider: Uint8Array | null;
  readonly remoteProvider: Uint8Array | null;
}

export interface ProfileContext {
  readonly log: Logger;
  readonly rules: ProfileRules;
  readonly sources: Sources;
}

/**
 * Resolves one profile of a configuration: its durations, remotes, keys and expressions, in upstream's order.
 *
 * @throws CfsslError 5200 with upstream's text for the first mistake; GoPanic where upstream crashes
 */
export async function resolveProfile(
  section: ProfileSection | null,
  file: ConfigFile,
  context: ProfileContext,
): Promise<SigningProfile> {
  if (!section) throw invalid("can't parse nil profile");
  const { log } = context;
  const local = section.remote === "" && section.authRemote.remote === "";
  const where = local ? resolveLocal(section, log) : { remoteServer: resolveRemote(section, file, log) };
  const keys = {
    provider: resolveKey(section.authKey, file, context, "match auth key in profile", "auth_key"),
    previousProvider: resolveKey(
      section.previousAuthKey ?? "",
      file,
      context,
      "match previous auth key in profile",
      "prev_auth_key",
    ),
    remoteProvider: resolveKey(
      section.authRemote.authKey,
      file,
      context,
      "match auth remote key in profile",
      "auth_remote's auth_key",
    ),
  };
  const nameWhitelist = (await resolveWhitelist(section, context)) ?? section.nameWhitelist;
  await checkLints(section);
  return { ...section, ...where, ...keys, nameWhitelist };
}

function resolveLocal(section: ProfileSection, log: Logger): { expiry: bigint; backdate: bigint } {
  log.debug("parse expiry in profile");
  if (section.expiryText === "") throw invalid("empty expiry string");
  const expiry = duration(section.expiryText);
  log.debug("expiry is valid");
  const backdate = section.backdateText === "" ? section.backdate : duration(section.backdateText);
  const { notBefore, notAfter } = section;
  const hasBothTimes = notBefore && notAfter && !isZeroTime(notBefore) && !isZeroTime(notAfter);
  if (hasBothTimes && compareMoments(notAfter, notBefore) < 0) {
    throw new GoPanic("a profile's not_after lies before its not_before: set not_after to a later time");
  }
  for (const { qualifiers } of section.policies ?? []) {
    for (const { type } of qualifiers ?? []) {
      if (!["", "id-qt-cps", "id-qt-unotice"].includes(type)) throw invalid("invalid policy qualifier type");
    }
  }
  return { expiry, backdate };
}

function resolveRemote(section: ProfileSection, { remotes }: ConfigFile, log: Logger): string {
  let name = section.authRemote.remote;
  if (section.remote === "") {
    log.debug("match auth remote in profile to remotes section");
  } else {
    log.debug("match remote in profile to remotes section");
    if (name !== "") {
      log.error("profile has both a remote and an auth remote specified");
      throw new CfsslError("policy.invalidPolicy");
    }
    name = section.remote;
  }
  const server = remotes?.get(name) ?? "";
  if (server === "") throw invalid("failed to find remote in remotes section");
  return server;
}

function resolveKey(
  name: string,
  { authKeys }: ConfigFile,
  { log, sources, rules }: ProfileContext,
  step: string,
  member: string,
): Uint8Array | null {
  if (name === "") return null;
  log.debug(`${step} to auth_keys section`);
  const entry = authKeys?.get(name);
  if (!entry) throw invalid(`failed to find ${member} in auth_keys section`);
  if (entry.type !== "standard") {
    log.debug(`unknown authentication type ${entry.type}`);
    throw invalid("unknown authentication type");
  }
  try {
    return parseAuthKey(entry.key, sources, rules);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.debug(`failed to create new standard auth provider: ${cause.message}`);
    throw invalid("failed to create new standard auth provider");
  }
}

async function resolveWhitelist(
  { nameWhitelistText }: ProfileSection,
  { log, rules }: ProfileContext,
): Promise<Regexp | null> {
  if (nameWhitelistText === "") return null;
  log.debug("compiling whitelist regular expression");
  const { compileRegexp } = await import("../../go/regexp/index.js");
  const text = "failed to compile name whitelist section";
  return withCode("policy.invalidPolicy", () => compileRegexp(nameWhitelistText, rules.regexp), text);
}

async function checkLints({ ignoredLints, ignoredLintSources }: ProfileSection): Promise<void> {
  if (!ignoredLints?.length && !ignoredLintSources?.length) return;
  const { lintNames, lintSources } = await import("./lint-names.js");
  for (const source of ignoredLintSources ?? []) {
    if (lintSources.has(trimSpace(source))) continue;
    throw invalid(`failed to build excluded lint source list: unknown source ${quote(trimSpace(source))}`);
  }
  for (const name of ignoredLints ?? []) {
    if (lintNames.has(trimSpace(name))) continue;
    throw invalid(`failed to build filtered lint registry: unknown lint name ${quote(trimSpace(name))}`);
  }
}

function duration(text: string): bigint {
  return withCode("policy.invalidPolicy", () => parseDuration(text));
}

function invalid(text: string): CfsslError {
  return new CfsslError("policy.invalidPolicy", text);
}
