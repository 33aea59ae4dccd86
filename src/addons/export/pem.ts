import { encodePem } from "../../go/pem.js";
import { convertKey, type EncodedKey, type KeyForm } from "../../x509/keys/key-form.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { isSelfIssued, withoutDuplicates } from "../../x509/verify/issuers.js";
import type { ExportMaterial } from "./material.js";

/** The label of each form of a private key. */
export const keyLabels: Readonly<Record<KeyForm, string>> = {
  pkcs1: "RSA PRIVATE KEY",
  sec1: "EC PRIVATE KEY",
  pkcs8: "PRIVATE KEY",
};

/** Certificates as PEM, one after the other. */
export function certificatesPem(certificates: readonly Certificate[]): string {
  return certificates.map(({ raw }) => encodePem("CERTIFICATE", raw)).join("");
}

/**
 * The certificate and its issuers, in the order in which a server sends them (RFC 8446 §4.4.2). Whoever trusts a root has
 * it, so that it is left out unless it is asked for.
 */
export function chainOf(
  { issuers }: ExportMaterial,
  certificate: Certificate,
  withRoot: boolean,
): readonly Certificate[] {
  return [certificate, ...issuers.filter((issuer) => withRoot || !isSelfIssued(issuer))];
}

/** The CAs that clients are to trust: the roots that were given, or all CAs if there is no root among them. */
export function trustedOf({ authorities, issuers }: ExportMaterial): readonly Certificate[] {
  const given = authorities.length > 0 ? authorities : issuers;
  const roots = given.filter(isSelfIssued);
  return withoutDuplicates(roots.length > 0 ? roots : given);
}

/** A private key in the form that cfssl and OpenSSL's old commands write; PKCS #8 for Ed25519, which has no other. */
export function traditionalPem(key: EncodedKey): string {
  const forms = { rsa: "pkcs1", ecdsa: "sec1", ed25519: "pkcs8" } as const;
  return keyPem(key, forms[key.key.kind]);
}

/** A private key as PEM. Throws GoError if that form has no keys of this kind. */
export function keyPem(key: EncodedKey, form: KeyForm): string {
  return encodePem(keyLabels[form], convertKey(key, form));
}
