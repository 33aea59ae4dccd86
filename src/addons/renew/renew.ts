import type { Context } from "../../cfssl/context.js";
import { generateRequestedKey, keyRequestFor } from "../../cfssl/csr/key-request.js";
import { formatRfc3339 } from "../../go/time.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { isKeyOf } from "../../x509/encode/public-key.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import { parseCertificate } from "../../x509/parse/index.js";
import { keyNamesFor } from "../check/scene/pairs.js";
import type { EnsureRules } from "../ensure/plan/context.js";
import { restartOfCertificate } from "../ensure/restart.js";
import type { StoredFile } from "../ensure/store/store.js";
import type { KeyEntry } from "../inventory/material.js";
import { renewCertificate, type Signing } from "./certificate.js";
import { replaceCertificate } from "./file-text.js";
import { keyOf, otherPlaces, type Target, usersOf } from "./find.js";
import type { Folder } from "./folder.js";
import { RenewError } from "./renew-error.js";

/** How certificates are renewed. */
export interface RenewTerms {
  readonly newKey: boolean;
  /** Seconds; null for as long as the old one. */
  readonly lifetime: number | null;
  /** Issues by a profile of a configuration in place of copying; null for copying. Returns DER. */
  readonly byProfile: ((old: Certificate, signing: Signing, key: PrivateKey) => Promise<Uint8Array>) | null;
}

/** A certificate that is renewed: plain data, which `cfssl renew -json` prints. Paths are the caller's. */
export interface RenewedFile {
  readonly file: string;
  /** The CA's file; null for a certificate that signed itself. */
  readonly ca: string | null;
  /** The file of a new key; null if the key stays. */
  readonly newKey: string | null;
  /** RFC 3339. */
  readonly oldNotAfter: string;
  readonly notAfter: string;
  /** Whether it is a CA: all who trust it need the new certificate. */
  readonly isCa: boolean;
  /** Files that hold the old certificate still. */
  readonly alsoIn: readonly string[];
  /** Programs that read it when they start, if they are known. */
  readonly restart: readonly string[];
}

/** A renewal, and the files to write together. */
export interface Renewal {
  readonly report: RenewedFile;
  readonly files: readonly StoredFile[];
}

/** Where a certificate is signed, and how that is named. */
export interface OpenCa extends Signing {
  readonly path: string;
}

/**
 * Issues a certificate of a folder anew. Writes nothing.
 *
 * @throws RenewError where it cannot be done
 */
export async function renewTarget(
  target: Target,
  ca: OpenCa,
  folder: Folder,
  terms: RenewTerms,
  context: Context<EnsureRules>,
): Promise<Renewal> {
  const { path, holding } = target;
  const { certificate: old } = holding;
  const at = (inner: string) => folder.nameOf(inner);
  checkSigning(at(path), old, ca, terms, context.now());
  const own = keyOf(holding, folder.inventory);
  const made = terms.newKey ? await newKeyFor(at(path), old, own, context) : null;
  const der = terms.byProfile
    ? await terms.byProfile(old, ca, made?.key ?? (await ownKey(at(path), old, own, folder)))
    : await renewCertificate(old, ca, made?.key.spki ?? old.rawSpki, terms.lifetime, context);
  const renewed = parseCertificate(der, context.rules.parser);
  const isOwnFile = own?.path === path;
  const bytes = replaceCertificate(folder.bytesOf(path), old.raw, der, isOwnFile ? (made?.pem ?? null) : null);
  const keyPath =
    made && !isOwnFile ? (own?.path ?? keyNamesFor(path)[path.endsWith(".pem") ? 0 : 1] ?? `${path}.key`) : null;
  const mode = isOwnFile ? 0o600 : 0o644;
  const keys: StoredFile[] =
    made && keyPath !== null ? [{ path: keyPath, bytes: encodeUtf8(made.pem), mode: 0o600 }] : [];
  const restart = usersOf(path, folder.inventory);
  return {
    files: [...keys, { path, bytes, mode }],
    report: {
      file: at(path),
      ca: ca.ca === null ? null : ca.path,
      newKey: made ? at(keyPath ?? path) : null,
      oldNotAfter: momentOf(old),
      notAfter: momentOf(renewed),
      isCa: old.isCa,
      alsoIn: otherPlaces(target).map(at),
      restart: old.isCa || restart.length > 0 ? restart : restartOfCertificate(path, old.subject.commonName),
    },
  };
}

function checkSigning(name: string, old: Certificate, { ca, key, path }: OpenCa, terms: RenewTerms, now: number): void {
  const { publicKey } = ca ?? old;
  if (!publicKey || !isKeyOf(publicKey, key)) throw new RenewError(`${name}: the CA's key is not that of ${path}`);
  if (ca && ca.notAfter.seconds * 1000 <= now) {
    throw new RenewError(`${name}: its CA, ${path}, expired on ${momentOf(ca)}: renew that first`);
  }
  if (old.isCa && terms.newKey) {
    throw new RenewError(
      `${name} is a CA's, and with a new key it would be another CA, which nobody trusts: cfssl ensure -roll does that in steps`,
    );
  }
  if (old.isCa && terms.byProfile) throw new RenewError(`${name} is a CA's: a profile is for other certificates`);
}

async function newKeyFor(name: string, old: Certificate, own: KeyEntry | null, { rules, log }: Context<EnsureRules>) {
  if (own?.isEncrypted) {
    throw new RenewError(`${name}: its key is encrypted, and a new one would not be: decrypt it, or keep it`);
  }
  return generateRequestedKey(keyRequestFor(old.publicKey), rules, log);
}

async function ownKey(name: string, old: Certificate, own: KeyEntry | null, folder: Folder): Promise<PrivateKey> {
  if (!own) throw new RenewError(`${name}: a profile needs the key, which is not here: use -new-key, or no profile`);
  const key = await folder.openKey(own.path);
  if (old.publicKey && isKeyOf(old.publicKey, key)) return key;
  throw new RenewError(`${name}: ${folder.nameOf(own.path)} is not its key`);
}

export function momentOf({ notAfter }: Pick<Certificate, "notAfter">): string {
  return formatRfc3339({ seconds: Math.floor(notAfter.seconds), nanos: 0 });
}
