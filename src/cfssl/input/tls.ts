import { GoError } from "../../go/errors.js";
import type { ClientCertificate } from "../../go/http/message.js";
import { decodeAllPem, encodePem, type PemBlock } from "../../go/pem.js";
import { isKeyOf } from "../../x509/encode/public-key.js";
import { parsePkcs8 } from "../../x509/keys/pkcs8.js";
import { type KeyRules, parsePrivateKeyDer } from "../../x509/keys/private-key.js";
import { parseCertificate } from "../../x509/parse/index.js";
import type { ParserRules } from "../../x509/parse/rules.js";

export interface TlsFileRules extends KeyRules {
  readonly parser: ParserRules;
}

/**
 * The CAs in a PEM text. Blocks that are not certificates are skipped. Null for an empty text.
 *
 * @returns PEM texts
 * @throws GoError if there is no certificate
 */
export function readTrustedCas(text: Uint8Array, rules: ParserRules): readonly string[] | null {
  if (text.length === 0) return null;
  const { found } = blocksOf(text, ({ label, headers }) => label === "CERTIFICATE" && headers.size === 0);
  const cas = found.filter(({ bytes }) => isCertificate(bytes, rules));
  if (cas.length === 0) throw new GoError("failed to load cert pool");
  return cas.map(({ bytes }) => encodePem("CERTIFICATE", bytes));
}

function isCertificate(der: Uint8Array, rules: ParserRules): boolean {
  try {
    parseCertificate(der, rules);
    return true;
  } catch (cause) {
    if (cause instanceof GoError) return false;
    throw cause;
  }
}

/**
 * A client's certificate with the certificates that lead up to it, and its key, from two PEM texts.
 *
 * @throws GoError in the words of Go's tls.X509KeyPair
 */
export async function readClientCertificate(
  certificateText: Uint8Array,
  keyText: Uint8Array,
  rules: TlsFileRules,
): Promise<ClientCertificate> {
  const chain = certificatesOf(certificateText);
  const keyBlock = keyOf(keyText);
  const [leaf] = chain;
  const certificate = parseCertificate(leaf.bytes, rules.parser);
  const key = await parsePrivateKeyDer(keyBlock.bytes, { ...rules, ed25519Keys: true }).catch((cause: unknown) => {
    throw cause instanceof GoError ? new GoError("tls: failed to parse private key", { cause }) : cause;
  });
  if (certificate.publicKey === null || certificate.publicKey.kind === "dsa") {
    throw new GoError("tls: unknown public key algorithm");
  }
  if (certificate.publicKey.kind !== key.kind) {
    throw new GoError("tls: private key type does not match public key type");
  }
  if (!isKeyOf(certificate.publicKey, key)) throw new GoError("tls: private key does not match public key");
  return {
    chain: chain.map(({ bytes }) => encodePem("CERTIFICATE", bytes)).join(""),
    key: encodePem(keyLabel(keyBlock.bytes, key.kind), keyBlock.bytes),
  };
}

/** The label for the format of the key. In the file, any word may come before PRIVATE KEY. */
function keyLabel(der: Uint8Array, kind: string): string {
  try {
    parsePkcs8(der);
    return "PRIVATE KEY";
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    return kind === "rsa" ? "RSA PRIVATE KEY" : "EC PRIVATE KEY";
  }
}

function certificatesOf(text: Uint8Array): readonly [PemBlock, ...PemBlock[]] {
  const { found, skipped } = blocksOf(text, ({ label }) => label === "CERTIFICATE");
  const [first, ...others] = found;
  if (first) return [first, ...others];
  if (skipped.length === 0) throw new GoError("tls: failed to find any PEM data in certificate input");
  if (skipped.length === 1 && skipped[0]?.endsWith("PRIVATE KEY")) {
    const text = "did find a private key; PEM inputs may have been switched";
    throw new GoError(`tls: failed to find certificate PEM data in certificate input, but ${text}`);
  }
  const what = 'failed to find "CERTIFICATE" PEM block in certificate input';
  throw new GoError(`tls: ${what} after skipping PEM blocks of the following types: [${skipped.join(" ")}]`);
}

function keyOf(text: Uint8Array): PemBlock {
  const { found, skipped } = blocksOf(text, ({ label }) => /(?:^| )PRIVATE KEY$/.test(label));
  const [first] = found;
  if (first) return first;
  if (skipped.length === 0) throw new GoError("tls: failed to find any PEM data in key input");
  if (skipped.length === 1 && skipped[0] === "CERTIFICATE") {
    throw new GoError("tls: found a certificate rather than a key in the PEM for the private key");
  }
  const what = 'failed to find PEM block with type ending in "PRIVATE KEY" in key input';
  throw new GoError(`tls: ${what} after skipping PEM blocks of the following types: [${skipped.join(" ")}]`);
}

/** The wanted blocks, and the labels of the blocks before the first of them. */
function blocksOf(text: Uint8Array, isWanted: (block: PemBlock) => boolean) {
  const found: PemBlock[] = [];
  const skipped: string[] = [];
  for (const { block } of decodeAllPem(text)) {
    if (isWanted(block)) found.push(block);
    else if (found.length === 0) skipped.push(block.label);
  }
  return { found, skipped };
}
