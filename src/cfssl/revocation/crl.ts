import { encodeHex } from "../../go/hex.js";
import { parseInt as parseGoInt } from "../../go/strconv.js";
import { trimSpace } from "../../go/strings.js";
import { decodeUtf8 } from "../../go/utf8.js";
import { type CrlEntry, createCrl } from "../../x509/encode/crl.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { CertificateRecord } from "../certdb/records.js";

/** How long a list is valid by default: a week. */
export const defaultCrlLifetime = 604800n;

/**
 * How long a list is valid, in seconds.
 *
 * @throws GoError `strconv.ParseInt: …` for anything but a 32-bit integer
 */
export function parseCrlLifetime(text: string): bigint {
  return parseGoInt(trimSpace(text), 0, 32);
}

/**
 * Reads decimal serial numbers, one per line. Skips blank lines. Takes the number at the start of a line, or 0 if there
 * is none.
 */
export function parseSerials(text: Uint8Array): bigint[] {
  const lines = decodeUtf8(text).split("\n");
  return lines
    .map((line) => line.replace(/\r$/, ""))
    .filter((line) => trimSpace(line) !== "")
    .map(leadingInteger);
}

function leadingInteger(line: string): bigint {
  const [, sign, digits] = /^([+-]?)([0-9]+)/.exec(line) ?? [];
  return digits === undefined ? 0n : BigInt(digits) * (sign === "-" ? -1n : 1n);
}

/** What a list has that upstream's has not. */
export interface CrlExtras {
  /** Its number, which is higher than that of the list before. */
  readonly number?: bigint;
  /** Whether entries say why they were revoked, where the database says it. */
  readonly hasReasons?: boolean;
  /** Where it is to be found, as certificates say in their distribution points. */
  readonly urls?: readonly string[];
  /** Whether certificates of other CAs are left out, by their authority key identifiers. */
  readonly isOwn?: boolean;
}

/** A full list cannot have removeFromCRL (8), and unspecified (0) is better left out (RFC 5280 §5.3.1). */
const shownReasons: ReadonlySet<bigint> = new Set([1n, 2n, 3n, 4n, 5n, 6n, 9n, 10n]);

type Revoked = readonly Pick<CertificateRecord, "serial" | "authorityKeyId" | "revokedAt" | "reason">[];

/**
 * Makes the list (RFC 5280 §5) of certificates on record, in DER and in their order. As upstream, the number at
 * the start of a serial number counts, or 0 if there is none, and without `extras` the list has no reasons.
 *
 * @param now milliseconds since 1970 (UTC)
 * @param lifetime nanoseconds until the next list
 * @throws GoError for what X.509 cannot hold; what reading the records throws
 */
export async function databaseRevocationList(
  revoked: Revoked | AsyncIterable<Revoked[number]>,
  issuer: Certificate,
  key: PrivateKey,
  now: number,
  lifetime: bigint,
  { number, hasReasons = false, urls = [], isOwn = false }: CrlExtras = {},
): Promise<Uint8Array> {
  const entries: CrlEntry[] = [];
  const ownId = encodeHex(issuer.subjectKeyId);
  for await (const { serial, authorityKeyId, revokedAt, reason } of revoked) {
    if (isOwn && authorityKeyId !== ownId) continue;
    const entry = { serial: leadingInteger(serial), seconds: revokedAt.seconds };
    entries.push(hasReasons && shownReasons.has(reason) ? { ...entry, reason } : entry);
  }
  const second = 1_000_000_000n;
  const ends = BigInt(Math.floor(now)) * 1_000_000n + lifetime;
  return createCrl(
    {
      issuer: issuer.subject,
      thisUpdate: Math.floor(now / 1000),
      nextUpdate: Number((ends - (((ends % second) + second) % second)) / second),
      entries,
      authorityKeyId: issuer.subjectKeyId,
      urls,
      ...(number === undefined ? {} : { number }),
    },
    key,
  );
}

/**
 * Makes a certificate revocation list (RFC 5280 §5), in DER. All serial numbers are revoked as of `now`.
 *
 * @param now seconds since 1970 (UTC)
 * @param lifetime seconds until the next list
 * @throws GoError for what X.509 cannot hold
 */
export function revocationList(
  serials: readonly bigint[],
  issuer: Certificate,
  key: PrivateKey,
  now: number,
  lifetime: bigint,
): Promise<Uint8Array> {
  return createCrl(
    {
      issuer: issuer.subject,
      thisUpdate: now,
      nextUpdate: now + Number(lifetime),
      entries: serials.map((serial) => ({ serial, seconds: now })),
      authorityKeyId: issuer.subjectKeyId,
    },
    key,
  );
}
