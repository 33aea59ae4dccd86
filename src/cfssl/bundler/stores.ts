import { GoError } from "../../go/errors.js";
import { encodeHex } from "../../go/hex.js";
import { decodeAllPem } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { type CertificatePool, createPool } from "../../x509/verify/certificate-pool.js";
import { CfsslError, errorText } from "../errors.js";
import { type CertificateFileContext, parsePemCertificates } from "../input/certificate.js";
import type { Logger } from "../log.js";

/** The roots and intermediates that a bundler knows. It learns intermediates. */
export interface Stores {
  readonly roots: CertificatePool;
  intermediates(): CertificatePool;
  /** Whether a file has a certificate with this signature, or one was learned. */
  isKnown(certificate: Certificate): boolean;
  learn(certificate: Certificate): void;
}

/** The contents of a bundler's files. */
export interface StoreFiles {
  /** The bytes of -ca-bundle; null for the CAs that the system trusts. */
  readonly roots: Uint8Array | null;
  /** The bytes of -int-bundle; null for none. */
  readonly intermediates: Uint8Array | null;
  /** The PEM texts of the CAs that the system trusts; asked for only if they are needed. */
  systemCas(): Promise<readonly string[]>;
}

interface StoreContext extends CertificateFileContext {
  readonly log: Pick<Logger, "debug" | "error">;
}

/**
 * Reads the stores.
 *
 * @throws CfsslError 4003, 3003 for a file with anything but certificates
 */
export async function openStores(files: StoreFiles, context: StoreContext): Promise<Stores> {
  const { log, rules } = context;
  log.debug("parsing root certificates from PEM");
  const trusted = files.roots && readStore("root", files.roots, context);
  log.debug("parse intermediate certificates from PEM");
  const others = files.intermediates ? readStore("intermediates", files.intermediates, context) : [];
  log.debug("building certificate pools");
  const roots = trusted ? poolOf(trusted, rules.parser) : systemPool(await files.systemCas(), rules.parser);
  log.debug("bundler set up");
  return createStores(roots, [...(trusted ?? []), ...others], others, rules.parser);
}

function createStores(
  roots: CertificatePool,
  known: readonly Certificate[],
  others: readonly Certificate[],
  rules: ParserRules,
): Stores {
  const signatures = new Set(known.map(signatureOf));
  const learned = [...others];
  let pool = poolOf(learned, rules);
  return {
    roots,
    intermediates: () => pool,
    isKnown: (certificate) => signatures.has(signatureOf(certificate)),
    learn(certificate) {
      signatures.add(signatureOf(certificate));
      learned.push(certificate);
      pool = poolOf(learned, rules);
    },
  };
}

/** What tells certificates apart, as upstream does. */
export function signatureOf({ signature }: Certificate): string {
  return encodeHex(signature);
}

const names = { root: "root", intermediates: "intermediate" } as const;

function readStore(store: keyof typeof names, text: Uint8Array, context: StoreContext): readonly Certificate[] {
  try {
    return parsePemCertificates(text, context);
  } catch (cause) {
    if (!(cause instanceof CfsslError || cause instanceof GoError)) throw cause;
    context.log.error(`failed to parse ${names[store]} bundle: ${errorText(cause, context.rules.json)}`);
    throw new CfsslError(`${store}.parseFailed`, undefined, { cause });
  }
}

function poolOf(certificates: readonly Certificate[], rules: ParserRules): CertificatePool {
  const ders = certificates.map(({ raw }) => raw);
  return createPool(ders, rules);
}

/** As Go reads the system's files: only blocks that say CERTIFICATE and have no headers. */
function systemPool(texts: readonly string[], rules: ParserRules): CertificatePool {
  const ders: Uint8Array[] = [];
  for (const text of texts) {
    for (const { block } of decodeAllPem(encodeUtf8(text))) {
      if (block.label === "CERTIFICATE" && block.headers.size === 0) ders.push(block.bytes);
    }
  }
  return createPool(ders, rules);
}
