import type { HashName } from "../../crypto/names.js";
import type { PrivateKey } from "../model/key.js";
import { signatureAlgorithm } from "../model/oid.js";
import type { SignatureAlgorithm } from "../model/signature-algorithm.js";
import { nullValue, objectIdentifier, sequence } from "./der.js";

const rsaOids: Readonly<Record<HashName, string>> = {
  "SHA-1": signatureAlgorithm.sha1Rsa,
  "SHA-256": signatureAlgorithm.sha256Rsa,
  "SHA-384": signatureAlgorithm.sha384Rsa,
  "SHA-512": signatureAlgorithm.sha512Rsa,
};

const ecdsaOids: Readonly<Record<HashName, string>> = {
  "SHA-1": signatureAlgorithm.sha1Ecdsa,
  "SHA-256": signatureAlgorithm.sha256Ecdsa,
  "SHA-384": signatureAlgorithm.sha384Ecdsa,
  "SHA-512": signatureAlgorithm.sha512Ecdsa,
};

/** The algorithm of upstream's signatures on certificates and requests. */
export function signatureAlgorithmFor(key: Pick<PrivateKey, "kind" | "bits" | "curve">): SignatureAlgorithm {
  switch (key.kind) {
    case "rsa":
      return describeRsa(rsaHashFor(key.bits));
    case "ecdsa":
      return describeEcdsa(key.curve === "P-224" ? "SHA-1" : curveHashFor(key));
    case "ed25519":
      return describeEd25519();
  }
}

/** The hash of upstream's signatures with an RSA key of that size. */
export function rsaHashFor(bits: number): HashName {
  return bits >= 4096 ? "SHA-512" : bits >= 3072 ? "SHA-384" : bits >= 2048 ? "SHA-256" : "SHA-1";
}

/** The algorithm of upstream's signatures on revocation lists. */
export function crlSignatureAlgorithmFor(key: PrivateKey): SignatureAlgorithm {
  switch (key.kind) {
    case "rsa":
      return describeRsa("SHA-256");
    case "ecdsa":
      return describeEcdsa(curveHashFor(key));
    case "ed25519":
      return describeEd25519();
  }
}

function curveHashFor(key: Pick<PrivateKey, "curve">): HashName {
  return key.curve === "P-521" ? "SHA-512" : key.curve === "P-384" ? "SHA-384" : "SHA-256";
}

function describeRsa(hash: HashName): SignatureAlgorithm {
  const oid = rsaOids[hash];
  return { oid, hash, identifier: sequence(objectIdentifier(oid), nullValue()) };
}

function describeEcdsa(hash: HashName): SignatureAlgorithm {
  const oid = ecdsaOids[hash];
  return { oid, hash, identifier: sequence(objectIdentifier(oid)) };
}

function describeEd25519(): SignatureAlgorithm {
  const oid = signatureAlgorithm.ed25519;
  return { oid, hash: null, identifier: sequence(objectIdentifier(oid)) };
}
