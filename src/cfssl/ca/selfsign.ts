import { encodePem } from "../../go/pem.js";
import { createCertificate } from "../../x509/encode/certificate.js";
import { encodeName, nameToRdns } from "../../x509/encode/name.js";
import { signatureAlgorithmFor } from "../../x509/encode/signing-algorithm.js";
import { computeKeyIdentifier } from "../../x509/keys/key-identifier.js";
import { parseCertificateRequest } from "../../x509/parse/index.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { defaultProfile } from "../config/policy.js";
import type { SigningProfile } from "../config/profile.js";
import { parseUsages, type UsageRules } from "../config/usages.js";
import type { Context } from "../context.js";
import type { MadeRequest, RequestWithKey } from "../csr/generate.js";
import { CfsslError, withCode } from "../errors.js";
import { randomInt64Serial } from "../random-serial.js";

export interface SelfsignRules extends UsageRules {
  readonly parser: ParserRules;
  /** Whether the certificate gets the request's extensions, subjectAltName among them. */
  readonly selfsignTakesExtensions: boolean;
}

const backdateSeconds = 300;

/** The validity if the profile has none: a quarter of a year, in nanoseconds. */
const defaultExpiry = 2190n * 3_600_000_000_000n;

/** The profile if none is given: for servers and clients, valid for a quarter of a year. */
export function selfsignProfile(): SigningProfile {
  return { ...defaultProfile(), expiry: defaultExpiry, expiryText: "2190h" };
}

/**
 * Signs a request with its own key. Only usages, expiry, is_ca and issuer_urls of the profile count.
 *
 * @returns the certificate in PEM
 * @throws CfsslError 5100 if the profile has no usages
 */
export async function selfsign(
  made: MadeRequest & Pick<RequestWithKey, "key">,
  profile: SigningProfile,
  context: Context<SelfsignRules>,
): Promise<string> {
  const { rules } = context;
  const request = withCode("csr.parseFailed", () => parseCertificateRequest(made.der, rules.parser));
  const { keyUsage, extKeyUsage } = parseUsages(profile.usages ?? [], rules);
  if (keyUsage === 0 && extKeyUsage.length === 0) throw new CfsslError("policy.noKeyUsages");
  const subject = encodeName(nameToRdns(request.subject));
  const now = BigInt(context.now()) * 1_000_000n;
  const subjectKeyId = await computeKeyIdentifier(made.key.spki);
  const certificate = await createCertificate(
    {
      subject,
      serialNumber: randomInt64Serial(context),
      notBefore: Math.floor(context.now() / 1000) - backdateSeconds,
      notAfter: Number((now + (profile.expiry || defaultExpiry)) / 1_000_000_000n),
      keyUsage,
      extKeyUsage,
      basicConstraintsValid: true,
      isCa: profile.caConstraint.isCa,
      maxPathLen: 0n,
      maxPathLenZero: false,
      subjectKeyId,
      ocspServer: [],
      issuingCertificateUrl: profile.issuerUrls ?? [],
      crlDistributionPoints: [],
      dnsNames: [],
      emailAddresses: [],
      ipAddresses: [],
      uris: [],
      extraExtensions: rules.selfsignTakesExtensions ? request.extensions : [],
    },
    { rawSubject: subject, publicKey: null, subjectKeyId },
    made.key.spki,
    made.key,
    signatureAlgorithmFor(made.key),
  );
  return encodePem("CERTIFICATE", certificate);
}
