import type { PrivateKey } from "../x509/key.js";
import type { Certificate } from "../x509/parse/index.js";
import { parsePemCertificate } from "./certificate-file.js";
import type { Sources } from "./config/auth-key.js";
import type { Context } from "./context.js";
import { readNamed } from "./files.js";
import { parsePemKey } from "./key-file.js";

/** The CA's key that -ca-key names. Upstream does not ask CFSSL_CA_PK_PASSWORD where a CA is made anew. */
export async function readCaKey(name: string, sources: Sources, { rules }: Context): Promise<PrivateKey> {
  return parsePemKey(readNamed(name, sources, rules), null, rules);
}

/** The certificate that -ca or -cert names. */
export function readCertificate(name: string, sources: Sources, context: Context): Certificate {
  return parsePemCertificate(readNamed(name, sources, context.rules), context);
}
