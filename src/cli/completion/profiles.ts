import { loadConfig } from "../../cfssl/config/load.js";
import type { ProfileRules, SigningProfile } from "../../cfssl/config/profile.js";
import { silent } from "../../cfssl/log.js";
import type { Sources } from "../../cfssl/sources.js";

/**
 * The profiles of a configuration that cfssl would take, each with what it issues; none of any other. Whoever sees them
 * offered knows that the file is good.
 */
export async function configuredProfiles(
  path: string,
  sources: Sources,
  rules: ProfileRules,
): Promise<readonly (readonly [name: string, description: string])[]> {
  if (path === "") return [];
  try {
    const { profiles } = await loadConfig(path, { log: silent, rules, sources });
    return [...profiles].map(([name, profile]) => [name, describe(profile)]);
  } catch {
    // Nobody asked for an error: running the command says it.
    return [];
  }
}

function describe({ remoteServer, expiryText, usages }: SigningProfile): string {
  if (remoteServer !== "") return `issued by ${remoteServer}`;
  return `${expiryText}: ${(usages ?? []).join(", ")}`;
}
