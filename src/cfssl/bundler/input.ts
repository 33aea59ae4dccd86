import { encodeBmpPassword } from "../../crypto/password-keys.js";
import { GoError } from "../../go/errors.js";
import { trimSpaceBytes } from "../../go/strings.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { EncodedKey } from "../../x509/keys/key-form.js";
import { parsePrivateKeyDer } from "../../x509/keys/private-key.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { pkcs12Encryption } from "../../x509/model/pkcs12.js";
import { parseCertificate, parseCertificates, parsePkcs7 } from "../../x509/parse/index.js";
import { emptyPasswords, parsePkcs12 } from "../../x509/parse/pkcs12.js";
import type { Context } from "../context.js";
import { CfsslError, errorText } from "../errors.js";
import { type CertificateFileContext, parsePemCertificates } from "../input/certificate.js";
import { type PemKeyRules, readPemKey } from "../input/key.js";

type InputRules = CertificateFileContext["rules"] & PemKeyRules;

/** Certificates to bundle, and the key of the first one. */
export interface BundleInput {
  readonly certificates: readonly [Certificate, ...Certificate[]];
  readonly key: EncodedKey | null;
}

/**
 * Reads what is to be bundled. The certificates are PEM (also PKCS #7), or else DER: one or several, PKCS #7, or PKCS #12
 * with one certificate and its key.
 *
 * @param keyText PEM; null for none
 * @param password opens PKCS #12
 * @throws CfsslError 2002…2100 for the key, 1002 or 1003 for the certificates
 */
export async function readBundleInput(
  text: Uint8Array,
  keyText: Uint8Array | null,
  password: string,
  context: Pick<Context<InputRules>, "log" | "rules">,
): Promise<BundleInput> {
  const { log } = context;
  log.debug("bundling from PEM files");
  const given = keyText && (await readKey(keyText, context));
  const { certificates, key } = await readCertificates(text, password, context);
  const [first, ...others] = certificates;
  if (!first) {
    log.debug("no certificates found");
    throw new CfsslError("certificate.decodeFailed");
  }
  log.debug("bundle ready");
  return { certificates: [first, ...others], key: given ?? key };
}

async function readKey(
  text: Uint8Array,
  { log, rules }: Pick<Context<InputRules>, "log" | "rules">,
): Promise<EncodedKey> {
  try {
    return await readPemKey(text, null, rules);
  } catch (cause) {
    log.debug(`failed to parse private key: ${errorText(cause, rules.json)}`);
    throw cause;
  }
}

interface Found {
  readonly certificates: readonly Certificate[];
  readonly key: EncodedKey | null;
}

/** If the bytes are neither PEM nor DER, the error is that of PEM. */
async function readCertificates(
  text: Uint8Array,
  password: string,
  { log, rules }: Pick<Context<InputRules>, "log" | "rules">,
): Promise<Found> {
  try {
    return { certificates: parsePemCertificates(text, { log, rules }), key: null };
  } catch (cause) {
    if (!(cause instanceof CfsslError)) throw cause;
    const found = await readDer(trimSpaceBytes(text), password, rules);
    if (found) return found;
    log.debug(`failed to parse certificates: ${errorText(cause, rules.json)}`);
    throw cause;
  }
}

/** Null for bytes of any other kind. */
async function readDer(der: Uint8Array, password: string, rules: InputRules): Promise<Found | null> {
  const message = nullIfRefused(() => parsePkcs7(der, rules.parser));
  if (message) {
    const { kind, certificates } = message;
    return kind === "SignedData" && certificates.length > 0 ? { certificates, key: null } : null;
  }
  const store = await readPkcs12(der, password, rules);
  if (store) return store;
  const certificates = nullIfRefused(() => parseCertificates(der, rules.parser));
  return certificates && { certificates, key: null };
}

/** What upstream does not read: newer encryptions, a chain, a certificate alone. */
async function readPkcs12(der: Uint8Array, password: string, rules: InputRules): Promise<Found | null> {
  const passwords = password === "" ? emptyPasswords : [encodeBmpPassword(password)];
  const store = await parsePkcs12(der, rules.parser, { passwords, text: encodeUtf8(password), mostRounds: 10_000_000 });
  const read: readonly string[] = Object.values(pkcs12Encryption);
  if (store?.macHash !== "SHA-1" || !store.encryptions.every((each) => read.includes(each))) return null;
  const [certificateDer, ...otherCertificates] = store.certificates;
  const [keyDer, ...otherKeys] = store.keys;
  if (!certificateDer || !keyDer || otherCertificates.length + otherKeys.length > 0) return null;
  const certificate = nullIfRefused(() => parseCertificate(certificateDer, rules.parser));
  const key = await parsePrivateKeyDer(keyDer, rules).catch(nullForGoError);
  return certificate && key && { certificates: [certificate], key: { key, der: keyDer } };
}

function nullIfRefused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (cause) {
    return nullForGoError(cause);
  }
}

function nullForGoError(cause: unknown): null {
  if (cause instanceof GoError) return null;
  throw cause;
}
