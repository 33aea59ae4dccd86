import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import { decodeAllPem, decodePemText, type PemBlock } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { isEncryptedPemBlock } from "../../x509/keys/pem-encryption.js";
import { type KeyRules, readPublicPart } from "../../x509/keys/private-key.js";
import type { Certificate, CertificateRequest } from "../../x509/model/certificate.js";
import { certificatesInPkcs7, parseCertificate, parseCertificateRequest } from "../../x509/parse/index.js";
import { parsePkcs12 } from "../../x509/parse/pkcs12.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { decodeText } from "./text.js";
import type { SourceFile } from "./tree.js";

/** Certificates, keys and requests, each with the place where it lies. */

/** Where something lies: a file, and for what is embedded in it, the member. */
export interface Place {
  readonly path: string;
  /** `client-certificate-data:USER` of a kubeconfig, `pkcs7` or `pkcs12` in such a file; "" for the file itself. */
  readonly member: string;
}

export interface CertificateEntry extends Place {
  readonly certificate: Certificate;
  /** 0 for the first certificate of the file, which is the one that a server shows. */
  readonly position: number;
}

export interface KeyEntry extends Place {
  readonly kind: "private" | "public";
  /** DER of SubjectPublicKeyInfo; null if the key is encrypted or cannot be read. */
  readonly spki: Uint8Array | null;
  readonly isEncrypted: boolean;
  /** The label of the PEM block; "" for DER. */
  readonly label: string;
}

export interface RequestEntry extends Place {
  readonly request: CertificateRequest;
}

/** What is wrong with how a file is written. */
export type FormFault = "empty" | "byte-order-mark" | "utf-16" | "truncated";

/** A file that holds PEM or DER, or should. */
export interface MaterialFile {
  readonly path: string;
  readonly mode: number | null;
  /** Labels of the PEM blocks, in their order. */
  readonly labels: readonly string[];
  readonly fault: FormFault | null;
}

export interface Material {
  readonly files: readonly MaterialFile[];
  readonly certificates: readonly CertificateEntry[];
  readonly keys: readonly KeyEntry[];
  readonly requests: readonly RequestEntry[];
  /** Why some of it could not be read. */
  readonly locked?: string;
}

export interface MaterialRules {
  readonly parser: ParserRules;
  readonly keys: KeyRules;
}

const nothing = { files: [], certificates: [], keys: [], requests: [] } as const;

/** Names that say that a file is meant to be a certificate, a key or a request, even if it is empty. */
const suffix = /\.(?:pem|crt|cer|cert|key|pub|csr|der|p7b|p7c|p8|p10)$/i;

