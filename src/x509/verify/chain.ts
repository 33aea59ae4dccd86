import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import { quote } from "../../go/strconv.js";
import type { Certificate } from "../model/certificate.js";
import { extensionId } from "../model/oid.js";
import type { CertificatePool } from "./certificate-pool.js";
import { checkSignedBy, type SignatureRules } from "./certificate-signature.js";
import { UnknownAuthorityError } from "./invalid-certificate.js";
import { checkCertificate, type PathRules } from "./path-rules.js";

export interface ChainRules extends PathRules, SignatureRules {
  /** Whether a candidate with a key of an unknown kind is skipped silently. */
  readonly skipsUnknownKeys: boolean;
}

/** Where to search for issuers, and at what time. */
export interface ChainContext {
  readonly trusted: CertificatePool;
  /** The certificates that came with the one to verify. */
  readonly others: CertificatePool;
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
  readonly rules: ChainRules;
}

/** A certificate, its issuer, and so on up to a trusted one. */
export type Chain = readonly [Certificate, ...Certificate[]];

/** The limit of signature checks for one certificate. Many CAs of one name give an exponential number of paths. */
const maxChecks = 100;

/**
 * Finds all chains from a certificate to a trusted one (RFC 5280 §6), by the rules of Go's crypto/x509. A trusted
 * certificate is a chain by itself.
 *
 * @throws GoError if there is no chain, with Go's text on why the issuers do not fit
 */
export async function findChains(certificate: Certificate, context: ChainContext): Promise<readonly Chain[]> {
  if (context.trusted.has(certificate)) return [[certificate]];
  const { chains, fault } = await extendChain([certificate], { context, checks: 0 });
  if (fault) throw fault;
  return chains;
}

interface Search {
  readonly context: ChainContext;
  checks: number;
}

interface Found {
  readonly chains: readonly Chain[];
  /** Why there are no chains; null if there are some. */
  readonly fault: GoError | null;
}

async function extendChain(chain: Chain, search: Search): Promise<Found> {
  const { trusted, others } = search.context;
  const last = chain.at(-1) ?? chain[0];
  const chains: Chain[] = [];
  let fault: GoError | null = null;
  let hint = "";
  for (const [pool, isTrusted] of [
    [trusted, true],
    [others, false],
  ] as const) {
    for (const candidate of pool.issuersOf(last)) {
      const attempt = await tryIssuer(candidate, isTrusted, chain, search);
      if (attempt === null) continue;
      for (const found of attempt.chains) chains.push(found);
      if (attempt.fault !== undefined) fault = attempt.fault;
      if (hint === "" && attempt.hint) hint = formatHint(attempt.hint, candidate);
    }
  }
  if (chains.length > 0) return { chains, fault: null };
  return { chains, fault: fault ?? new UnknownAuthorityError(hint) };
}

/** The result for one issuer: chains through it, the fault to remember, and the cause for the error's hint. */
interface Attempt {
  readonly chains: readonly Chain[];
  readonly fault?: GoError | null;
  readonly hint?: GoError;
}

/** Null if the candidate is skipped. */
async function tryIssuer(
  candidate: Certificate,
  isTrusted: boolean,
  chain: Chain,
  search: Search,
): Promise<Attempt | null> {
  const { now, rules } = search.context;
  if ((candidate.publicKey === null && rules.skipsUnknownKeys) || isInChain(candidate, chain)) return null;
  search.checks += 1;
  if (search.checks > maxChecks) {
    const text = "x509: signature check attempts limit reached while verifying certificate chain";
    return { chains: [], fault: new GoError(text) };
  }
  const last = chain.at(-1) ?? chain[0];
  const unsigned = await catchFault(() => checkSignedBy(last, candidate, rules));
  if (unsigned) return { chains: [], hint: unsigned };
  const role = isTrusted ? "root" : "intermediate";
  const unfit = await catchFault(() => checkCertificate(candidate, role, chain, now, rules));
  if (unfit) return { chains: [], fault: unfit, hint: unfit };
  const longer: Chain = [...chain, candidate];
  return isTrusted ? { chains: [longer], fault: null } : extendChain(longer, search);
}

async function catchFault(check: () => void | Promise<void>): Promise<GoError | null> {
  try {
    await check();
    return null;
  } catch (cause) {
    if (cause instanceof GoError) return cause;
    throw cause;
  }
}

/** Compares subject, key and alternative names only: a renewed certificate would otherwise close a circle. */
function isInChain(candidate: Certificate, chain: Chain): boolean {
  const names = findAlternativeNames(candidate);
  for (const each of chain) {
    if (!equalBytes(each.rawSubject, candidate.rawSubject) || !equalBytes(each.rawSpki, candidate.rawSpki)) continue;
    const own = findAlternativeNames(each);
    if (own === null && names === null) return true;
    if (own === null || names === null) return false;
    if (equalBytes(own, names)) return true;
  }
  return false;
}

function findAlternativeNames({ extensions }: Certificate): Uint8Array | null {
  return extensions.find(({ id }) => id === extensionId.subjectAltName)?.value ?? null;
}

function formatHint({ message }: GoError, { subject, serialNumber }: Certificate): string {
  const name = subject.commonName || subject.organization[0] || `serial:${serialNumber}`;
  return ` (possibly because of ${quote(message)} while trying to verify candidate authority certificate ${quote(name)})`;
}
