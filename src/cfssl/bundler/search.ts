import { GoError } from "../../go/errors.js";
import { encodeHex } from "../../go/hex.js";
import { joinPath } from "../../go/path.js";
import { encodePem } from "../../go/pem.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { UnknownAuthorityError } from "../../x509/verify/invalid-certificate.js";
import { isSignedBy } from "../../x509/verify/issuers.js";
import type { Context } from "../context.js";
import { type FetchRules, fetchCertificate } from "./fetch-certificate.js";
import { type Stores, signatureOf } from "./stores.js";
import { findBundles, type VerifyRules } from "./verify.js";

/** The folder of -int-dir, to which new intermediates are written. */
export interface Stash {
  readonly folder: string;
  /** Writes a file of the folder; throws GoError. */
  write(path: string, text: string): void;
}

export interface SearchContext extends Context<FetchRules & VerifyRules> {
  readonly stores: Stores;
  /** Null for none. */
  readonly stash: Stash | null;
}

/**
 * Searches for the intermediates that are missing, at the addresses in the certificates (RFC 5280 §4.2.2.1), and learns
 * those that verify. It goes through all addresses, also after the first success.
 *
 * @param certificates the one to bundle, then those that came with it
 * @throws UnknownAuthorityError if no chain to a root was found
 */
export async function searchIntermediates(certificates: readonly Certificate[], context: SearchContext): Promise<void> {
  const { log } = context;
  if (context.stash) log.debug("searching intermediates");
  // Nearest to the root first. The last one is that to bundle, which is never learned.
  let path = certificates.toReversed();
  const seen = new Set(certificates.map(signatureOf));
  let isFound = false;
  for (let head = path[0]; head; head = path[0]) {
    if (await learnPath(path, context)) isFound = true;
    log.debug("walk AIA issuers");
    const issuer = await fetchIssuer(head, seen, context);
    if (!issuer) log.debug("didn't advance, stepping back");
    path = issuer ? [issuer, ...path] : path.slice(1);
  }
  log.debug("search complete");
  if (!isFound) throw new UnknownAuthorityError("");
}

/** Verifies each certificate of a path by itself, and learns it. False at the first one that does not verify. */
async function learnPath(path: readonly Certificate[], context: SearchContext): Promise<boolean> {
  const { log, stores, rules } = context;
  log.debug("verifying chain");
  for (const [at, certificate] of path.entries()) {
    if (stores.isKnown(certificate)) {
      log.debug("certificate is known");
      continue;
    }
    try {
      await findBundles(certificate, stores, context.now(), rules);
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
      log.debug(`certificate failed verification: ${cause.message}`);
      return false;
    }
    if (at === 0 && (await isSignedBy(certificate, certificate, rules.tls))) {
      log.debug("looking at root certificate, will not store");
    } else if (at < path.length - 1) learn(certificate, context);
  }
  return true;
}

function learn(certificate: Certificate, { log, stores, stash }: SearchContext): void {
  const name = stashName(certificate);
  log.debug(`add certificate to intermediate pool:${name}`);
  stores.learn(certificate);
  if (!stash) return;
  const path = joinPath(stash.folder, name);
  log.debug(`write intermediate to stash directory: ${path}`);
  try {
    stash.write(path, encodePem("CERTIFICATE", certificate.raw));
    log.info(`stashed new intermediate ${name}`);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.error(`failed to write new intermediate: ${cause.message}`);
  }
}

function stashName({ subject, subjectKeyId, serialNumber }: Certificate): string {
  const digits = (serialNumber < 0n ? -serialNumber : serialNumber).toString(16);
  const serial = serialNumber === 0n ? "" : digits.padStart(2 * Math.ceil(digits.length / 2), "0");
  return `${subject.commonName.replace(/[. ]/g, "")}_${encodeHex(subjectKeyId)}_${serial}.crt`;
}

/** The first certificate that is new, from the addresses in a certificate; null for none. */
async function fetchIssuer(
  { issuingCertificateUrl }: Certificate,
  seen: Set<string>,
  context: SearchContext,
): Promise<Certificate | null> {
  const { log } = context;
  for (const url of issuingCertificateUrl) {
    if (seen.has(url)) {
      log.debug(`url ${url} has been seen`);
      continue;
    }
    const issuer = await fetchCertificate(url, context);
    if (!issuer) continue;
    if (seen.has(signatureOf(issuer))) {
      log.debug("fetched certificate is known");
      continue;
    }
    seen.add(url).add(signatureOf(issuer));
    return issuer;
  }
  return null;
}
