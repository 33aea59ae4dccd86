import type { RenewTerms } from "../../addons/renew/renew.js";
import { createLocalSigner } from "../../cfssl/signer/local.js";
import { decodePem } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { renewalRequest } from "../../library/renew.js";
import type { Invocation } from "../command.js";
import { Refusal } from "../exit-code.js";
import type { FlagHelp } from "../help/page.js";
import { certificateFile, jsonFile, keyFile } from "../help/value-kind.js";

const duration = { kind: "duration", default: 0n, placeholder: "DURATION" } as const;
const text = { kind: "string", default: "", placeholder: "FILE" } as const;

export const renewFlags: readonly FlagHelp[] = [
  { name: "due", ...duration, description: "renew only what ends within this time: 720h" },
  { name: "n", kind: "bool", default: false, description: "say what would be renewed, and change nothing" },
  { name: "new-key", kind: "bool", default: false, description: "make new keys, of the same kind and size" },
  { name: "expiry", ...duration, description: "how long the new one is valid; the default is as long as the old one" },
  {
    ...{ name: "ca", ...text, takes: certificateFile },
    description: "the CA that signed them; the default is to find it in their folder",
  },
  { name: "ca-key", ...text, takes: keyFile, description: "the CA's key; the default is to find it there, too" },
  {
    ...{ name: "config", ...text, takes: jsonFile },
    description: "signing configuration (JSON): usages and lifetime are those of a profile in it",
  },
  {
    ...{ name: "profile", ...text, placeholder: "NAME", takes: { is: "profile" } },
    description: "the profile of -config; the default is its default profile",
  },
  { name: "json", kind: "bool", default: false, description: "print the result as JSON" },
];

const second = 1_000_000_000n;

/**
 * How certificates are to be renewed.
 *
 * @throws Refusal with exit code 2 for flags that do not go together
 */
export function readTerms({ flags, policy }: Invocation, context: Invocation["context"]): RenewTerms {
  const expiry = flags.count("expiry");
  const profile = flags.text("profile");
  for (const name of ["expiry", "due"]) {
    if (flags.count(name) < 0n) throw new Refusal(`-${name} takes a duration such as 720h`, 2);
  }
  if (expiry > 0n && expiry < 60n * second) throw new Refusal("-expiry takes a minute or more: 8760h is a year", 2);
  const lifetime = expiry === 0n ? null : Number(expiry / second);
  if (policy === null) {
    if (profile !== "") throw new Refusal("-profile is a profile of -config: name that too", 2);
    return { newKey: flags.truth("new-key"), lifetime, byProfile: null };
  }
  if (lifetime !== null) throw new Refusal("-expiry and -config do not go together: the profile has an expiry", 2);
  if (profile !== "" && !policy.profiles.has(profile)) {
    const known = [...policy.profiles.keys()].join(", ") || "none";
    throw new Refusal(`There is no profile "${profile}" in ${flags.text("config")}; there are ${known}`, 2);
  }
  return {
    newKey: flags.truth("new-key"),
    lifetime: null,
    async byProfile(old, { ca, key: caKey }, key) {
      if (!ca) throw new Refusal("A self-signed certificate is renewed without -config", 2);
      const { csr } = await renewalRequest(old, ca, key, context);
      const pem = await createLocalSigner(caKey, ca, policy, context).sign(csr, { profile });
      return decodePem(encodeUtf8(pem))?.block.bytes ?? new Uint8Array();
    },
  };
}
