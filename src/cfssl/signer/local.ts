import { GoError } from "../../go/errors.js";
import { decodeHex } from "../../go/hex.js";
import { encodePem } from "../../go/pem.js";
import { isZeroTime } from "../../go/time.js";
import { type CertificateTemplate, createCertificate, keyMismatch } from "../../x509/encode/certificate.js";
import { encodeName, nameToRdns } from "../../x509/encode/name.js";
import { crlSignatureAlgorithmFor, signatureAlgorithmFor } from "../../x509/encode/signing-algorithm.js";
import { computeKeyIdentifier } from "../../x509/keys/key-identifier.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { Extension } from "../../x509/model/name.js";
import type { SignatureAlgorithm } from "../../x509/model/signature-algorithm.js";
import { isValidPolicy, type SigningPolicy } from "../config/policy.js";
import type { SigningProfile } from "../config/profile.js";
import type { UsageRules } from "../config/usages.js";
import type { Context } from "../context.js";
import type { PreparedRequest } from "../csr/generate.js";
import type { RequestedCertificate } from "../csr/requested.js";
import { CfsslError, withCode, withCodeAsync } from "../errors.js";
import { classifyHosts, type HostRules } from "../hosts.js";
import { randomSerial } from "../random-serial.js";
import type { TimestampRules } from "./ct.js";
import type { CertificateStore, RecordRules } from "./record.js";
import type { SignedRequestRules } from "./request.js";
import type { Signer, Terms } from "./signer.js";
import { overrideSubject } from "./subject.js";
import { fillTemplate, validityOf } from "./template.js";
import { checkNames, keepWhitelisted } from "./whitelist.js";

export interface SignRules extends UsageRules, HostRules, SignedRequestRules, TimestampRules, RecordRules {
  /** Whether the error for a missing public key is wrapped in code 1000. */
  readonly missingKeyIsCoded: boolean;
}

/** The CA that issues. */
export type CertificateAuthority = Pick<
  Certificate,
  "raw" | "rawSubject" | "publicKey" | "subjectKeyId" | "maxPathLen" | "maxPathLenZero"
>;

/** A signer that holds the CA's key. */
export interface LocalSigner extends Signer {
  /** Issues for what a request of this process would ask for; only prepareRequest makes a PreparedRequest. */
  signPrepared(prepared: PreparedRequest, terms: Terms): Promise<string>;
}

/**
 * Makes a signer that holds the CA's key.
 *
 * @param ca null makes certificates self-signed, which do not go on record
 * @param store where certificates go on record
 * @throws CfsslError 5200 if the policy is invalid
 */
export function createLocalSigner(
  key: PrivateKey,
  ca: CertificateAuthority | null,
  policy: SigningPolicy,
  context: Context<SignRules>,
  store: CertificateStore | null = null,
): LocalSigner {
  if (!isValidPolicy(policy, context.log, context.rules)) throw new CfsslError("policy.invalidPolicy");
  const { rules } = context;
  const issuing = { key: context.isReproducible ? (key.repeatable?.() ?? key) : key, ca, policy, context, store };
  // The reader of requests is loaded only for a request that must be read.
  return {
    async sign(csr, terms) {
      const profile = profileOf(policy, terms);
      const { readCheckedRequest } = await import("./request.js");
      const received = await readCheckedRequest(csr, profile, rules);
      return issue({ received, isPredicted: false, profile, terms }, issuing);
    },
    async signPrepared({ requested }, terms) {
      return issue({ received: requested, isPredicted: true, profile: profileOf(policy, terms), terms }, issuing);
    },
    async signMade({ der, requested }, terms) {
      const profile = profileOf(policy, terms);
      if (requested) return issue({ received: requested, isPredicted: true, profile, terms }, issuing);
      const { readMadeRequest } = await import("./request.js");
      return issue({ received: readMadeRequest(der, profile, rules), isPredicted: false, profile, terms }, issuing);
    },
  };
}

function profileOf(policy: SigningPolicy, terms: Terms): SigningProfile {
  const { profile = "" } = terms;
  return withTimes(policy.profiles.get(profile) ?? policy.default, terms);
}

