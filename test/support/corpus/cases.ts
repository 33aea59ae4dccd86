import { encodePem } from "../../../src/go/pem.js";
import { oddExtensions } from "../der/odd-extensions.js";
import { oddKeys } from "../der/odd-keys.js";
import { oddMessages } from "../der/odd-messages.js";
import { oddNames } from "../der/odd-names.js";
import { oddRequests } from "../der/odd-requests.js";
import { oddStructures } from "../der/odd-structures.js";
import { oddTexts } from "../pem/odd-texts.js";

/** The flag that takes a file: `certinfo -cert` or `certinfo -csr`. */
export type Flag = "cert" | "csr";

/** A family of inputs: how to make each of them, their PEM label, and the flag that takes them. */
export interface Family {
  readonly flag: Flag;
  /** The PEM label for DER; null if the inputs are texts already. */
  readonly label: string | null;
  readonly cases: Readonly<Record<string, () => Uint8Array>>;
}

export const families = {
  certificates: {
    flag: "cert",
    label: "CERTIFICATE",
    cases: { ...oddNames, ...oddStructures, ...oddKeys, ...oddExtensions },
  },
  requests: { flag: "csr", label: "CERTIFICATE REQUEST", cases: oddRequests },
  messages: { flag: "cert", label: "PKCS7", cases: oddMessages },
  texts: { flag: "cert", label: null, cases: oddTexts },
} as const satisfies Readonly<Record<string, Family>>;

export type FamilyName = keyof typeof families;

export function isFamilyName(name: string): name is FamilyName {
  return Object.hasOwn(families, name);
}

/** The file with an input. */
export function fileOf(family: Family, input: Uint8Array): Uint8Array {
  return family.label === null ? input : new TextEncoder().encode(encodePem(family.label, input));
}
