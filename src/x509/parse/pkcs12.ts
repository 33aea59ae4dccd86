import type { HashName } from "../../crypto/names.js";
import { derivePkcs12Key, pbkdf2 } from "../../crypto/password-keys.js";
import { decryptAes, decryptCbc, hmac } from "../../crypto/primitives.js";
import { equalBytes } from "../../go/bytes.js";
import { contextTag, DerReader, type OidRules, tags } from "../../go/cryptobyte.js";
import { digestAlgorithm } from "../model/oid.js";
import {
  bagType,
  cipherAlgorithm,
  contentType,
  hmacAlgorithm,
  passwordEncryption,
  pkcs12Encryption,
  x509CertificateType,
} from "../model/pkcs12.js";

/** What a PKCS #12 file (RFC 7292) gives away without a password, or with a given one. */
export interface Pkcs12 {
  /** DER of each. */
  readonly certificates: readonly Uint8Array[];
  /** DER of PKCS #8. */
  readonly keys: readonly Uint8Array[];
  /** Why something in it could not be read; null if everything was. */
  readonly locked: string | null;
  /** The hash of its MAC; null if there is no MAC, or none that is right. */
  readonly macHash: HashName | null;
  /** The encryptions in it, as dotted OIDs. */
  readonly encryptions: readonly string[];
}

/** How to open a PKCS #12 file. */
export interface Pkcs12Opening {
  /** The forms of the password to try, as RFC 7292 appendix B.1 writes them (encodeBmpPassword). */
  readonly passwords: readonly Uint8Array[];
  /** The password in UTF-8, for PBES2. */
  readonly text: Uint8Array;
  /** The most rounds of a hash: deriving a key with more would take long. */
  readonly mostRounds: number;
}

const aes: ReadonlyMap<string, number> = new Map([
  [cipherAlgorithm["aes-128"], 16],
  [cipherAlgorithm["aes-192"], 24],
  [cipherAlgorithm["aes-256"], 32],
]);
const hashNames = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"] as const;
const hashes: ReadonlyMap<string, HashName> = new Map(
  hashNames.flatMap((name) => [[digestAlgorithm[name], name] as const, [hmacAlgorithm[name], name] as const]),
);

/** The empty password as RFC 7292 appendix B.1 writes it, and as programs do that have no password. */
export const emptyPasswords: readonly Uint8Array[] = [Uint8Array.of(0, 0), new Uint8Array()];

/** Nobody hides an empty password behind more rounds. */
const withoutPassword: Pkcs12Opening = { passwords: emptyPasswords, text: new Uint8Array(), mostRounds: 20_000 };

const needsPassword = "needs a password";
const unknownCipher = "encrypted in a way that is not read";

/** Reads a PKCS #12 file; null for other bytes, and for a broken one. */
export async function parsePkcs12(
  der: Uint8Array,
  rules: OidRules,
  opening: Pkcs12Opening = withoutPassword,
): Promise<Pkcs12 | null> {
  const pfx = new DerReader(der).enter(tags.sequence);
  if (pfx?.readInt64() !== 3n) return null;
  const content = pfx.enter(tags.sequence);
  if (content?.readOid(rules) !== contentType.data) return null;
  const safe = content.enter(contextTag(0, "constructed"))?.read(tags.octetString) ?? null;
  if (safe === null) return null;
  const opened = pfx.isEmpty() ? null : await checkMac(pfx, safe, opening, rules);
  const found: Found = { certificates: [], keys: [], locked: null, encryptions: [] };
  const secret = opened && { ...opening, password: opened.password };
  const list = new DerReader(safe).enter(tags.sequence);
  while (list && !list.isEmpty()) {
    const info = list.enter(tags.sequence);
    const type = info?.readOid(rules);
    const inner = info?.enter(contextTag(0, "constructed"));
    if (!inner) return null;
    const contents = type === contentType.data ? inner.read(tags.octetString) : null;
    if (contents) await readBags(contents, secret, found, rules);
    else if (type === contentType.encryptedData) await readEncrypted(inner, secret, found, rules);
    else found.locked ??= unknownCipher;
  }
  return list && { ...found, macHash: opened?.hash ?? null };
}

interface Found {
  readonly certificates: Uint8Array[];
  readonly keys: Uint8Array[];
  locked: string | null;
  readonly encryptions: string[];
}

/** What opens the encrypted parts. */
interface Secret extends Pkcs12Opening {
  readonly password: Uint8Array;
}

/** The password with which the MacData (RFC 7292 §4) is right, and its hash; null if it needs another password. */
async function checkMac(
  pfx: DerReader,
  safe: Uint8Array,
  { passwords, mostRounds }: Pkcs12Opening,
  rules: OidRules,
): Promise<{ readonly password: Uint8Array; readonly hash: HashName } | null> {
  const mac = pfx.enter(tags.sequence);
  const digest = mac?.enter(tags.sequence);
  const hash = hashes.get(digest?.enter(tags.sequence)?.readOid(rules) ?? "");
  const expected = digest?.read(tags.octetString);
  const salt = mac?.read(tags.octetString);
  const rounds = mac?.isEmpty() ? 1n : mac?.readInt64();
  if (!hash || !expected || !salt || !rounds || rounds < 1n || rounds > mostRounds) return null;
  for (const password of passwords) {
    const source = { hash, password, salt, iterations: Number(rounds) };
    const key = await derivePkcs12Key("mac", source, expected.length);
    if (equalBytes(await hmac(hash, key, safe), expected)) return { password, hash };
  }
  return null;
}