/** The profile with the times that a client asks for, where it has none of its own. */
function withTimes(profile: SigningProfile, { notBefore, notAfter }: Terms): SigningProfile {
  if (!notBefore && !notAfter) return profile;
  const own = (time: SigningProfile["notBefore"]) => (time && !isZeroTime(time) ? time : null);
  return {
    ...profile,
    notBefore: own(profile.notBefore) ?? notBefore ?? null,
    notAfter: own(profile.notAfter) ?? notAfter ?? null,
  };
}

/** The extensions that a client asks for. Throws CfsslError 1300 for one that the profile does not list. */
function addedExtensions({ extensions }: Terms, { extensionWhitelist }: SigningProfile): readonly Extension[] {
  return (extensions ?? []).map(({ id, critical, value }) => {
    if (!extensionWhitelist?.get(id)) throw new CfsslError("certificate.badRequest");
    return { id, critical, value: withCode("certificate.badRequest", () => decodeHex(value)) };
  });
}

interface Issuing {
  readonly key: PrivateKey;
  readonly ca: CertificateAuthority | null;
  readonly policy: SigningPolicy;
  readonly context: Context<SignRules>;
  readonly store: CertificateStore | null;
}

/** A certificate to issue. */
interface Order {
  /** What the request asks for. */
  readonly received: RequestedCertificate;
  /** Whether `received` was known without reading the request. */
  readonly isPredicted: boolean;
  readonly profile: SigningProfile;
  readonly terms: Terms;
}

async function issue(order: Order, issuing: Issuing): Promise<string> {
  const { key, ca, policy, context, store } = issuing;
  const { profile, terms } = order;
  const { requested, publicKey } = authorize(order, issuing);
  const times = { fallback: policy.default, now: context.now() };
  const filled = fillTemplate(
    requested,
    profile,
    {
      ...times,
      serialNumber: serialOf(profile, terms, context),
      crlUrls: terms.crlUrl ? [terms.crlUrl] : [],
      subjectKeyId: await computeKeyIdentifier(publicKey),
    },
    context.rules,
  );
  if (!ca && !filled.isCa) throw new CfsslError("policy.invalidRequest");
  const unnumbered = ca ? filled : { ...filled, dnsNames: [], emailAddresses: [], uris: [] };
  const issuer = ca ?? ownIssuer(unnumbered);
  const algorithm = chooseAlgorithm(key, profile);
  const template = context.isReproducible
    ? await (await import("./content-serial.js")).numberByContent(unnumbered, issuer, publicKey, algorithm)
    : unnumbered;
  checkLinting(profile, policy);
  const signWith = async (...added: readonly Extension[]) => {
    const own = template.extraExtensions;
    const extraExtensions = context.rules.ct.comesLast ? [...own, ...added] : [...added, ...own];
    const certificate = await withCodeAsync("certificate.unknown", () =>
      createCertificate({ ...template, extraExtensions }, issuer, publicKey, key, algorithm),
    );
    // Upstream reads its own self-signed certificate and fails if it cannot. A request that could be predicted has
    // nothing that fails here, so the reader is not loaded for it.
    if (!ca && !order.isPredicted) await checkReadable(certificate, context.rules);
    context.log.info(`signed certificate with serial number ${template.serialNumber}`);
    return certificate;
  };
  if (!ca) return encodePem("CERTIFICATE", await signWith());
  const pem = await signWithTimestamps(signWith, ca, profile, context);
  if (store || (context.rules.readsSigned && context.log.showsDebug)) {
    const { recordCertificate } = await import("./record.js");
    const { serialNumber, dnsNames, isCa } = template;
    const issued = {
      serialNumber,
      dnsNames: dnsNames.length > 0 || (terms.hosts && !isCa) ? dnsNames : null,
      validity: validityOf(profile, times),
      commonName: requested.subject.commonName,
      label: terms.label ?? "",
      metadata: terms.metadata ?? null,
      pem,
    };
    await recordCertificate(issued, store, context);
  }
  return pem;
}

/** The serial number; 0 where it is derived from the contents later. */
function serialOf(
  { clientProvidesSerialNumbers }: SigningProfile,
  { serial }: Terms,
  context: Context<SignRules>,
): bigint {
  if (clientProvidesSerialNumbers && serial != null) return serial;
  return context.isReproducible ? 0n : randomSerial(context);
}

