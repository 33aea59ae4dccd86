import { encodeHex } from "../../go/hex.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { Chain } from "../../x509/verify/chain.js";
import { leastHash, leastKey, type Platform, untrustingPlatforms } from "./platforms.js";

/** What is to know about a bundle. Null lists are those that upstream leaves unset. */
export interface BundleStatus {
  readonly isRebundled: boolean;
  /** Key identifiers in upper-case hexadecimal. */
  readonly expiringKeyIds: readonly string[] | null;
  readonly untrustedRootStores: readonly string[] | null;
  readonly messages: readonly string[] | null;
  /** A sum of 1 (a certificate expires soon) and 2 (some systems may not use the bundle). */
  readonly code: number;
}

const thirtyDays = 30 * 24 * 3600;
const expiringBit = 1;
const notUbiquitousBit = 2;

const sha2Warning =
  "The bundle contains certificates signed with advanced hash functions such as SHA2, which are problematic for " +
  "certain operating systems, e.g. Windows XP SP2.";
const ecdsaWarning =
  "The bundle contains ECDSA signatures, which are problematic for certain operating systems, e.g. Windows XP, " +
  "Android 2.2 and Android 2.3.";
const noMetadata = "Unable to measure bundle ubiquity: No platform metadata present.";

/**
 * Describes a chain with its root.
 *
 * @param platforms null if the root does not matter (force)
 * @param now milliseconds since 1970 (UTC)
 */
export async function describeChain(
  chain: Chain,
  platforms: readonly Platform[] | null,
  now: number,
): Promise<Omit<BundleStatus, "isRebundled">> {
  const expiring = [...chain.keys()].filter((at) => isExpiring(chain[at] ?? chain[0], now));
  const messages = expiring.length > 0 ? [expiryWarning(expiring)] : [];
  const warnings: string[] = [];
  if (leastHash(chain) <= 70) warnings.push(sha2Warning);
  if (leastKey(chain) <= 70) warnings.push(ecdsaWarning);
  const untrusting = platforms && (await untrustingPlatforms(chain.at(-1) ?? chain[0], platforms));
  const names = untrusting?.map(({ name }) => name) ?? null;
  if (platforms?.length === 0) warnings.push(noMetadata);
  else if (names && names.length > 0) {
    warnings.push(`The bundle may not be trusted by the following platform(s): ${names.join(", ")}.`);
  }
  const all = [...messages, ...warnings];
  return {
    expiringKeyIds: expiring.length === 0 ? null : expiring.map((at) => keyIdOf(chain[at])),
    untrustedRootStores: names,
    messages: all.length === 0 ? null : all,
    code: (expiring.length > 0 ? expiringBit : 0) | (warnings.length > 0 ? notUbiquitousBit : 0),
  };
}

function isExpiring({ notAfter }: Certificate, now: number): boolean {
  return notAfter.seconds + notAfter.nanos / 1e9 - now / 1000 < thirtyDays;
}

function expiryWarning(places: readonly number[]): string {
  const numbers = places.map((at) => ` #${at + 1}`).join("");
  const subject = places.length === 1 ? "The expiring cert is" : "The expiring certs are";
  return `The bundle is expiring within 30 days.${subject}${numbers} in the chain.`;
}

function keyIdOf(certificate: Certificate | undefined): string {
  return certificate ? encodeHex(certificate.subjectKeyId).toUpperCase() : "";
}
