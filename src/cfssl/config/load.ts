import { GoError, GoPanic } from "../../go/errors.js";
import { CfsslError, withCodeAsync } from "../errors.js";
import { readConfigFile, unmarshalFailed } from "./file.js";
import { defaultProfile, isValidPolicy, type SigningPolicy } from "./policy.js";
import { type ProfileContext, type ProfileRules, resolveProfile, type SigningProfile } from "./profile.js";
import { decodeConfig } from "./shape.js";

/**
 * Reads the text of a configuration file.
 *
 * @throws CfsslError 5200, or GoError without a "signing" member, as upstream words it
 * @throws GoPanic for JSON's null, where upstream crashes
 */
export async function parseConfig(data: Uint8Array, context: ProfileContext): Promise<SigningPolicy> {
  const { log, rules } = context;
  const file = await decode(data, rules);
  if (!file) throw new GoPanic('the configuration is null: it must be an object with a "signing" member');
  if (!file.signing) throw new GoError('No "signing" field present');
  let fallback: SigningProfile;
  if (file.signing.default) {
    fallback = await resolveProfile(file.signing.default, file, context);
  } else {
    log.debug("no default given: using default config");
    fallback = defaultProfile();
  }
  const profiles = new Map<string, SigningProfile>();
  for (const [name, section] of file.signing.profiles ?? []) {
    profiles.set(name, await resolveProfile(section, file, context));
  }
  const policy = { default: fallback, profiles };
  if (!isValidPolicy(policy, log, rules)) throw new CfsslError("policy.invalidPolicy", "invalid configuration");
  log.debug("configuration ok");
  return policy;
}

/**
 * Reads a configuration file.
 *
 * @throws as parseConfig; CfsslError 5200 if the file cannot be read
 */
export async function loadConfig(path: string, context: ProfileContext): Promise<SigningPolicy> {
  context.log.debug(`loading configuration file from ${path}`);
  return parseConfig(readConfigFile(path, context.sources), context);
}

function decode(data: Uint8Array, rules: ProfileRules): ReturnType<typeof decodeConfig> {
  return withCodeAsync("policy.invalidPolicy", () => decodeConfig(data, rules), unmarshalFailed);
}
