import type { PemKeyRules } from "../cfssl/input/key.js";
import type { PrivateKey } from "../x509/model/key.js";
import type { Members } from "./argument.js";
import { openPrivateKey } from "./material.js";

/** Opens the `key` among the members, with their `password`; null if there is none. */
export async function openCallerKey({ member }: Members, rules: PemKeyRules): Promise<PrivateKey | null> {
  const [key, password] = [member("key"), member("password")];
  if (key.value === undefined) return null;
  return openPrivateKey(key, password, rules);
}
