import { GoError } from "../../go/errors.js";
import { formatGoTime } from "../../go/time/format.js";
import { compareMoments, type Moment } from "../../go/time/moment.js";
import { parseUrl } from "../../go/url.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { CertificateList } from "../../x509/parse/crl.js";
import { checkDataSignature } from "../../x509/verify/certificate-signature.js";
import type { Context } from "../context.js";
import { askResponders } from "./ask-responder.js";
import { type FetchRules, fetchCrl, fetchIssuer } from "./fetch.js";

/** How releases differ in checking whether certificates are revoked. */
export interface RevocationRules {
  readonly revocation: {
    /** Whether OCSP responders are asked too. */
    readonly asksResponders: boolean;
  };
}

export interface RevocationContext extends Context<FetchRules & RevocationRules> {
  /** The lists that were fetched, by URL. The check adds to them. */
  readonly lists: Map<string, CertificateList>;
}

/** What a check finds; `unknown` if it fails. A certificate out of its time counts as revoked. */
export type Revocation = "valid" | "revoked" | "unknown";

/**
 * Checks that a certificate is in its time and not revoked, by all revocation lists and an OCSP responder that it names.
 * The log says why not.
 */
export async function checkRevocation(certificate: Certificate, context: RevocationContext): Promise<Revocation> {
  const { log } = context;
  const now = context.now() / 1000;
  if (now >= certificate.notAfter.seconds) {
    log.info(`Certificate expired ${formatGoTime(certificate.notAfter)}\n`);
    return "revoked";
  }
  if (now <= certificate.notBefore.seconds) {
    log.info(`Certificate isn't valid until ${formatGoTime(certificate.notBefore)}\n`);
    return "revoked";
  }
  for (const url of certificate.crlDistributionPoints) {
    if (isLdap(url, context)) {
      log.info(`skipping LDAP CRL: ${url}`);
      continue;
    }
    const found = await checkList(url, certificate, context);
    if (found === "unknown") log.warning("error checking revocation via CRL");
    if (found === "revoked") log.info("certificate is revoked via CRL");
    if (found !== "valid") return found;
  }
  if (!context.rules.revocation.asksResponders || certificate.ocspServer.length === 0) return "valid";
  return checkResponders(certificate, context);
}

function isLdap(url: string, { log }: RevocationContext): boolean {
  try {
    return parseUrl(url).scheme === "ldap";
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.warning(`error parsing url ${url}: ${cause.message}`);
    return false;
  }
}

async function checkList(url: string, certificate: Certificate, context: RevocationContext): Promise<Revocation> {
  const list = await findList(url, certificate, context);
  if (!list) return "unknown";
  if (!list.revoked.includes(certificate.serialNumber)) return "valid";
  context.log.info("Serial number match: intermediate is revoked.");
  return "revoked";
}

/** A list that is up to date is not fetched again. Its signature is checked if the issuer can be fetched. */
async function findList(
  url: string,
  certificate: Certificate,
  context: RevocationContext,
): Promise<CertificateList | null> {
  const { log, lists } = context;
  const issuer = await fetchIssuer(certificate, context);
  const kept = lists.get(url);
  if (kept && compareMoments(kept.nextUpdate, momentOf(context.now())) > 0) return kept;
  let failed = "failed to fetch CRL";
  try {
    const list = await fetchCrl(url, context);
    failed = "failed to verify CRL";
    if (issuer) await checkDataSignature(list, issuer);
    lists.set(url, list);
    return list;
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.warning(`${failed}: ${cause.message}`);
    return null;
  }
}

function momentOf(milliseconds: number): Moment {
  return { seconds: Math.floor(milliseconds / 1000), nanos: 0 };
}

async function checkResponders(certificate: Certificate, context: RevocationContext): Promise<Revocation> {
  const { log } = context;
  const issuer = await fetchIssuer(certificate, context);
  const answer = issuer && (await askResponders(certificate, issuer, context));
  if (answer === "good") return "valid";
  if (answer === null) {
    log.warning("error checking revocation via OCSP");
    return "unknown";
  }
  log.info("certificate is revoked via OCSP");
  return "revoked";
}
