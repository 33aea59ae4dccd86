import { CfsslError } from "../cfssl/errors.js";
import { type CertificateFileContext, parsePemCertificates } from "../cfssl/input/certificate.js";
import { decodeAllPem, encodePem } from "../go/pem.js";
import { decodeUtf8, encodeUtf8 } from "../go/utf8.js";
import type { Certificate } from "../x509/model/certificate.js";
import { certificatesInPkcs7 } from "../x509/parse/index.js";
import { findIssuers, followIssuers, isSignedBy, withoutDuplicates } from "../x509/verify/issuers.js";
import { type Given, givenList, isArray } from "./argument.js";
import { certificateKinds, certificateLabel, certificatePem, withLabel } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { CertificateInput, CertificatesInput } from "./types.js";

/**
 * Splits a bundle into its certificates, each as PEM, in their order. A bundle is PEM, or a PKCS #7 message in PEM or
 * DER (a .p7b file). Skips keys, requests and text around the blocks, but no certificate that it cannot read.
 *
 * @example
 * ```ts
 * import { createLocalSigner, initca, splitBundle } from "cfssl-ts";
 *
 * const ca = await initca({ CN: "Example CA" });
 * const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
 * const { cert, key } = await signer.gencert({ CN: "web" });
 * const certificates = splitBundle(key + cert + ca.cert);
 * console.log(certificates.length, certificates[1] === ca.cert); // 2 true
 * ```
 *
 * @throws CfsslError 1002 without a certificate, or with one that is cut off; 1003 for a broken one; TypeError for an
 * argument of a wrong kind
 */
export function splitBundle(bundle: CertificateInput, options: Options = {}): readonly string[] {
  const { context } = resolveOptions(options);
  return readBundle({ name: "bundle", value: bundle }, context).map(toPem);
}

/**
 * Orders certificates from the leaf to the last issuer, each signed by the next one (RFC 8446 §4.4.2). Duplicates are
 * dropped. Checks signatures, but neither validity nor trust: for these there is verifyCertificate.
 *
 * @example
 * ```ts
 * import { createLocalSigner, initca, orderChain } from "cfssl-ts";
 *
 * const ca = await initca({ CN: "Example CA" });
 * const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
 * const { cert } = await signer.gencert({ CN: "web" });
 * const [leaf, issuer] = await orderChain([ca.cert, cert]);
 * console.log(leaf === cert, issuer === ca.cert); // true true
 * ```
 *
 * @returns PEM
 * @throws CfsslError 1000 if the certificates are no single chain; as splitBundle
 */
export async function orderChain(certificates: CertificatesInput, options: Options = {}): Promise<readonly string[]> {
  const { context, throwIfAborted } = resolveOptions(options);
  const found = withoutDuplicates(readCertificates({ name: "certificates", value: certificates }, context));
  throwIfAborted();
  const issuers = await findIssuers(found, (child, parent) => isSignedBy(child, parent, context.rules.tls));
  const leaves = found.filter((each) => ![...issuers.values()].includes(each));
  const chain = leaves[0] ? followIssuers(leaves[0], issuers) : [];
  const [stray] = found.filter((each) => !chain.includes(each));
  if (chain.length === 0) throw new CfsslError("certificate.unknown", "there is no certificate to begin a chain");
  if (stray) {
    const names = describePair(stray, chain[0]);
    const text = `these certificates are no single chain: ${names[0]} is not among the issuers of ${names[1]}`;
    throw new CfsslError("certificate.unknown", text);
  }
  return chain.map(toPem);
}

/** Certificates of the caller's: a bundle, or a list of them. Throws TypeError for a value of another kind. */
export function readCertificates(given: Given, context: CertificateFileContext): readonly Certificate[] {
  if (!isArray(given.value)) return readBundle(given, context, `${certificateKinds}, or an array of these`);
  return givenList(given, certificateKinds, (item) => readBundle(item, context)).flat();
}

/**
 * The certificates of one text, with those in PKCS #7 messages.
 *
 * @throws CfsslError 1002 or 1003, also for a PKCS #7 message without certificates; TypeError
 */
export function readBundle(
  given: Given,
  context: CertificateFileContext,
  accepted = certificateKinds,
): readonly Certificate[] {
  const bytes = certificatePem(given, accepted);
  const blocks = [...decodeAllPem(bytes)].map(({ block }) => block).filter(({ label }) => certificateLabel.test(label));
  // Decoding passes over blocks that are no PEM, like indented ones. The next certificate would be taken for the first.
  const begun = [...decodeUtf8(bytes).matchAll(/-----BEGIN ([A-Z0-9# ]+)-----/g)];
  const count = begun.filter(([, label = ""]) => certificateLabel.test(label)).length;
  if (blocks.length < count) {
    const text = `Failed to decode certificate: only ${blocks.length} of the ${count} in the bundle are well-formed`;
    throw new CfsslError("certificate.decodeFailed", text);
  }
  if (blocks.length === 0) throw withLabel(new CfsslError("certificate.decodeFailed"), given, bytes, certificateLabel);
  const { parser } = context.rules;
  const found = blocks.flatMap(({ bytes }) => certificatesInPkcs7(bytes, parser) ?? [bytes]);
  if (found.length === 0) throw new CfsslError("certificate.parseFailed", "no certificate in the PKCS #7 message");
  return parsePemCertificates(encodeUtf8(found.map((der) => encodePem("CERTIFICATE", der)).join("")), context);
}

/** A certificate as PEM. */
export function toPem({ raw }: Certificate): string {
  return encodePem("CERTIFICATE", raw);
}

/** The names of two certificates for an error; their serial numbers too if the names are the same. */
function describePair(...pair: readonly [Certificate, Certificate | undefined]): readonly string[] {
  const names = pair.map((each) => each && (each.subject.commonName || each.subject.organization[0]));
  const isDistinct = names[0] !== names[1];
  return pair.map((each, at) => {
    const name = names[at];
    const serial = `serial:${each?.serialNumber}`;
    if (!name) return JSON.stringify(serial);
    return isDistinct ? JSON.stringify(name) : `${JSON.stringify(name)} (${serial})`;
  });
}
