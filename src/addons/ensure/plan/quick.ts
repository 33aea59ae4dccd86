import type { KeyRequest } from "../../../cfssl/csr/shape.js";
import { bitLength } from "../../../crypto/modular.js";
import type { Asn1Time } from "../../../go/asn1/time.js";
import { equalBytes } from "../../../go/bytes.js";
import { DerReader, tags } from "../../../go/cryptobyte.js";
import { GoError } from "../../../go/errors.js";
import { decodePem } from "../../../go/pem.js";
import { encodeTbsCertificate } from "../../../x509/encode/certificate.js";
import { curveBits, ecAlgorithm, ed25519Algorithm, rsaAlgorithm } from "../../../x509/encode/public-key.js";
import { signatureAlgorithmFor } from "../../../x509/encode/signing-algorithm.js";
import { computeKeyIdentifier } from "../../../x509/keys/key-identifier.js";
import { type KeyRules, readPublicPart } from "../../../x509/keys/private-key.js";
import type { PrivateKey, PublicKey } from "../../../x509/model/key.js";
import type { ParserRules } from "../../../x509/parse/rules.js";
import type { Row } from "../manifest/row.js";
import type { Authority } from "./authority.js";
import type { Workshop } from "./context.js";
import type { Wanted } from "./wanted.js";

/** What a certificate that is as wanted still says. */
export interface Quick {
  readonly spki: Uint8Array;
  readonly notBefore: Asn1Time;
  readonly notAfter: Asn1Time;
}

/**
 * The fast path: what a certificate says, if it is to the byte what its CA would sign now for the same key, but for its
 * serial number, times and signature. Null for any other; reading it then tells what differs. The signature is not
 * verified, because the certificate names the CA's key by its hash; docs/decisions.md says what that means. It takes a third of the time of reading a
 * certificate and verifying its signature.
 */
export async function readAsWanted(
  row: Row,
  text: Uint8Array,
  { template }: Wanted,
  { present }: Authority,
  { manifest, context }: Pick<Workshop, "manifest" | "context">,
): Promise<Quick | null> {
  const { certificate: ca } = present;
  const profile = manifest.policy.profiles.get(row.pattern.profile) ?? manifest.policy.default;
  if (!ca?.publicKey || profile.csrWhitelist || profile.ctLogServers?.length) return null;
  const found = decodePem(text);
  if (!found || found.rest.length > 0) return null;
  const parts = readParts(found.block.bytes, context.rules.parser);
  if (!parts || !equalBytes(ca.subjectKeyId, await keyIdOf(ca.rawSpki))) return null;
  const { serialNumber, notBefore, notAfter, spki } = parts;
  const times = { notBefore: notBefore.seconds, notAfter: notAfter.seconds };
  const subjectKeyId = await computeKeyIdentifier(spki);
  const tbs = encodeTbsCertificate(
    { ...template, serialNumber, ...times, subjectKeyId },
    { rawSubject: ca.rawSubject, subjectKeyId: ca.subjectKeyId },
    spki,
    signatureAlgorithmFor(kindOf(ca.publicKey)),
  );
  const isNamed = ca.subjectKeyId.length > 0 && !equalBytes(parts.subject, ca.rawSubject);
  return isNamed && equalBytes(tbs, parts.tbs) ? { spki, notBefore, notAfter } : null;
}

/** What decides about the algorithm of a CA's signatures. */
function kindOf(publicKey: PublicKey): Pick<PrivateKey, "kind" | "bits" | "curve"> {
  switch (publicKey.kind) {
    case "rsa":
      return { kind: "rsa", bits: bitLength(publicKey.n) };
    case "ecdsa":
      return { kind: "ecdsa", bits: curveBits(publicKey.curve), curve: publicKey.curve };
    default:
      return { kind: "ed25519", bits: 256 };
  }
}

/**
 * The fast path: whether a text is one private key in plain PEM that says that this public key is its own. False for
 * any other text; reading it then tells. It takes half of the time.
 */
export async function isKeyStated(text: Uint8Array, spki: Uint8Array, rules: KeyRules): Promise<boolean> {
  const found = decodePem(text);
  if (!found || found.rest.length > 0 || found.block.headers.size > 0) return false;
  if (!/^(?:EC |RSA |)PRIVATE KEY$/.test(found.block.label)) return false;
  try {
    return equalBytes(spki, await readPublicPart(found.block.bytes, rules));
  } catch (cause) {
    if (cause instanceof GoError) return false;
    throw cause;
  }
}

const keyIds = new WeakMap<Uint8Array, Promise<Uint8Array>>();

/** The key identifier of a CA, computed once. */
function keyIdOf(spki: Uint8Array): Promise<Uint8Array> {
  const known = keyIds.get(spki) ?? computeKeyIdentifier(spki);
  keyIds.set(spki, known);
  return known;
}

interface Parts extends Quick {
  readonly tbs: Uint8Array;
  readonly serialNumber: bigint;
  readonly subject: Uint8Array;
}

/** Reads of a certificate (RFC 5280 §4.1) what differs between two for the same row; null if its form is unusual. */
function readParts(der: Uint8Array, rules: ParserRules): Parts | null {
  const certificate = new DerReader(der).enter(tags.sequence);
  const tbs = certificate?.readElement(tags.sequence);
  if (!tbs) return null;
  const reader = new DerReader(tbs).enter(tags.sequence);
  const version = reader?.readAny();
  const serialNumber = reader?.readInteger();
  const [algorithm, issuer, validity] = [reader?.readAny(), reader?.readAny(), reader?.enter(tags.sequence)];
  const [subject, spki] = [reader?.readElement(tags.sequence), reader?.readElement(tags.sequence)];
  const [notBefore, notAfter] = [readTime(validity, rules), readTime(validity, rules)];
  if (!version || !algorithm || !issuer || !notBefore || !notAfter || !subject || !spki) return null;
  return typeof serialNumber === "bigint" && serialNumber >= 0n
    ? { tbs, serialNumber, subject, spki, notBefore, notAfter }
    : null;
}

function readTime(reader: DerReader | null | undefined, rules: ParserRules): Asn1Time | null {
  if (!reader) return null;
  return reader.hasTag(tags.utcTime) ? reader.readUtcTime(rules) : reader.readGeneralizedTime(rules);
}

/** Whether a public key has the kind and size that a request asks for. */
export function isOfKind(spki: Uint8Array, { algorithm, size }: KeyRequest): boolean {
  const reader = new DerReader(spki).enter(tags.sequence);
  const identifier = reader?.readElement(tags.sequence);
  if (!reader || !identifier) return false;
  if (algorithm === "ed25519") return equalBytes(identifier, ed25519Algorithm());
  if (algorithm === "ecdsa") {
    const curve = (["P-256", "P-384", "P-521"] as const).find((name) => curveBits(name) === Number(size));
    return curve !== undefined && equalBytes(identifier, ecAlgorithm(curve));
  }
  const modulus = new DerReader(reader.readBitString()?.bytes ?? new Uint8Array()).enter(tags.sequence)?.readInteger();
  return equalBytes(identifier, rsaAlgorithm()) && typeof modulus === "bigint" && bitLength(modulus) === Number(size);
}