/** What to issue of what the request asks for. Throws where the profile or the CA's certificate forbids it. */
function authorize(
  { received, profile, terms }: Order,
  issuing: Issuing,
): { requested: RequestedCertificate; publicKey: Uint8Array } {
  const { rules } = issuing.context;
  const allowed = profile.csrWhitelist ? keepWhitelisted(received, profile.csrWhitelist) : received;
  checkConstraints(allowed, profile, issuing);
  const requested = {
    ...allowed,
    ...(terms.hosts ? classifyHosts(terms.hosts, rules) : {}),
    subject: overrideSubject(terms.subject ?? null, allowed.subject),
    extraExtensions: [...allowed.extraExtensions, ...addedExtensions(terms, profile), ...(terms.added ?? [])],
  };
  checkNames(requested, profile);
  if (profile.clientProvidesSerialNumbers && terms.serial == null) throw new CfsslError("certificate.missingSerial");
  const { publicKey } = requested;
  if (!publicKey) throw missingKey(rules);
  return { requested, publicKey };
}

/** Signs the CA's certificate, with timestamps if the profile names transparency logs. */
async function signWithTimestamps(
  signWith: (...added: readonly Extension[]) => Promise<Uint8Array>,
  ca: CertificateAuthority,
  { ctLogServers }: SigningProfile,
  context: Context<SignRules>,
): Promise<string> {
  const added: Extension[] = [];
  if (ctLogServers?.length) {
    const { certificateTimestamps } = await import("./ct.js");
    added.push(await certificateTimestamps(signWith, ca.raw, ctLogServers, context));
  }
  return encodePem("CERTIFICATE", await signWith(...added));
}

/** Checks that the profile and the CA's own certificate allow a CA certificate (RFC 5280 §4.2.1.9). */
function checkConstraints(requested: RequestedCertificate, profile: SigningProfile, { ca, context }: Issuing): void {
  if (!requested.isCa) return;
  const refuse = (reason: string) => {
    context.log.error(reason);
    return new CfsslError("policy.invalidRequest");
  };
  if (!profile.caConstraint.isCa) throw refuse("local signer policy disallows issuing CA certificate");
  if (!ca) return;
  if (ca.maxPathLen > 0n) {
    if (requested.maxPathLen < ca.maxPathLen) return;
    throw refuse("local signer certificate disallows CA MaxPathLen extending");
  }
  if (ca.maxPathLen === 0n && ca.maxPathLenZero) {
    throw refuse("local signer certificate disallows issuing CA certificate");
  }
}

function missingKey(rules: SignRules): Error {
  const text = "x509: unsupported public key type: <nil>";
  return rules.missingKeyIsCoded ? new CfsslError("certificate.unknown", text) : new GoError(text);
}

function ownIssuer(template: CertificateTemplate): Omit<CertificateAuthority, "raw"> {
  const { subject, subjectKeyId, maxPathLen, maxPathLenZero } = template;
  const rawSubject = encodedSubject(subject);
  return { rawSubject, subjectKeyId, maxPathLen, maxPathLenZero, publicKey: null };
}

function encodedSubject(subject: CertificateTemplate["subject"]): Uint8Array {
  return withCode("certificate.unknown", () =>
    subject instanceof Uint8Array ? subject : encodeName(nameToRdns(subject)),
  );
}

/**
 * Upstream would lint a certificate before it issues it, but the key for that always makes it fail. Proof:
 * fixtures/golden/1.6.5/sign/lint-without-profiles, lint-with-profiles
 */
function checkLinting({ lintErrorLevel }: SigningProfile, { profiles }: SigningPolicy): void {
  if (!lintErrorLevel) return;
  if (profiles.size === 0) throw new CfsslError("privateKey.unavailable");
  throw new CfsslError("certificate.unknown", keyMismatch);
}

/** If a whitelist does not let the request's algorithm through, upstream signs with Go's default for the key. */
function chooseAlgorithm(key: PrivateKey, { csrWhitelist }: SigningProfile): SignatureAlgorithm {
  return csrWhitelist && !csrWhitelist.signatureAlgorithm ? crlSignatureAlgorithmFor(key) : signatureAlgorithmFor(key);
}

async function checkReadable(certificate: Uint8Array, rules: SignRules): Promise<void> {
  const { parseCertificate } = await import("../../x509/parse/index.js");
  withCode("certificate.parseFailed", () => parseCertificate(certificate, rules.parser));
}
