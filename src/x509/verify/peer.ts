import { bitLength } from "../../crypto/modular.js";
import { GoError } from "../../go/errors.js";
import type { Peer } from "../../go/http/message.js";
import { decodeAllPem } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../model/certificate.js";
import { parseCertificate } from "../parse/index.js";
import type { ParserRules } from "../parse/rules.js";
import { type CertificateRules, verifyCertificate } from "./certificate.js";
import { createPool } from "./certificate-pool.js";

/** How Go releases differ in verifying a TLS server. */
export interface ServerRules extends CertificateRules {
  /** Whether errors say that verification failed. */
  readonly namesVerification: boolean;
  /** Whether Go refuses RSA keys of more than 8192 bits, which make verification slow. */
  readonly limitsRsaKeys: boolean;
}

export interface PeerRules extends ServerRules {
  readonly parser: ParserRules;
}

const serverAuth = "1.3.6.1.5.5.7.3.1";

/**
 * Checks that a TLS server is trusted and is the requested one, in the order of Go's crypto/tls: first that all
 * certificates can be parsed, then the validity, the name and the chain of the server's own.
 *
 * @param now milliseconds since 1970 (UTC)
 * @throws GoError in Go's words
 */
export async function verifyPeer(peer: Peer, now: number, rules: PeerRules): Promise<void> {
  const [certificate, ...others] = peer.certificates.map((der) => readSent(der, rules));
  if (!certificate) throw new GoError("tls: received empty certificates message");
  try {
    await verifyServer(certificate, others, peer, now, rules);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw rules.namesVerification
      ? new GoError(`tls: failed to verify certificate: ${cause.message}`, { cause })
      : cause;
  }
}

function readSent(der: Uint8Array, rules: PeerRules): Certificate {
  const certificate = parseSent(der, rules.parser);
  const { publicKey } = certificate;
  if (rules.limitsRsaKeys && publicKey?.kind === "rsa" && bitLength(publicKey.n) > 8192) {
    throw new GoError("tls: server sent certificate containing RSA key larger than 8192 bits");
  }
  return certificate;
}

function parseSent(der: Uint8Array, rules: ParserRules): Certificate {
  try {
    return parseCertificate(der, rules);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`tls: failed to parse certificate from server: ${cause.message}`, { cause });
  }
}

async function verifyServer(
  certificate: Certificate,
  others: readonly Certificate[],
  { trustedCas, host }: Peer,
  now: number,
  rules: PeerRules,
): Promise<void> {
  const trusted = createPool(trustedCas.flatMap(decodeCertificates), rules.parser);
  const sent = createPool(
    others.map(({ raw }) => raw),
    rules.parser,
  );
  await verifyCertificate(certificate, { trusted, others: sent, host, usages: [serverAuth], now }, rules);
}

/** Decodes the certificates of a PEM text to DER. */
export function decodeCertificates(text: string): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const { block } of decodeAllPem(encodeUtf8(text))) {
    const { label, headers, bytes } = block;
    if (label === "CERTIFICATE" && headers.size === 0) found.push(bytes);
  }
  return found;
}
