import type { HashName } from "../../crypto/names.js";
import { digest } from "../../crypto/primitives.js";
import { rightAlign } from "../../go/asn1/value.js";
import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { isZeroTime } from "../../go/time/moment.js";
import type { Certificate } from "../model/certificate.js";
import type { PrivateKey } from "../model/key.js";
import type { Extension } from "../model/name.js";
import type { CertId, CertStatus } from "../model/ocsp.js";
import { digestAlgorithm, ocspObject } from "../model/oid.js";
import {
  absent,
  bitString,
  contextPrimitive,
  element,
  enumerated,
  explicit,
  generalizedTime,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
} from "./der.js";
import { encodeExtensions } from "./extensions.js";
import { crlSignatureAlgorithmFor } from "./signing-algorithm.js";

/** A new response. Times are seconds since 1970 (UTC). */
export interface OcspTemplate {
  /** The subject of the responder's certificate, in DER. */
  readonly responderName: Uint8Array;
  readonly producedAt: number;
  readonly certId: CertId;
  readonly status: CertStatus;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** The responder's certificate, in DER, to send along; null for none. */
  readonly certificate: Uint8Array | null;
  /** The extensions of the whole response. */
  readonly extensions: readonly Extension[];
}

/** The CertID of a certificate that this CA issued (RFC 6960 §4.1.1). */
export async function createCertId(issuer: Certificate, serial: bigint, hash: HashName): Promise<CertId> {
  const spki = new DerReader(issuer.rawSpki).enter(tags.sequence);
  spki?.read(tags.sequence);
  const bits = spki?.readBitString() ?? null;
  if (bits === null) throw new GoError("x509: malformed spki");
  return {
    hash,
    issuerNameHash: await digest(hash, issuer.rawSubject),
    issuerKeyHash: await digest(hash, rightAlign(bits)),
    serial,
  };
}

/** CertID (RFC 6960 §4.1.1). */
export function encodeCertId({ hash, issuerNameHash, issuerKeyHash, serial }: CertId): Uint8Array {
  const algorithm = sequence(objectIdentifier(digestAlgorithm[hash]), nullValue());
  return sequence(algorithm, octetString(issuerNameHash), octetString(issuerKeyHash), integer(serial));
}

/** OCSPResponse (RFC 6960 §4.2.1) that holds an error instead of an answer. Returns DER. */
export function encodeOcspError(status: bigint): Uint8Array {
  return sequence(enumerated(status));
}

/**
 * Signs an OCSP response (RFC 6960 §4.2.1) with one answer, as Go's package ocsp does. RSA keys sign with SHA-256, ECDSA
 * keys with the hash of their curve. Returns DER.
 *
 * @throws GoError for an Ed25519 key, and for a time that X.509 cannot express
 */
export async function createOcspResponse(template: OcspTemplate, key: PrivateKey): Promise<Uint8Array> {
  const { responderName, producedAt, certificate, extensions } = template;
  const responseData = sequence(
    explicit(1, responderName),
    generalizedTime(producedAt),
    sequence(encodeSingle(template)),
    extensions.length === 0 ? absent : explicit(1, encodeExtensions(extensions)),
  );
  if (key.kind === "ed25519") throw new GoError("x509: only RSA and ECDSA keys supported");
  const algorithm = crlSignatureAlgorithmFor(key);
  const basic = sequence(
    responseData,
    algorithm.identifier,
    bitString(await key.sign(responseData, algorithm)),
    certificate === null ? absent : explicit(0, sequence(certificate)),
  );
  const bytes = sequence(objectIdentifier(ocspObject.basicResponse), octetString(basic));
  return sequence(enumerated(0n), explicit(0, bytes));
}

function encodeSingle({ certId, status, thisUpdate, nextUpdate }: OcspTemplate): Uint8Array {
  return sequence(
    encodeCertId(certId),
    encodeStatus(status),
    generalizedTime(thisUpdate),
    explicit(0, generalizedTime(nextUpdate)),
  );
}

function encodeStatus(status: CertStatus): Uint8Array {
  if (status.is !== "revoked") return contextPrimitive(status.is === "good" ? 0 : 2, absent);
  const { seconds, reason } = status;
  // Go leaves an optional value out if all of it is zero. What is written then is no OCSP response.
  if (reason === 0n && isZeroTime({ seconds, nanos: 0 })) return absent;
  const date = generalizedTime(seconds);
  return element(0xa1, [date, reason === 0n ? absent : explicit(0, enumerated(reason))]);
}
