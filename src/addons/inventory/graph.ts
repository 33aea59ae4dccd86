import { equalBytes } from "../../go/bytes.js";
import { encodeHex } from "../../go/hex.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { Name } from "../../x509/model/name.js";
import type { CertificateEntry } from "./material.js";
import { hasSigned } from "./signed-by.js";

/** Who signed whom: each certificate once, wherever it lies. */

export interface Holding {
  readonly certificate: Certificate;
  /** Where it lies; a file of its own comes before a kubeconfig, and a file's first certificate before others. */
  readonly places: readonly CertificateEntry[];
  /** Signed by its own key. */
  readonly isSelfSigned: boolean;
  /** Other certificates of the tree whose key signed it: several, where a CA was renewed with its key. */
  readonly issuers: readonly Holding[];
  /** Certificates with the name of its issuer and another key. */
  readonly namesakes: readonly Holding[];
}

type MutableHolding = { -readonly [Name in keyof Holding]: Holding[Name] };

/**
 * Joins the certificates of a tree by their signatures.
 *
 * @param rankOfPath which of the files with the same certificate is to be named first
 */
export async function joinCertificates(
  entries: readonly CertificateEntry[],
  rankOfPath: (path: string) => number,
): Promise<readonly Holding[]> {
  const holdings = groupByContents(entries, rankOfPath);
  const bySubject = new Map<string, MutableHolding[]>();
  const nameKey = createNameKeys();
  for (const holding of holdings) {
    const name = nameKey(holding.certificate.subject, holding.certificate.rawSubject);
    const same = bySubject.get(name);
    if (same) same.push(holding);
    else bySubject.set(name, [holding]);
  }
  // The runtime verifies several signatures at once.
  for (let at = 0; at < holdings.length; at += atOnce) {
    await Promise.all(holdings.slice(at, at + atOnce).map((holding) => findIssuers(holding, bySubject, nameKey)));
  }
  return holdings;
}

const atOnce = 64;

async function findIssuers(
  holding: MutableHolding,
  bySubject: ReadonlyMap<string, readonly Holding[]>,
  nameKey: NameKeys,
): Promise<void> {
  const { certificate } = holding;
  const issuers: Holding[] = [];
  const namesakes: Holding[] = [];
  for (const candidate of bySubject.get(nameKey(certificate.issuer, certificate.rawIssuer)) ?? []) {
    const isSigner = await hasSigned(candidate.certificate, certificate);
    if (candidate === holding || equalBytes(candidate.certificate.rawSpki, certificate.rawSpki)) {
      if (isSigner) holding.isSelfSigned = true;
    } else if (isSigner) issuers.push(candidate);
    else namesakes.push(candidate);
  }
  holding.issuers = issuers;
  holding.namesakes = namesakes;
}

type NameKeys = (name: Name, raw: Uint8Array) => string;

/** Remembers the keys of names: most certificates have the same issuer. */
function createNameKeys(): NameKeys {
  const known = new Map<string, string>();
  return (name, raw) => {
    const hex = encodeHex(raw);
    const key = known.get(hex) ?? nameKeyOf(name, hex);
    known.set(hex, key);
    return key;
  };
}

/** A name as OpenSSL compares it: types of strings, case and blanks at the ends do not count. */
function nameKeyOf({ names }: Name, hex: string): string {
  if (names.length === 0) return hex;
  return names.map(({ type, value }) => `${type}=${value.trim().toLowerCase()}`).join("\n");
}

function groupByContents(
  entries: readonly CertificateEntry[],
  rankOfPath: (path: string) => number,
): readonly MutableHolding[] {
  const groups = new Map<string, CertificateEntry[]>();
  for (const entry of entries) {
    // Certificates with one signature differ only if somebody has changed a byte in one of them.
    const { raw, signature } = entry.certificate;
    let key = encodeHex(signature);
    while (!equalBytes(groups.get(key)?.[0]?.certificate.raw ?? raw, raw)) key += "+";
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  const rank = ({ path, member, position }: CertificateEntry) =>
    (member === "" ? 0 : 20) + (position === 0 ? 0 : 10) + rankOfPath(path);
  return [...groups.values()].flatMap((group) => {
    const places = [...group].sort((a, b) => rank(a) - rank(b));
    const [first] = places;
    if (!first) return [];
    return [{ certificate: first.certificate, places, isSelfSigned: false, issuers: [], namesakes: [] }];
  });
}
