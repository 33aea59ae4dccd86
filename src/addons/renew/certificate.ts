import type { Context } from "../../cfssl/context.js";
import { randomSerial } from "../../cfssl/random-serial.js";
import { numberByContent } from "../../cfssl/signer/content-serial.js";
import { type CertificateTemplate, createCertificate } from "../../x509/encode/certificate.js";
import { signatureAlgorithmFor } from "../../x509/encode/signing-algorithm.js";
import { computeKeyIdentifier } from "../../x509/keys/key-identifier.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import { extensionId } from "../../x509/model/oid.js";

/** What a certificate is signed with. */
export interface Signing {
  /** The CA's certificate; null if the certificate is self-signed, and signs itself. */
  readonly ca: Certificate | null;
  readonly key: PrivateKey;
}

/** The list of timestamps of a log (RFC 6962 §3.3), which is about one certificate alone. */
const signedTimestamps = "1.3.6.1.4.1.11129.2.4.2";

/** The extensions that name keys are made anew (RFC 5280 §4.2.1.1, §4.2.1.2). */
const ofOne = new Set<string>([extensionId.authorityKeyIdentifier, extensionId.subjectKeyIdentifier, signedTimestamps]);

/** Upstream's certificates begin five minutes early, for clocks that are slow. */
const backdate = 300;

/**
 * Issues a certificate again: the same subject and extensions, to the byte, valid from now on.
 *
 * @param spki the public key, in DER
 * @param lifetime in seconds; null for the old one's
 * @returns DER
 */
export async function renewCertificate(
  old: Certificate,
  { ca, key }: Signing,
  spki: Uint8Array,
  lifetime: number | null,
  context: Pick<Context<unknown>, "now" | "random" | "isReproducible">,
): Promise<Uint8Array> {
  const { isReproducible = false } = context;
  const subjectKeyId = await computeKeyIdentifier(spki);
  const notBefore = Math.floor((context.now() + 30_000) / 60_000) * 60 - backdate;
  const template: CertificateTemplate = {
    ...nothingBuilt,
    ...{ subject: old.rawSubject, subjectKeyId, serialNumber: isReproducible ? 0n : randomSerial(context) },
    ...{ notBefore, notAfter: notBefore + (lifetime ?? old.notAfter.seconds - old.notBefore.seconds) },
    extraExtensions: old.extensions.filter(({ id }) => !ofOne.has(id)),
  };
  const { rawSubject, publicKey, subjectKeyId: caKeyId } = ca ?? old;
  const issuer = { rawSubject, publicKey, subjectKeyId: ca ? caKeyId : subjectKeyId };
  const algorithm = signatureAlgorithmFor(key);
  if (!isReproducible) return createCertificate(template, issuer, spki, key, algorithm);
  const numbered = await numberByContent(template, issuer, spki, algorithm);
  return createCertificate(numbered, issuer, spki, key.repeatable?.() ?? key, algorithm);
}

/** All extensions are copies. */
const nothingBuilt = {
  ...{ dnsNames: [], emailAddresses: [], ipAddresses: [], uris: [] },
  ...{ keyUsage: 0, extKeyUsage: [], ocspServer: [], issuingCertificateUrl: [], crlDistributionPoints: [] },
  ...{ basicConstraintsValid: false, isCa: false, maxPathLen: -1n, maxPathLenZero: false },
} as const;
