import { readCertificate } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { CertificateInput } from "./types.js";

const day = 86_400_000;

/**
 * Whole days until a certificate expires: 0 on its last day, negative afterwards. `options.now` sets the clock.
 *
 * @example
 * ```ts
 * import { daysLeft, selfsign } from "cfssl-ts";
 *
 * const { cert } = await selfsign({ CN: "test" });
 * console.log(daysLeft(cert)); // 91
 * ```
 *
 * @throws CfsslError 1002 without PEM, 1003 for a broken certificate; TypeError for an argument of a wrong kind
 */
export function daysLeft(certificate: CertificateInput, options: Options = {}): number {
  const { context } = resolveOptions(options);
  const { seconds, nanos } = readCertificate({ name: "certificate", value: certificate }, context).notAfter;
  return Math.floor((seconds * 1000 + nanos / 1e6 - context.now()) / day);
}
