import { GoError } from "../../go/errors.js";
import type { JsonRules } from "../../go/json/encode.js";
import { decodeAllPem, decodePem } from "../../go/pem.js";
import { trimSpaceBytes } from "../../go/strings.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { parseCertificate, parsePkcs7 } from "../../x509/parse/index.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { CfsslError, errorText, withCode } from "../errors.js";
import type { Logger } from "../log.js";

/** What reading a certificate needs: a release's rules, and a log for the reason if it fails. */
export interface CertificateFileContext {
  readonly log: Pick<Logger, "debug">;
  readonly rules: { readonly parser: ParserRules; readonly json: JsonRules };
}

/**
 * The one certificate in a PEM text: in its first block, whatever the label, either alone or in a PKCS #7 message.
 *
 * @throws CfsslError 1002 without a PEM block, 1003 if there is no certificate (a debug line tells why) or more than
 * one object
 */
export function parsePemCertificate(text: Uint8Array, { log, rules }: CertificateFileContext): Certificate {
  const found = decodePem(trimSpaceBytes(text));
  if (found === null) throw new CfsslError("certificate.decodeFailed");
  const certificates = parseOrLog(found.block.bytes, { log, rules });
  if (found.rest.length > 0) {
    throw new CfsslError("certificate.parseFailed", "the PEM file should contain only one object");
  }
  const [certificate, ...others] = certificates;
  if (certificate === undefined || others.length > 0) {
    const text = "the PKCS7 object in the PEM file should contain only one certificate";
    throw new CfsslError("certificate.parseFailed", text);
  }
  return certificate;
}

/**
 * All certificates of a PEM text, in order, with those in PKCS #7 messages.
 *
 * @throws CfsslError 1003 for a block without a certificate, 1002 if something follows the last block
 */
export function parsePemCertificates(text: Uint8Array, { rules }: CertificateFileContext): readonly Certificate[] {
  const certificates: Certificate[] = [];
  const trimmed = trimSpaceBytes(text);
  let end = 0;
  for (const { block, next } of decodeAllPem(trimmed)) {
    for (const certificate of parseOrLog(block.bytes, { log: { debug() {} }, rules })) certificates.push(certificate);
    end = next;
  }
  if (end < trimmed.length) throw new CfsslError("certificate.decodeFailed");
  return certificates;
}

/** The certificates of a PEM text, as parsePemCertificates, without the blocks that cannot be read. */
export function parseReadableCertificates(text: Uint8Array, context: CertificateFileContext): readonly Certificate[] {
  const certificates: Certificate[] = [];
  for (const { block } of decodeAllPem(text)) {
    try {
      for (const certificate of parseBlock(block.bytes, context.rules.parser)) certificates.push(certificate);
    } catch (error) {
      if (!(error instanceof GoError || error instanceof CfsslError)) throw error;
    }
  }
  return certificates;
}

function parseOrLog(der: Uint8Array, { log, rules }: CertificateFileContext): readonly Certificate[] {
  try {
    return parseBlock(der, rules.parser);
  } catch (error) {
    if (!(error instanceof GoError || error instanceof CfsslError)) throw error;
    log.debug(`Certificate parsing error: ${errorText(error, rules.json)}`);
    throw new CfsslError("certificate.parseFailed", undefined, { cause: error });
  }
}

/**
 * A certificate or else the certificates of a PKCS #7 message. If the bytes are neither, the error is that of PKCS #7.
 */
function parseBlock(der: Uint8Array, rules: ParserRules): readonly Certificate[] {
  try {
    return [parseCertificate(der, rules)];
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
  }
  const { kind, certificates } = withCode("certificate.parseFailed", () => parsePkcs7(der, rules));
  if (kind !== "SignedData") {
    throw new GoError("only PKCS #7 Signed Data Content Info supported for certificate parsing");
  }
  if (certificates.length === 0) throw new GoError("PKCS #7 structure contains no certificates");
  return certificates;
}
