import type { Context } from "../cfssl/context.js";
import { generateRequestedKey, keyRequestFor } from "../cfssl/csr/key-request.js";
import { CfsslError, withCodeAsync } from "../cfssl/errors.js";
import { GoError } from "../go/errors.js";
import { encodePem } from "../go/pem.js";
import { formatUrl } from "../go/url.js";
import type { IssuingRules } from "../release/release.js";
import { nameToRdns } from "../x509/encode/name.js";
import { createRequest } from "../x509/encode/request.js";
import type { Certificate } from "../x509/model/certificate.js";
import type { PrivateKey, PublicKey } from "../x509/model/key.js";
import type { Name } from "../x509/model/name.js";
import { attributeType } from "../x509/model/oid.js";
import { checkSignedBy } from "../x509/verify/certificate-signature.js";
import { alternativeNames } from "./alternative-names.js";
import type { NewKey } from "./key-format.js";

/** The request for a renewal. */
export interface Renewal {
  /** PEM. */
  readonly csr: string;
  /** The new key; null if the caller has one. */
  readonly made: NewKey | null;
}

/**
 * Makes a request for the subject and alternative names of a certificate, after checking that the CA issued it.
 *
 * @param key the caller's; null makes a new one, of the old one's kind and size
 * @throws CfsslError 5300 for a certificate that cannot be renewed, 2400 for a key that cannot be made
 */
export async function renewalRequest(
  certificate: Certificate,
  ca: Certificate,
  key: PrivateKey | null,
  context: Context<IssuingRules>,
): Promise<Renewal> {
  await checkRenewable(certificate, ca, context.rules);
  const made = key ? null : await generateSameKey(certificate.publicKey, context);
  const { dnsNames, emailAddresses, ipAddresses } = certificate;
  const uris = certificate.uris.map(formatUrl);
  const names = { dnsNames, emailAddresses, ipAddresses, uris, extraExtensions: [] };
  const signingKey = made?.key ?? key;
  if (!signingKey) throw new CfsslError("privateKey.unavailable");
  const der = await withCodeAsync("csr.badRequest", () =>
    createRequest({ subject: sameName(certificate.subject), ...names }, signingKey),
  );
  return { csr: encodePem("CERTIFICATE REQUEST", der), made };
}

async function checkRenewable(certificate: Certificate, ca: Certificate, rules: IssuingRules): Promise<void> {
  const refuse = (text: string, cause?: unknown) => new CfsslError("policy.invalidRequest", text, { cause });
  if (certificate.isCa) throw refuse("this certificate is a CA's: renew it with renewca, or issue a new one");
  if (alternativeNames(certificate.extensions).some(({ type }) => type === "other")) {
    throw refuse("this certificate has an alternative name of a type that cannot be requested");
  }
  if (!isKept(certificate)) throw refuse("this certificate has several common names or serial numbers in its subject");
  try {
    await checkSignedBy(certificate, ca, rules.tls);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw refuse("this certificate was not issued by this CA", cause);
  }
}

async function generateSameKey(publicKey: PublicKey | null, context: Context<IssuingRules>): Promise<NewKey> {
  const { key, pem } = await generateRequestedKey(keyRequestFor(publicKey), context.rules, context.log);
  return { key, keyPem: pem };
}

/** The name with all attributes of a parsed one, to be encoded again. */
function sameName(name: Name): Name {
  const known = new Set<string>(Object.values(attributeType));
  return { ...name, extraNames: name.names.filter(({ type }) => !known.has(type)) };
}

/** Whether sameName keeps every attribute: a Name has room for one common name and one serial number. */
function isKept(certificate: Certificate): boolean {
  const attributes = nameToRdns(sameName(certificate.subject)).flat();
  return attributes.length === certificate.subject.names.length;
}
