import type { HashName } from "../../crypto/names.js";
import { verify } from "../../crypto/primitives.js";
import { GoError } from "../../go/errors.js";
import { encodePublicKey } from "../encode/public-key.js";
import { decodeEcdsaSignature, joinHalves, parseEcdsaSignature } from "../keys/ecdsa-signature.js";
import { verifyWithExponent } from "../keys/rsa-signature.js";
import type { CertificateRequest } from "../model/certificate.js";
import type { PublicKey } from "../model/key.js";
import type { SignatureAlgorithmName } from "../model/signature-algorithm.js";

/** How releases differ in checking a request's signature. */
export interface VerifyRules {
  /** The algorithms with a known name and hash. DSA may be among them, but its keys are always refused. */
  readonly verifiedAlgorithms: readonly SignatureAlgorithmName[];
  /** The algorithms that are refused as insecure, by name. */
  readonly insecureAlgorithms: readonly SignatureAlgorithmName[];
  /**
   * Whether the check is that of Go's crypto/x509: the key must be of the algorithm's kind, and an ECDSA signature is
   * only right or wrong. Upstream's own older check takes only the hash from the algorithm, and its errors name defects
   * in the encoding of an ECDSA signature.
   */
  readonly strictVerification: boolean;
}

/** The parts of a request for checking its signature. */
export type SignedRequest = Pick<
  CertificateRequest,
  "raw" | "rawTbs" | "publicKey" | "signatureAlgorithm" | "signature"
>;

type RsaPublicKey = Extract<PublicKey, { kind: "rsa" }>;
type EcPublicKey = Extract<PublicKey, { kind: "ecdsa" }>;

const unimplemented = "x509: cannot verify signature: algorithm unimplemented";

const goTypes: Readonly<Record<PublicKey["kind"], string>> = {
  rsa: "*rsa.PublicKey",
  dsa: "*dsa.PublicKey",
  ecdsa: "*ecdsa.PublicKey",
  ed25519: "ed25519.PublicKey",
};

/**
 * Checks that a request is signed with its own key (RFC 2986 §3, note 2).
 *
 * @throws GoError with Go's text if it is not, or if its algorithm is unknown
 */
export async function verifyRequestSignature(request: SignedRequest, rules: VerifyRules): Promise<void> {
  const { publicKey: key, signatureAlgorithm: name } = request;
  if (name !== null && rules.insecureAlgorithms.includes(name)) {
    throw new GoError(`x509: cannot verify signature: insecure algorithm ${name}`);
  }
  if (name === null || key === null || key.kind === "dsa" || !rules.verifiedAlgorithms.includes(name)) {
    throw new GoError(unimplemented);
  }
  const kind = keyKindOf(name);
  if (kind !== key.kind && rules.strictVerification) {
    const expected = kind === "ed25519" ? "Ed25519" : kind.toUpperCase();
    const actual = goTypes[key.kind];
    throw new GoError(
      `x509: signature algorithm specifies an ${expected} public key, but have public key of type ${actual}`,
    );
  }
  switch (key.kind) {
    case "rsa":
      return verifyRsa(request, key, name, rules);
    case "ecdsa":
      return verifyEcdsa(request, key, name, rules);
    case "ed25519":
      if (kind !== key.kind) throw new GoError(unimplemented);
      return verifyEd25519(request, key.bytes);
  }
}

function keyKindOf(name: SignatureAlgorithmName): PublicKey["kind"] {
  if (name === "Ed25519") return "ed25519";
  return name.startsWith("ECDSA") ? "ecdsa" : name.startsWith("DSA") ? "dsa" : "rsa";
}

function hashOf(name: SignatureAlgorithmName): HashName {
  const [, bits] = /SHA(\d+)/.exec(name) ?? [];
  return bits === "1" ? "SHA-1" : bits === "384" ? "SHA-384" : bits === "512" ? "SHA-512" : "SHA-256";
}

async function verifyRsa(request: SignedRequest, key: RsaPublicKey, name: SignatureAlgorithmName, rules: VerifyRules) {
  if (rules.strictVerification) checkPublicKey(key);
  const { rawTbs, signature } = request;
  const hash = hashOf(name);
  const isValid = name.endsWith("PSS")
    ? await verify({ kind: "rsa-pss" }, encodePublicKey(key), hash, rawTbs, signature)
    : await verifyWithExponent(key, hash, rawTbs, signature);
  if (!isValid) throw new GoError("crypto/rsa: verification error");
}

/** The checks of Go 1.24 before it uses an RSA public key. */
function checkPublicKey({ n, e }: RsaPublicKey): void {
  if (n === 1n) throw new GoError("modulus must be > 1");
  if (n % 2n === 0n) throw new GoError("crypto/rsa: public modulus is even");
  if (e < 2n) throw new GoError("crypto/rsa: public exponent too small or negative");
  if (e % 2n === 0n) throw new GoError("crypto/rsa: public exponent is even");
  if (e > 0x7fffffffn) throw new GoError("crypto/rsa: public exponent too large");
}

async function verifyEcdsa(request: SignedRequest, key: EcPublicKey, name: SignatureAlgorithmName, rules: VerifyRules) {
  const failure = () => new GoError("x509: ECDSA verification failure");
  const halves = rules.strictVerification
    ? decodeEcdsaSignature(request.signature, key.curve)
    : joinHalves(parseEcdsaSignature(request.signature), key.curve);
  if (!halves) throw failure();
  if (!(await verify(key, encodeOnce(key), hashOf(name), request.rawTbs, halves))) throw failure();
}

const encodedKeys = new WeakMap<PublicKey, Uint8Array>();

/** A CA's key verifies many certificates, and encoding it takes as long as verifying. */
function encodeOnce(key: PublicKey): Uint8Array {
  const known = encodedKeys.get(key);
  if (known) return known;
  const spki = encodePublicKey(key);
  encodedKeys.set(key, spki);
  return spki;
}

async function verifyEd25519({ rawTbs, signature }: SignedRequest, bytes: Uint8Array): Promise<void> {
  const key = { kind: "ed25519", bytes } as const;
  if (signature.length === 64 && (await verify(key, encodePublicKey(key), "SHA-512", rawTbs, signature))) return;
  throw new GoError("x509: Ed25519 verification failure");
}
