import { equalBytes } from "../../go/bytes.js";
import { isKeyOf } from "../../x509/encode/public-key.js";
import type { EncodedKey } from "../../x509/keys/key-form.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { findIssuers, followIssuers, isSelfIssued, withoutDuplicates } from "../../x509/verify/issuers.js";
import type { MaterialRules } from "../inventory/material.js";
import { hasSigned } from "../inventory/signed-by.js";
import { ExportError } from "./export-error.js";
import { describeParts, type NamedBytes, openKey, readParts } from "./parts.js";

/** What is exported: a key, or a certificate, or both. */
export interface ExportMaterial {
  readonly certificate: Certificate | null;
  /** What follows the certificate in its file. */
  readonly following: readonly Certificate[];
  /** The issuers of the certificate that are known, the nearest first. */
  readonly issuers: readonly Certificate[];
  /** The CAs that were given, whether they are issuers of the certificate or not. */
  readonly authorities: readonly Certificate[];
  readonly key: EncodedKey | null;
}

/** The files of one export. */
export interface ExportSources {
  /** A certificate, a key, or both; issuers may follow the certificate. */
  readonly files: readonly NamedBytes[];
  readonly authorities: readonly NamedBytes[];
  /** Answers the password of an encrypted key, or throws. */
  password(name: string): Promise<string>;
}

/** Something, and the file that it comes from. */
interface From<T> {
  readonly name: string;
  readonly value: T;
}

/**
 * Reads what is exported, and checks it: the key is the certificate's, and if there are CAs, one of them signed it.
 *
 * @throws ExportError for what does not fit or cannot be read
 */
export async function readExport(sources: ExportSources, rules: MaterialRules): Promise<ExportMaterial> {
  const certificates: From<Certificate>[] = [];
  const keys: From<EncodedKey>[] = [];
  for (const file of sources.files) {
    const { name } = file;
    const parts = readParts(file, rules.parser);
    if (parts.certificates.length + parts.keys.length === 0) {
      throw new ExportError(`${name} holds no certificate and no private key, but ${describeParts(file)}`);
    }
    for (const value of parts.certificates) certificates.push({ name, value });
    for (const part of parts.keys) {
      keys.push({ name, value: await openKey(name, part, sources.password, rules.keys) });
    }
  }
  const [leaf, ...following] = certificates;
  const [key, second] = keys;
  if (key && second) throw new ExportError(`${second.name} holds a second private key: give one`);
  if (leaf && key) throwIfStrange(leaf, key);
  const authorities = sources.authorities.flatMap((file) => readAuthorities(file, rules));
  const rest = following.map(({ value }) => value);
  const others = withoutDuplicates([...rest, ...authorities]);
  const issuers = leaf ? await issuersAmong(leaf.value, others) : [];
  if (leaf && authorities.length > 0) throwIfUnsigned(leaf, issuers, sources.authorities, others);
  return { certificate: leaf?.value ?? null, following: rest, issuers, authorities, key: key?.value ?? null };
}

function readAuthorities(file: NamedBytes, rules: MaterialRules): readonly Certificate[] {
  const { certificates } = readParts(file, rules.parser);
  if (certificates.length > 0) return certificates;
  throw new ExportError(`${file.name} holds no certificate, but ${describeParts(file)}`);
}

function throwIfStrange({ name, value }: From<Certificate>, key: From<EncodedKey>): void {
  if (value.publicKey && isKeyOf(value.publicKey, key.value.key)) return;
  const files = key.name === name ? `the private key in ${name}` : key.name;
  throw new ExportError(
    `${files} is not the key of the certificate ${describe(value)} in ${name}: give the key that was made with it`,
  );
}

/** The issuers of a certificate among others, the nearest first. */
export async function issuersAmong(leaf: Certificate, others: readonly Certificate[]): Promise<readonly Certificate[]> {
  const rest = others.filter((each) => !equalBytes(each.raw, leaf.raw));
  const issuers = await findIssuers([leaf, ...rest], (child, parent) => hasSigned(parent, child));
  return followIssuers(leaf, issuers).slice(1);
}

/** A certificate that is its own issuer needs no other. */
function throwIfUnsigned(
  { name, value }: From<Certificate>,
  issuers: readonly Certificate[],
  files: readonly NamedBytes[],
  others: readonly Certificate[],
): void {
  if (issuers.length > 0 || isSelfIssued(value)) return;
  const where = files.map((file) => file.name).join(", ");
  const namesake = others.some(({ rawSubject }) => equalBytes(rawSubject, value.rawIssuer));
  const reason = namesake
    ? "the CA of that name there has another key: it was made anew"
    : `it was signed by ${JSON.stringify(value.issuer.commonName || value.issuer.organization[0] || "another CA")}`;
  throw new ExportError(`No certificate in ${where} signed ${describe(value)} in ${name}: ${reason}`);
}

function describe({ subject, serialNumber }: Certificate): string {
  return JSON.stringify(subject.commonName || subject.organization[0] || `serial number ${serialNumber}`);
}
