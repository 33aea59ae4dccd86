import type { JsonRules } from "../../go/json/encode.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { Context } from "../context.js";
import { errorText } from "../errors.js";
import type { Sources } from "../sources.js";
import { type CertificateFileContext, parsePemCertificate } from "./certificate.js";
import { type PemKeyRules, parsePemKey } from "./key.js";
import { type FileRules, readNamed } from "./named-value.js";

export interface CaKeyRules extends PemKeyRules {
  /** How a debug line shows a coded error. */
  readonly json: JsonRules;
  /** The start of the debug line for a CA key that cannot be read. */
  readonly malformedKeyWords: string;
}

/**
 * The CA's key in a PEM text. CFSSL_CA_PK_PASSWORD opens an encrypted one. If the key cannot be read, a debug line
 * tells why.
 *
 * @throws as parsePemKey
 */
export async function parseCaKey(
  text: Uint8Array,
  sources: Sources,
  { log, rules }: Pick<Context<CaKeyRules>, "log" | "rules">,
): Promise<PrivateKey> {
  const password = sources.env("CFSSL_CA_PK_PASSWORD") ?? "";
  try {
    return await parsePemKey(text, password === "" ? null : encodeUtf8(password), rules);
  } catch (cause) {
    log.debug(rules.malformedKeyWords + errorText(cause, rules.json));
    throw cause;
  }
}

/**
 * The CA's key that -ca-key names. As upstream, CFSSL_CA_PK_PASSWORD does not count when a CA certificate is made or
 * renewed.
 */
export async function readCaKey(
  name: string,
  sources: Sources,
  { rules }: { readonly rules: FileRules & PemKeyRules },
): Promise<PrivateKey> {
  return parsePemKey(readNamed(name, sources, rules), null, rules);
}

/** The certificate that -ca or -cert names. */
export function readCertificate(
  name: string,
  sources: Sources,
  context: CertificateFileContext & { readonly rules: FileRules },
): Certificate {
  return parsePemCertificate(readNamed(name, sources, context.rules), context);
}
