import type { HashName } from "../crypto/names.js";
import { digest } from "../crypto/primitives.js";
import { givenMembers, givenText } from "./argument.js";
import { formatHex } from "./hex.js";
import { readCertificate } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { CertificateInput } from "./types.js";

const hashes: readonly HashName[] = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];

export interface FingerprintOptions extends Options {
  /** Default: `SHA-256`. */
  readonly hash?: "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512" | undefined;
}

/**
 * The fingerprint of a certificate, as `openssl x509 -fingerprint` and browsers show it: the hash of its DER in
 * upper-case hexadecimal, separated by colons.
 *
 * @example
 * ```ts
 * import { X509Certificate } from "node:crypto";
 * import { fingerprint, selfsign } from "cfssl-ts";
 *
 * const { cert } = await selfsign({ CN: "test" });
 * console.log((await fingerprint(cert)) === new X509Certificate(cert).fingerprint256); // true
 * ```
 *
 * @throws CfsslError 1002 without PEM, 1003 for a broken certificate; TypeError for an argument of a wrong kind,
 * RangeError for another hash
 */
export async function fingerprint(certificate: CertificateInput, options: FingerprintOptions = {}): Promise<string> {
  const { context, throwIfAborted } = resolveOptions(options);
  const wanted = givenMembers({ name: "options", value: options }, "options.").member("hash");
  const name = wanted.value === undefined ? "SHA-256" : givenText(wanted);
  const hash = hashes.find((each) => each === name);
  if (!hash) throw new RangeError(`${wanted.name} must be one of ${hashes.join(", ")}; it is ${JSON.stringify(name)}`);
  throwIfAborted();
  return formatHex(await digest(hash, readCertificate({ name: "certificate", value: certificate }, context).raw));
}
