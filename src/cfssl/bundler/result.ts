import { bitLength } from "../../crypto/modular.js";
import type { JsonOut } from "../../go/json/encode.js";
import { encodePem } from "../../go/pem.js";
import { formatRfc3339 } from "../../go/time/moment.js";
import { curveBits } from "../../x509/encode/public-key.js";
import { convertKey, type EncodedKey } from "../../x509/keys/key-form.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { Name } from "../../x509/model/name.js";
import { signatureName } from "../signature-name.js";
import type { Bundle } from "./bundle.js";
import { earliestExpiry } from "./choose.js";
import type { BundleRules } from "./rules.js";
import { formatSlashedName } from "./slashed-name.js";
import type { BundleStatus } from "./status.js";

/**
 * A bundle as upstream shows it, as a value to write as JSON.
 *
 * @throws GoPanic where upstream crashes
 */
export function bundleResult(bundle: Bundle, rules: BundleRules): JsonOut {
  const { certificate, chain, root, key, status } = bundle;
  const [leaf = certificate, ...others] = chain;
  const { ocspServer, crlDistributionPoints } = certificate;
  const [size, type] = describeKey(certificate);
  return {
    bundle: chain.map(toPem).join("\n"),
    crl_support: crlDistributionPoints.length > 0,
    crt: toPem(certificate),
    expires: formatRfc3339(earliestExpiry([leaf, ...others, ...(rules.expiresWithRoot && root ? [root] : [])])),
    hostnames: hostnamesOf(certificate),
    issuer: formatSlashedName(certificate.issuer),
    key: key ? encodeKey(key) : "",
    key_size: size,
    key_type: type,
    leaf_expires: rules.showsLeafExpiry ? formatRfc3339(leaf.notAfter) : undefined,
    ocsp: ocspServer.length > 0 ? ocspServer : null,
    ocsp_support: ocspServer.length > 0,
    root: root ? toPem(root) : "",
    signature: signatureName(certificate.signatureAlgorithm, rules),
    status: statusResult(status),
    subject: formatSlashedName(certificate.subject),
  };
}

function statusResult(status: BundleStatus): JsonOut {
  return {
    rebundled: status.isRebundled,
    expiring_SKIs: status.expiringKeyIds,
    untrusted_root_stores: status.untrustedRootStores,
    messages: status.messages,
    code: status.code,
  };
}

/** The bundle in PEM, as servers read it: the certificate, then its intermediates. */
export function fullchainPem({ chain }: Bundle): string {
  return chain.map(({ raw }) => encodePem("CERTIFICATE", raw)).join("");
}

/** The private key in PEM, in the form of its kind; empty without one. */
export function keyPem({ key }: Bundle): string {
  return key ? `${encodeKey(key)}\n` : "";
}

function toPem({ raw }: Certificate): string {
  return encodePem("CERTIFICATE", raw).trimEnd();
}

const keyLabels = { rsa: "RSA PRIVATE KEY", ecdsa: "EC PRIVATE KEY", ed25519: "Ed25519 PRIVATE KEY" } as const;
const keyForms = { rsa: "pkcs1", ecdsa: "sec1", ed25519: "pkcs8" } as const;

function encodeKey(encoded: EncodedKey): string {
  const { kind } = encoded.key;
  return encodePem(keyLabels[kind], convertKey(encoded, keyForms[kind])).trimEnd();
}

function describeKey({ publicKey }: Certificate): readonly [size: number, type: string] {
  switch (publicKey?.kind) {
    case "rsa": {
      const bits = bitLength(publicKey.n);
      return [bits, `${bits}-bit RSA`];
    }
    case "ecdsa": {
      const bits = curveBits(publicKey.curve);
      return [bits, `${bits}-bit ECDSA`];
    }
    case "ed25519":
      // Upstream counts bytes here.
      return [32, "Ed25519"];
    default:
      return [0, ""];
  }
}

function hostnamesOf({ subject, dnsNames }: { subject: Name; dnsNames: readonly string[] }): readonly string[] {
  return [...new Set([...(subject.commonName === "" ? [] : [subject.commonName]), ...dnsNames])];
}
