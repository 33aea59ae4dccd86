import type { SigningPolicy } from "../cfssl/config/policy.js";
import { CfsslError } from "../cfssl/errors.js";
import type { Terms } from "../cfssl/signer/signer.js";
import { givenList, givenMembers, givenText, type Members } from "./argument.js";

/** The policy of a signer, and how it treats a call that names no profile, or an unknown one. */
export interface ProfileChoice {
  readonly policy: SigningPolicy;
  /** Whether a name must be a profile's. */
  readonly isStrict: boolean;
  /** Whether the configuration has a default profile of its own, or there is no configuration. */
  readonly hasDefault: boolean;
}

/** The options of one call to a signer. */
export function issueMembers(value: object): Members {
  return givenMembers({ name: "options", value }, "options.");
}

/**
 * The terms that a caller may set. Each is read by its name: nothing else in the object reaches the signer.
 *
 * @throws CfsslError 5400 for an unknown profile if the signer is strict; RangeError for a profile of a remote server
 */
export function issueTerms(members: Members, choice: ProfileChoice): Terms {
  const hosts = members.member("hosts");
  const { profile, crlUrl } = profileTerms(members, choice);
  return {
    profile,
    hosts: hosts.value === undefined ? null : givenList(hosts, "an array of strings", (host) => givenText(host)),
    crlUrl,
  };
}

/** issueTerms without the hosts. */
export function profileTerms({ member }: Members, choice: ProfileChoice): { profile: string; crlUrl: string } {
  const [profile, crlUrl] = [member("profile"), member("crlUrl")].map((given) =>
    given.value === undefined ? undefined : givenText(given),
  );
  if (choice.isStrict) checkProfile(profile, choice);
  checkIssuesHere(choice.policy, profile ?? "");
  return { profile: profile ?? "", crlUrl: crlUrl ?? "" };
}

function checkProfile(name: string | undefined, { policy: { profiles }, hasDefault }: ProfileChoice): void {
  if (name === undefined ? hasDefault : profiles.has(name)) return;
  const wanted = name === undefined ? "default profile" : JSON.stringify(name);
  const known = [...profiles.keys()].map((each) => JSON.stringify(each)).join(", ");
  const text = `Unknown policy profile: the configuration has no ${wanted}${known === "" ? "" : `, only ${known}`}`;
  throw new CfsslError("policy.unknownProfile", text);
}

/** Refuses a profile with `remote` or `auth_remote`, which this signer would ignore. */
function checkIssuesHere(policy: SigningPolicy, name: string): void {
  const { remoteServer } = policy.profiles.get(name) ?? policy.default;
  if (remoteServer === "") return;
  const profile = policy.profiles.has(name) ? `the profile ${JSON.stringify(name)}` : "the default profile";
  throw new RangeError(`${profile} has a remote server issue, which a local signer cannot ask: use cfssl sign`);
}
