import { GoError } from "../../go/errors.js";
import { isKeyOf } from "../../x509/encode/public-key.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { Context } from "../context.js";
import { extractRequest } from "../csr/extract.js";
import { CfsslError } from "../errors.js";
import { type CaRules, createCaFromKey } from "./initca.js";

/**
 * Renews a CA certificate: same subject, limits and length of validity, starting now.
 *
 * @returns the certificate in PEM
 * @throws GoError if the certificate is not a CA's; CfsslError 2300 if the key does not belong to it; CfsslError 2200
 * for a kind of key that the release does not know
 */
export async function renewCa(ca: Certificate, key: PrivateKey, context: Context<CaRules>): Promise<string> {
  if (!ca.isCa) throw new GoError("input certificate is not a CA cert");
  const { publicKey } = ca;
  const { ed25519Keys } = context.rules;
  if (!publicKey || publicKey.kind === "dsa" || (publicKey.kind === "ed25519" && !ed25519Keys)) {
    const text = ed25519Keys ? undefined : "Private key algorithm is not RSA or ECC";
    throw new CfsslError("privateKey.notRsaOrEcc", text);
  }
  if (!isKeyOf(publicKey, key)) throw new CfsslError("privateKey.keyMismatch");
  return (await createCaFromKey(extractRequest(ca), key, context)).certificate;
}
