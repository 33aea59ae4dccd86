import { equalBytes } from "../../../go/bytes.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { readPem, sameKey } from "../../inventory/material.js";
import { decodeText } from "../../inventory/text.js";
import { certificatePath, keyPath, type WithFiles } from "../manifest/row.js";
import type { Workshop } from "./context.js";

/** What a store has of a row. */
export interface Present {
  /** Whether there are files, whatever is in them. */
  readonly hasCertificate: boolean;
  readonly hasKey: boolean;
  /** The certificate of the key, or else the first of the file; null without one that can be read. */
  readonly certificate: Certificate | null;
  /** The other certificates of the file, such as a chain. */
  readonly others: readonly Certificate[];
  /** The key's text; null if there is none. */
  readonly keyText: Uint8Array | null;
  /** The public key as DER of SubjectPublicKeyInfo; null if the key is encrypted or cannot be read. */
  readonly spki: Uint8Array | null;
  readonly isKeyEncrypted: boolean;
}

/** Whether a certificate is another CA of the same name, as in a roll-over, and not part of a chain. */
export function isNamesake(one: Certificate, other: Certificate): boolean {
  return one.isCa && equalBytes(one.rawSubject, other.rawSubject) && !sameKey(one.rawSpki, other.rawSpki);
}

/** Tells which files a store has, by one look at each folder. */
export interface Listing {
  has(path: string): boolean;
}

/** Lists the folders of these paths. */
export async function listStore({ store }: Pick<Workshop, "store">, paths: Iterable<string>): Promise<Listing> {
  const folders = new Map<string, ReadonlySet<string>>();
  for (const path of paths) {
    const folder = folderOf(path);
    if (!folders.has(folder)) folders.set(folder, new Set(await store.list(folder)));
  }
  return { has: (path) => folders.get(folderOf(path))?.has(path.slice(path.lastIndexOf("/") + 1)) ?? false };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** The texts of a row's files; null for a file that is not there. */
export interface PresentTexts {
  readonly certificateText: Uint8Array | null;
  readonly keyText: Uint8Array | null;
}

export async function readTexts(
  row: WithFiles,
  { store }: Pick<Workshop, "store">,
  listing: Listing,
): Promise<PresentTexts> {
  const [certificateFile, keyFile] = [certificatePath(row), keyPath(row)];
  const certificateText = listing.has(certificateFile) ? await store.read(certificateFile) : null;
  return { certificateText, keyText: listing.has(keyFile) ? await store.read(keyFile) : null };
}

const ownPlace = { path: "", member: "" };

function textOf(bytes: Uint8Array): string {
  return decodeText(bytes)?.text ?? "";
}

/** The public key of a private key's text, as DER; null if it is encrypted or cannot be read. */
export async function readKey(keyText: Uint8Array | null, { context }: Pick<Workshop, "context">) {
  const material = { parser: context.rules.parser, keys: context.rules };
  const found = keyText && (await readPem(ownPlace, textOf(keyText), material));
  const key = found?.keys.find(({ kind }) => kind === "private");
  return { spki: key?.spki ?? null, isKeyEncrypted: key?.isEncrypted ?? false };
}

/** Reads what the store has of a certificate and its key. */
export async function readPresent(
  row: WithFiles,
  workshop: Pick<Workshop, "store" | "context">,
  listing: Listing,
): Promise<Present> {
  return openTexts(await readTexts(row, workshop, listing), workshop);
}

/** What the texts of a row's files hold. */
export async function openTexts(texts: PresentTexts, workshop: Pick<Workshop, "context">): Promise<Present> {
  const { certificateText, keyText } = texts;
  const { rules } = workshop.context;
  const material = { parser: rules.parser, keys: rules };
  const found = certificateText && (await readPem(ownPlace, textOf(certificateText), material));
  const { spki, isKeyEncrypted } = await readKey(keyText, workshop);
  const certificates = (found?.certificates ?? []).map(({ certificate }) => certificate);
  const certificate = certificates.find((each) => sameKey(each.rawSpki, spki)) ?? certificates[0] ?? null;
  return {
    ...{ hasCertificate: certificateText !== null, hasKey: keyText !== null },
    ...{ certificate, others: certificates.filter((each) => each !== certificate) },
    ...{ keyText, spki, isKeyEncrypted },
  };
}
