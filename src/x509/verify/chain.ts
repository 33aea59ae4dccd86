import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import { quote } from "../../go/strconv.js";
import type { Certificate } from "../model/certificate.js";
import { extensionId } from "../model/oid.js";
import type { CertificatePool } from "./certificate-pool.js";
import { checkSignedBy, type SignatureRules } from "./certificate-signature.js";
import { checkCertificate, type PathRules } from "./path-rules.js";

export interface ChainRules extends PathRules, SignatureRules {
  /** Whether a candidate whose key is of no known kind is passed over without a word. */
  readonly skipsUnknownKeys: boolean;
}

/** Where issuers are looked for, and when. */
export interface ChainContext {
  readonly trusted: CertificatePool;
  /** Those that came with the certificate. */
  readonly others: CertificatePool;
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
  readonly rules: ChainRules;
}

/** A certificate, the one that signed it, and so on to one that is trusted. */
export type Chain = readonly [Certificate, ...Certificate[]];

/** How many signatures are checked for one certificate: the ways through many CAs of one name are without number. */
const maxChecks = 100;

/**
 * All chains from a certificate to one that is trusted (RFC 5280 §6), by the rules of Go's crypto/x509; one that is
 * itself trusted is a chain.
 *
 * @throws GoError in Go's words when there is none: why no issuer that was tried will do
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
  /** Why there are none; null when there are some. */
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
      const tried = await tryIssuer(candidate, isTrusted, chain, search);
      if (tried === null) continue;
      for (const found of tried.chains) chains.push(found);
      if (tried.fault !== undefined) fault = tried.fault;
      if (hint === "" && tried.hint) hint = formatHint(tried.hint, candidate);
    }
  }
  if (chains.length > 0) return { chains, fault: null };
  return { chains, fault: fault ?? new GoError(`x509: certificate signed by unknown authority${hint}`) };
}

/** What came of an issuer: chains through it, what to remember as the fault, what to say of it. Null: passed over. */
interface Tried {
  readonly chains: readonly Chain[];
  readonly fault?: GoError | null;
  readonly hint?: GoError;
}

async function tryIssuer(
  candidate: Certificate,
  isTrusted: boolean,
  chain: Chain,
  search: Search,
): Promise<Tried | null> {
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

/** Whether it is one of the chain's, as far as subject, key and alternative names go: a renewed one leads in a circle. */
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
