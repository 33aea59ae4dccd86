import { GoError } from "../../go/errors.js";
import { isZeroTime, type Moment } from "../../go/time.js";
import type { CertificateTemplate } from "../../x509/encode/certificate.js";
import { certificatePolicies, ocspNoCheck } from "../../x509/encode/extensions.js";
import type { Extension } from "../../x509/model/name.js";
import type { SigningProfile } from "../config/profile.js";
import { parseUsages, type UsageRules } from "../config/usages.js";
import type { RequestedCertificate } from "../csr/requested.js";
import { CfsslError, withCode } from "../errors.js";

const second = 1_000_000_000n;
const minute = 60n * second;
const defaultBackdate = 5n * minute;

export interface FillOptions {
  /** The profile that gives the URLs and the expiry that the chosen one lacks. */
  readonly fallback: SigningProfile;
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
  readonly serialNumber: bigint;
  /** CRL URLs that replace the profile's; empty to keep those. */
  readonly crlUrls: readonly string[];
  readonly subjectKeyId: Uint8Array;
}

/**
 * The certificate that a profile grants for a request.
 *
 * @throws CfsslError 5100 if the profile has no usages, 5200 for policies that cannot be encoded
 */
export function fillTemplate(
  requested: RequestedCertificate,
  profile: SigningProfile,
  options: FillOptions,
  rules: UsageRules,
): CertificateTemplate {
  const { fallback } = options;
  const { keyUsage, extKeyUsage } = parseUsages(profile.usages ?? [], rules);
  if (keyUsage === 0 && extKeyUsage.length === 0) throw new CfsslError("policy.noKeyUsages");
  const ocspUrl = profile.ocspUrl || fallback.ocspUrl;
  const crlUrl = profile.crlUrl || fallback.crlUrl;
  return {
    ...requested,
    ...wholeSeconds(validityOf(profile, options)),
    ...constraints(requested, profile),
    serialNumber: options.serialNumber,
    keyUsage,
    extKeyUsage,
    basicConstraintsValid: true,
    subjectKeyId: options.subjectKeyId,
    ocspServer: ocspUrl === "" ? [] : [ocspUrl],
    issuingCertificateUrl: profile.issuerUrls ?? fallback.issuerUrls ?? [],
    crlDistributionPoints: options.crlUrls.length > 0 ? options.crlUrls : crlUrl === "" ? [] : [crlUrl],
    extraExtensions: [...requested.extraExtensions, ...profileExtensions(profile)],
  };
}

/** How long a certificate is valid. */
export interface Validity {
  readonly notBefore: Moment;
  readonly notAfter: Moment;
}

/**
 * When a certificate is valid, before the times are cut to seconds. The clock is rounded to the nearest minute, half up.
 */
export function validityOf(
  profile: SigningProfile,
  { now, fallback }: Pick<FillOptions, "now" | "fallback">,
): Validity {
  const { notBefore, notAfter } = profile;
  const start =
    notBefore && !isZeroTime(notBefore)
      ? BigInt(notBefore.seconds) * second + BigInt(notBefore.nanos)
      : BigInt(Math.floor((now + 30_000) / 60_000)) * minute + negate(profile.backdate || defaultBackdate);
  const end = start + (profile.expiry || fallback.expiry);
  return { notBefore: toMoment(start), notAfter: notAfter && !isZeroTime(notAfter) ? notAfter : toMoment(end) };
}

function wholeSeconds({ notBefore, notAfter }: Validity): { notBefore: number; notAfter: number } {
  return { notBefore: notBefore.seconds, notAfter: notAfter.seconds };
}

/** Negates as Go does: the smallest duration has no opposite and stays the same. */
function negate(duration: bigint): bigint {
  return BigInt.asIntN(64, -duration);
}

function toMoment(nanoseconds: bigint): Moment {
  const remainder = nanoseconds % second;
  const nanos = remainder < 0n ? remainder + second : remainder;
  return { seconds: Number((nanoseconds - nanos) / second), nanos: Number(nanos) };
}

/** A CA's certificate takes its limits from the profile, and of its names keeps only IP addresses. */
function constraints(requested: RequestedCertificate, { caConstraint }: SigningProfile) {
  if (!caConstraint.isCa) return { isCa: false };
  const { maxPathLen, maxPathLenZero } = caConstraint;
  return {
    isCa: true,
    dnsNames: [],
    emailAddresses: [],
    uris: [],
    maxPathLen,
    maxPathLenZero: maxPathLen === 0n ? maxPathLenZero : requested.maxPathLenZero,
  };
}

function profileExtensions(profile: SigningProfile): Extension[] {
  const extensions: Extension[] = [];
  if (profile.policies?.length) extensions.push(policiesExtension(profile.policies));
  if (profile.ocspNoCheck) extensions.push(ocspNoCheck());
  return extensions;
}

function policiesExtension(policies: NonNullable<SigningProfile["policies"]>): Extension {
  const types = { "id-qt-cps": "cps", "id-qt-unotice": "unotice" } as const;
  return withCode("policy.invalidPolicy", () =>
    certificatePolicies(
      policies.map(({ id, qualifiers }) => ({
        id,
        qualifiers: (qualifiers ?? []).map(({ type, value }) => {
          const known = types[type as keyof typeof types];
          if (known === undefined) throw new GoError("Invalid qualifier type in Policies ");
          return { type: known, value };
        }),
      })),
    ),
  );
}
