import { digest } from "../../crypto/primitives.js";
import { GoError } from "../../go/errors.js";
import { encodeHex } from "../../go/hex.js";
import { unmarshal } from "../../go/json/decode.js";
import { bool, int, map, slice, string, struct } from "../../go/json/index.js";
import { directory, joinPath } from "../../go/path.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { type CertificateFileContext, parseReadableCertificates } from "../input/certificate.js";
import type { Logger } from "../log.js";
import { hashFamily, hashUbiquity, keyUbiquity } from "./scores.js";

/** A system that connects to servers: what it trusts and understands. */
export interface Platform {
  readonly name: string;
  readonly weight: bigint;
  /** The least that a chain's hashes must be rated (scores.hashUbiquity). */
  readonly hash: number;
  /** The least that a chain's keys must be rated (scores.keyUbiquity). */
  readonly key: number;
  /** SHA-1 of the public keys of the CAs that it trusts, in hexadecimal; empty if it trusts all. */
  readonly trusted: ReadonlySet<string>;
}

const hashScores: ReadonlyMap<string, number> = new Map([
  ["SHA1", 100],
  ["SHA2", 70],
]);
const keyScores: ReadonlyMap<string, number> = new Map([
  ["RSA", 100],
  ["ECDSA256", 70],
  ["ECDSA384", 70],
  ["ECDSA521", 30],
]);

function metadataShape() {
  return slice(
    struct("ubiquity.Platform", {
      name: ["name", string()],
      weight: ["weight", int()],
      hash: ["hash_algo", string("ubiquity.HashUbiquity")],
      key: ["key_algo", string()],
      store: ["keystore", string()],
      // Upstream replaces this member by what is in the store.
      found: ["KeyStore", map(bool(), "ubiquity.CertSet")],
    }),
  );
}

/** Reads what -metadata names and the stores beside it; throws GoError. */
type ReadFile = (path: string) => Uint8Array;

interface PlatformContext extends CertificateFileContext {
  readonly log: Pick<Logger, "debug" | "info" | "error">;
}

/**
 * Reads the platforms of -metadata: JSON, with stores of CAs in the same folder. As upstream, a file that cannot be
 * read, or with one bad entry, silently means no platforms.
 */
export async function readPlatforms(
  path: string,
  readFile: ReadFile,
  context: PlatformContext,
): Promise<readonly Platform[]> {
  try {
    return await loadPlatforms(path, readFile, context);
  } catch (cause) {
    if (cause instanceof GoError) return [];
    throw cause;
  }
}

/** As readPlatforms, but throws GoError for a file that cannot be read and for a bad entry, as servers need it. */
export async function loadPlatforms(
  path: string,
  readFile: ReadFile,
  context: PlatformContext,
): Promise<readonly Platform[]> {
  const folder = directory(path);
  const data = rename("platform metadata failed to load", () => readFile(path));
  const rows = rename("platform metadata failed to parse", () => unmarshal(data, metadataShape())) ?? [];
  const platforms: Platform[] = [];
  for (const row of rows) platforms.push(await readPlatform(row, folder, readFile, context));
  return platforms;
}

function rename<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`${what}: ${cause.message}`, { cause }) : cause;
  }
}

interface Row {
  readonly name: string;
  readonly weight: bigint;
  readonly hash: string;
  readonly key: string;
  readonly store: string;
  readonly found: ReadonlyMap<string, boolean> | null;
}

async function readPlatform(row: Row, folder: string, readFile: ReadFile, context: PlatformContext): Promise<Platform> {
  const { name, weight } = row;
  const hash = hashScores.get(row.hash);
  const key = keyScores.get(row.key);
  const trusted = new Set<string>();
  const store = row.store === "" ? new Uint8Array() : readStore(joinPath(folder, row.store), readFile, context.log);
  if (!store || hash === undefined || key === undefined) throw new GoError(describeBadRow(row, hash ?? 0, key ?? 0));
  for (const certificate of parseReadableCertificates(store, context)) trusted.add(await keyId(certificate));
  context.log.info(`Platform metadata is loaded: ${name} ${trusted.size}`);
  return { name, weight, hash, key, trusted };
}

/** What upstream says of an entry that does not work: all its members, as Go prints a struct. */
function describeBadRow({ name, weight, hash, key, store, found }: Row, hashScore: number, keyScore: number): string {
  const members = [...(found ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, is]) => `${id}:${is}`);
  const fields = [name, weight, hash, key, store, `map[${members.join(" ")}]`, hashScore, keyScore];
  return `fail to finalize the parsing of platform metadata: {${fields.join(" ")}}`;
}

/** Null for a file that cannot be read, as a line says. */
function readStore(path: string, readFile: ReadFile, log: Pick<Logger, "error">): Uint8Array | null {
  try {
    return readFile(path);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.error(cause.message);
    return null;
  }
}

async function keyId({ rawSpki }: Certificate): Promise<string> {
  return encodeHex(await digest("SHA-1", rawSpki));
}

/** The platforms that do not trust a root. */
export async function untrustingPlatforms(
  root: Certificate,
  platforms: readonly Platform[],
): Promise<readonly Platform[]> {
  const id = await keyId(root);
  return platforms.filter(({ trusted }) => trusted.size > 0 && !trusted.has(id));
}

/** The sum of the weights of the platforms that can use a chain. */
export async function weighChain(
  chain: readonly [Certificate, ...Certificate[]],
  platforms: readonly Platform[],
): Promise<bigint> {
  const untrusting = await untrustingPlatforms(chain.at(-1) ?? chain[0], platforms);
  const hash = leastHash(chain);
  const key = leastKey(chain);
  let sum = 0n;
  for (const platform of platforms) {
    if (!untrusting.includes(platform) && platform.hash <= hash && platform.key <= key) sum += platform.weight;
  }
  return sum;
}

/** The lowest rating of a chain's signatures. */
export function leastHash(chain: readonly Certificate[]): number {
  return least(chain.map(({ signatureAlgorithm }) => hashUbiquity[hashFamily(signatureAlgorithm)]));
}

/** The lowest rating of a chain's public keys. */
export function leastKey(chain: readonly Certificate[]): number {
  return least(chain.map(keyUbiquity));
}

function least(scores: readonly number[]): number {
  return scores.reduce((lowest, score) => Math.min(lowest, score), Number.POSITIVE_INFINITY);
}
