import { emptyName } from "../../x509/model/name.js";
import type { SigningProfile } from "../config/profile.js";
import type { RequestedCertificate } from "../csr/requested.js";
import { CfsslError } from "../errors.js";

type Whitelist = NonNullable<SigningProfile["csrWhitelist"]>;

/**
 * The parts of a request that a profile's CSRWhitelist lets through. It never lets extensions and constraints through.
 */
export function keepWhitelisted(received: RequestedCertificate, allowed: Whitelist): RequestedCertificate {
  return {
    subject: allowed.subject ? received.subject : emptyName(),
    publicKey: allowed.publicKey ? received.publicKey : null,
    dnsNames: allowed.dnsNames ? received.dnsNames : [],
    ipAddresses: allowed.ipAddresses ? received.ipAddresses : [],
    emailAddresses: allowed.emailAddresses ? received.emailAddresses : [],
    uris: allowed.uris ? received.uris : [],
    basicConstraintsValid: false,
    isCa: false,
    maxPathLen: 0n,
    maxPathLenZero: false,
    extraExtensions: [],
  };
}

/**
 * Checks that every name but IP addresses matches the profile's name_whitelist.
 *
 * @throws CfsslError 5500, which has the names that do not
 */
export function checkNames(requested: RequestedCertificate, { nameWhitelist }: SigningProfile): void {
  if (!nameWhitelist) return;
  const { commonName } = requested.subject;
  const names = [...requested.dnsNames, ...requested.emailAddresses, ...requested.uris];
  if (commonName !== "") names.unshift(commonName);
  const rejected = names.filter((name) => !nameWhitelist.match(name));
  if (rejected.length > 0) throw new CfsslError("policy.unmatchedWhitelist", undefined, { rejected });
}