/** SafeContents (RFC 7292 §4.2). */
async function readBags(contents: Uint8Array, secret: Secret | null, found: Found, rules: OidRules) {
  const bags = new DerReader(contents).enter(tags.sequence);
  while (bags && !bags.isEmpty()) {
    const bag = bags.enter(tags.sequence);
    const type = bag?.readOid(rules);
    const value = bag?.enter(contextTag(0, "constructed"));
    if (!value) return;
    if (type === bagType.key) found.keys.push(value.rest());
    else if (type === bagType.certificate) {
      const inner = value.enter(tags.sequence);
      const isX509 = inner?.readOid(rules) === x509CertificateType;
      const certificate = inner?.enter(contextTag(0, "constructed"))?.read(tags.octetString);
      if (isX509 && certificate) found.certificates.push(certificate);
    } else if (type === bagType.shroudedKey) {
      const info = value.enter(tags.sequence);
      const algorithm = info?.enter(tags.sequence);
      const encrypted = info?.read(tags.octetString);
      const key = algorithm && encrypted ? await decrypt(algorithm, encrypted, secret, found, rules) : unknownCipher;
      if (typeof key === "string") found.locked ??= key;
      else found.keys.push(key);
    }
  }
}

/** EncryptedData (RFC 5652 §8) that holds SafeContents. */
async function readEncrypted(inner: DerReader, secret: Secret | null, found: Found, rules: OidRules) {
  const encrypted = inner.enter(tags.sequence);
  encrypted?.readInteger();
  const info = encrypted?.enter(tags.sequence);
  info?.readOid(rules);
  const algorithm = info?.enter(tags.sequence);
  const bytes = info?.read(contextTag(0, "primitive"));
  const contents = algorithm && bytes ? await decrypt(algorithm, bytes, secret, found, rules) : unknownCipher;
  if (typeof contents === "string") found.locked ??= contents;
  else await readBags(contents, secret, found, rules);
}

/** Decrypts; a reason if that is not possible. */
async function decrypt(
  algorithm: DerReader,
  bytes: Uint8Array,
  secret: Secret | null,
  { encryptions }: Found,
  rules: OidRules,
): Promise<Uint8Array | string> {
  if (secret === null) return needsPassword;
  const scheme = algorithm.readOid(rules);
  if (scheme !== null) encryptions.push(scheme);
  const parameters = algorithm.enter(tags.sequence);
  try {
    if (parameters && scheme === passwordEncryption.pbes2)
      return (await decryptPbes2(parameters, bytes, secret, rules)) ?? unknownCipher;
    if (parameters && scheme === pkcs12Encryption.sha1TripleDes)
      return (await decrypt3Des(parameters, bytes, secret)) ?? unknownCipher;
  } catch {
    // The runtime does not have the cipher, or the padding shows that the key was another one.
  }
  return unknownCipher;
}

/** PBES2 with PBKDF2 and AES (RFC 8018 §6.2). Its password is UTF-8. */
async function decryptPbes2(
  parameters: DerReader,
  bytes: Uint8Array,
  { text, mostRounds }: Secret,
  rules: OidRules,
): Promise<Uint8Array | null> {
  const derivation = parameters.enter(tags.sequence);
  const isKnown = derivation?.readOid(rules) === passwordEncryption.pbkdf2;
  const settings = derivation?.enter(tags.sequence);
  const salt = settings?.read(tags.octetString);
  const rounds = settings?.readInt64();
  if (settings?.hasTag(tags.integer)) settings.readInteger();
  const hash = settings?.isEmpty() ? "SHA-1" : hashes.get(settings?.enter(tags.sequence)?.readOid(rules) ?? "");
  const cipher = parameters.enter(tags.sequence);
  const length = aes.get(cipher?.readOid(rules) ?? "");
  const vector = cipher?.read(tags.octetString);
  if (!isKnown || !salt || !rounds || rounds < 1n || rounds > mostRounds || !hash || !length || !vector) return null;
  const key = await pbkdf2(hash, text, salt, Number(rounds), length);
  return decryptAes(key, vector, bytes);
}

/** pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 appendix C). */
async function decrypt3Des(
  parameters: DerReader,
  bytes: Uint8Array,
  { password, mostRounds }: Secret,
): Promise<Uint8Array | null> {
  const salt = parameters.read(tags.octetString);
  const rounds = parameters.readInt64();
  if (!salt || !rounds || rounds < 1n || rounds > mostRounds) return null;
  const source = { hash: "SHA-1", password, salt, iterations: Number(rounds) } as const;
  const key = await derivePkcs12Key("key", source, 24);
  const vector = await derivePkcs12Key("vector", source, 8);
  const padded = await decryptCbc("des-ede3", key, vector, bytes);
  return padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
}