/** What a file of PEM or DER holds; null for a file of another kind. */
export async function readMaterial(file: SourceFile, rules: MaterialRules): Promise<Material | null> {
  const { path, bytes, mode } = file;
  if (bytes === null) return null;
  if (isBlank(bytes)) {
    return suffix.test(path) ? { ...nothing, files: [{ path, mode, labels: [], fault: "empty" }] } : null;
  }
  const form = decodeText(bytes);
  if (form === null || bytes[0] === 0x30) return readDer({ path, member: "" }, bytes, mode, rules, form === null);
  const { text, encoding, hasByteOrderMark } = form;
  if (!text.includes("-----BEGIN ") || !isPemFile(path, text)) return null;
  const found = await readPem({ path, member: "" }, text, rules);
  const isTruncated = countOf(text, "-----BEGIN ") > countOf(text, "-----END ");
  const isMarked = hasByteOrderMark && text.startsWith("-----BEGIN ");
  const fault =
    encoding === "utf-16"
      ? "utf-16"
      : isMarked
        ? "byte-order-mark"
        : isTruncated || found.isBroken
          ? "truncated"
          : null;
  return { ...found, files: [{ path, mode, labels: found.labels, fault }] };
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

/**
 * Whether a file is PEM, and not one that has PEM somewhere in it, such as a script, a page or a manifest. Programs
 * allow any text around the blocks.
 */
function isPemFile(path: string, text: string): boolean {
  if (suffix.test(path) || text.trimStart().startsWith("-----BEGIN ")) return true;
  return !/\.[a-z]\w{0,11}$/i.test(path) || /\.(?:cert|chain|bundle|p7b|key|txt)$/i.test(path);
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

async function readDer(
  place: Place,
  der: Uint8Array,
  mode: number | null,
  rules: MaterialRules,
  isBinary: boolean,
): Promise<Material | null> {
  const certificate = attempt(() => parseCertificate(der, rules.parser));
  const files = [{ path: place.path, mode, labels: [], fault: null }];
  if (certificate) return { ...nothing, files, certificates: [{ ...place, certificate, position: 0 }] };
  const bundled = readBundle(place, der, rules);
  if (bundled) return { ...nothing, files, certificates: bundled };
  const store = await readStore(place, der, rules);
  if (store) return { ...store, files };
  if (!isBinary && !suffix.test(place.path)) return null;
  const request = attempt(() => parseCertificateRequest(der, rules.parser));
  if (request) return { ...nothing, files, requests: [{ ...place, request }] };
  const spki = await privateSpki(der, rules);
  const key = { ...place, kind: "private", spki, isEncrypted: false, label: "" } as const;
  return spki && { ...nothing, files, keys: [key] };
}

/** The certificates of a PKCS #7 message, which have no order; null for other bytes. */
function readBundle(
  { path, member }: Place,
  der: Uint8Array,
  { parser }: MaterialRules,
): readonly CertificateEntry[] | null {
  const found = certificatesInPkcs7(der, parser)?.map((bytes) => attempt(() => parseCertificate(bytes, parser)));
  const place = { path, member: member === "" ? "pkcs7" : `${member}/pkcs7` };
  return found?.flatMap((certificate, position) => (certificate ? [{ ...place, certificate, position }] : [])) ?? null;
}

/** What a PKCS #12 file holds that needs no password; null for other bytes. */
async function readStore(
  { path }: Place,
  der: Uint8Array,
  rules: MaterialRules,
): Promise<Omit<Material, "files"> | null> {
  const store = await parsePkcs12(der, rules.parser);
  if (store === null) return null;
  const place = { path, member: "pkcs12" };
  const certificates = store.certificates.flatMap((bytes, position) => {
    const certificate = attempt(() => parseCertificate(bytes, rules.parser));
    return certificate ? [{ ...place, certificate, position }] : [];
  });
  const keys: KeyEntry[] = [];
  for (const bytes of store.keys) {
    keys.push({ ...place, kind: "private", spki: await privateSpki(bytes, rules), isEncrypted: false, label: "" });
  }
  return { ...nothing, certificates, keys, ...(store.locked === null ? {} : { locked: store.locked }) };
}

interface PemMaterial extends Omit<Material, "files"> {
  readonly labels: readonly string[];
  /** Whether a block does not hold what its label says. */
  readonly isBroken: boolean;
}

/** Everything in a PEM text. */
export async function readPem(place: Place, text: string, rules: MaterialRules): Promise<PemMaterial> {
  const labels: string[] = [];
  const certificates: CertificateEntry[] = [];
  const keys: KeyEntry[] = [];
  const requests: RequestEntry[] = [];
  let isBroken = false;
  const isAscii = /^[\x00-\x7f]*$/.test(text);
  for (const { block } of isAscii ? decodePemText(text) : decodeAllPem(encodeUtf8(text))) {
    labels.push(block.label);
    if (block.label === "CERTIFICATE" || block.label === "TRUSTED CERTIFICATE") {
      const certificate = attempt(() => parseCertificate(block.bytes, rules.parser));
      if (certificate) certificates.push({ ...place, certificate, position: certificates.length });
      // OpenSSL appends what it trusts a certificate for.
      else isBroken ||= block.label === "CERTIFICATE";
    } else if (block.label.endsWith("CERTIFICATE REQUEST")) {
      const request = attempt(() => parseCertificateRequest(block.bytes, rules.parser));
      if (request) requests.push({ ...place, request });
      else isBroken = true;
    } else if (block.label === "PKCS7" || block.label === "CMS") {
      const bundled = readBundle(place, block.bytes, rules);
      for (const each of bundled ?? []) certificates.push(each);
      isBroken ||= bundled === null;
    } else if (block.label.endsWith("PRIVATE KEY")) {
      keys.push({ ...place, kind: "private", ...(await readKey(block, rules)) });
    } else if (block.label.endsWith("PUBLIC KEY")) {
      const spki = block.label === "PUBLIC KEY" ? block.bytes : null;
      keys.push({ ...place, kind: "public", spki, isEncrypted: false, label: block.label });
    }
  }
  return { labels, certificates, keys, requests, isBroken };
}

async function readKey(block: PemBlock, rules: MaterialRules) {
  const isEncrypted = block.label === "ENCRYPTED PRIVATE KEY" || isEncryptedPemBlock(block);
  const spki = isEncrypted ? null : await privateSpki(block.bytes, rules);
  return { spki, isEncrypted, label: block.label };
}

async function privateSpki(der: Uint8Array, rules: MaterialRules): Promise<Uint8Array | null> {
  try {
    return await readPublicPart(der, rules.keys);
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

/** Whether two public keys are the same; null is like no other. */
export function sameKey(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a !== null && b !== null && equalBytes(a, b);
}
