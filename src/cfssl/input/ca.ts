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
  /** What a debug line says before the error of a CA key that cannot be read. */
  readonly malformedKeyWords: string;
}

/**
 * The CA's key in a PEM text; CFSSL_CA_PK_PASSWORD opens it when it is encrypted. Why it cannot be read is logged.
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

/** The CA's key that -ca-key names. Upstream does not ask CFSSL_CA_PK_PASSWORD where a CA is made anew. */
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
