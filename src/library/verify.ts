import { parseUsages, type UsageRules } from "../cfssl/config/usages.js";
import { CfsslError } from "../cfssl/errors.js";
import type { Certificate } from "../x509/model/certificate.js";
import type { ParserRules } from "../x509/parse/rules.js";
import { verifyCertificate as verifyParsed } from "../x509/verify/certificate.js";
import { createPool } from "../x509/verify/certificate-pool.js";
import { type Given, givenList, givenMembers, givenText, wrongKind } from "./argument.js";
import { readBundle, readCertificates, toPem } from "./bundle.js";
import type { ExtKeyUsage } from "./config-json.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { CertificateInput, CertificatesInput } from "./types.js";

/** What a certificate is verified for, and against which others. */
export interface VerifyTerms {
  /** The certificates to trust. Those of the system are not read. */
  readonly roots: CertificatesInput;
  /** Certificates that may stand between the certificate and a root. */
  readonly intermediates?: CertificatesInput | undefined;
  /** A DNS name or an IP address that the certificate must be for. Default: any. */
  readonly host?: string | undefined;
  /** The certificate must be for one of these, and so must its issuers. Default: `server auth`; `any` allows all. */
  readonly usages?: readonly ExtKeyUsage[] | undefined;
  /** The moment at which the certificates must be valid. Default: now, by `options.now`. */
  readonly time?: Date | undefined;
}

/** A certificate that is valid. */
export interface VerifiedCertificate {
  /** Every chain that is valid: PEM, from the certificate to a root. There is at least one. */
  readonly chains: readonly (readonly string[])[];
}

/**
 * Verifies a certificate (RFC 5280 §6) by the rules of Go's crypto/x509: validity, host, signatures up to a root, name
 * constraints, path lengths, policies and usages. It does not ask whether the certificate is revoked.
 *
 * @param certificate certificates after the first, as in a server's file, count as intermediates
 *
 * @example
 * ```ts
 * import { createLocalSigner, GoError, initca, verifyCertificate } from "cfssl-ts";
 *
 * const ca = await initca({ CN: "Example CA" });
 * const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
 * const { cert } = await signer.gencert({ CN: "web", hosts: ["www.example.com"] });
 *
 * const { chains } = await verifyCertificate(cert, { roots: ca.cert, host: "www.example.com" });
 * console.log(chains.length, chains[0]?.length); // 1 2
 *
 * const outcome = verifyCertificate(cert, { roots: ca.cert, host: "www.example.org" });
 * await outcome.catch((error) => {
 *   if (!(error instanceof GoError)) throw error;
 *   console.log(error.message); // x509: certificate is valid for www.example.com, not www.example.org
 * });
 * ```
 *
 * @throws GoError with Go's text if the certificate is not valid
 * @throws CfsslError 1002, 1003 for a broken certificate; TypeError for an argument of a wrong kind, RangeError for a
 * word that is no extended key usage and for an invalid date
 */
export async function verifyCertificate(
  certificate: CertificateInput,
  terms: VerifyTerms,
  options: Options = {},
): Promise<VerifiedCertificate> {
  const { context, throwIfAborted } = resolveOptions(options);
  const { rules } = context;
  const { member } = givenMembers({ name: "the second argument", value: terms }, "");
  const listOf = (given: Given) => (given.value === undefined ? [] : readCertificates(given, context));
  const [leaf, ...sent] = readBundle({ name: "certificate", value: certificate }, context);
  if (!leaf) throw new CfsslError("certificate.decodeFailed");
  const roots = readCertificates(member("roots"), context);
  const intermediates = [...sent, ...listOf(member("intermediates"))];
  const host = member("host");
  const verification = {
    trusted: poolOf(roots, rules.parser),
    others: poolOf(intermediates, rules.parser),
    host: host.value === undefined ? null : givenText(host),
    usages: givenUsages(member("usages"), rules),
    now: givenTime(member("time")) ?? context.now(),
  };
  throwIfAborted();
  const chains = await verifyParsed(leaf, verification, rules.tls);
  return { chains: chains.map((chain) => chain.map(toPem)) };
}

function poolOf(certificates: readonly Certificate[], rules: ParserRules) {
  return createPool(
    certificates.map(({ raw }) => raw),
    rules,
  );
}

/** Dotted OIDs for the words of extended key usages. */
function givenUsages(given: Given, rules: UsageRules): readonly string[] {
  const words =
    given.value === undefined
      ? ["server auth"]
      : givenList(given, "an array of strings", (word) => readUsage(word, rules));
  return parseUsages(words, rules).extKeyUsage;
}

function readUsage(given: Given, rules: UsageRules): string {
  const word = givenText(given);
  if (parseUsages([word], rules).extKeyUsage.length > 0) return word;
  throw new RangeError(`${given.name} must be an extended key usage, as "client auth"; it is ${JSON.stringify(word)}`);
}

/** Milliseconds since 1970; null if there is none. */
function givenTime(given: Given): number | null {
  if (given.value === undefined) return null;
  const milliseconds = readDate(given);
  if (Number.isNaN(milliseconds)) throw new RangeError(`${given.name} must be a valid date`);
  return milliseconds;
}

function readDate(given: Given): number {
  try {
    return Reflect.apply(Date.prototype.getTime, given.value, []);
  } catch {
    throw wrongKind(given, "a Date");
  }
}
