import { CfsslError } from "../cfssl/errors.js";
import type { AnyValue } from "../go/asn1/types.js";
import { GoPanic } from "../go/errors.js";
import { type JsonRules, marshal } from "../go/json/encode.js";
import { formatIp } from "../go/net.js";
import { decodePem } from "../go/pem.js";
import type { Url } from "../go/url.js";
import type { CertificateRequest } from "../x509/model/certificate.js";
import type { PublicKey, PublicKeyAlgorithmName } from "../x509/model/key.js";
import type { AnyAttribute } from "../x509/model/name.js";
import type { SignatureAlgorithmName } from "../x509/model/signature-algorithm.js";
import { parseCertificateRequest } from "../x509/parse/index.js";
import type { ParserRules } from "../x509/parse/rules.js";
import { type TimeJsonRules, timeToJson } from "./time.js";

/** How upstream's releases differ in describing a request. */
export interface RequestDumpRules extends ParserRules, TimeJsonRules {
  readonly json: JsonRules;
  /** Whether the program crashes on a text without a PEM block. */
  readonly crashesWithoutPem: boolean;
}

/** The value of an attribute: a text, a number, bytes, the numbers of an OID, a bit string, or a time (RFC 3339). */
export type AnyInfo =
  | null
  | boolean
  | bigint
  | string
  | Uint8Array
  | readonly number[]
  | { readonly Bytes: Uint8Array; readonly BitLength: number };

/** An attribute of a name or of a request; `Type` has the numbers of the OID. */
export type AttributeInfo = { readonly Type: readonly number[]; readonly Value: AnyInfo };

export type PublicKeyInfo =
  | { readonly N: bigint; readonly E: bigint }
  | { readonly P: bigint; readonly Q: bigint; readonly G: bigint; readonly Y: bigint }
  | { readonly Curve: Readonly<Record<string, never>>; readonly X: bigint; readonly Y: bigint }
  | Uint8Array;

export type UrlInfo = {
  readonly Scheme: string;
  readonly Opaque: string;
  readonly User: Readonly<Record<string, never>> | null;
  readonly Host: string;
  readonly Path: string;
  readonly RawPath: string;
  readonly OmitHost: boolean;
  readonly ForceQuery: boolean;
  readonly RawQuery: string;
  readonly Fragment: string;
  readonly RawFragment: string;
};

/** What certinfo says of a request: Go's x509.CertificateRequest, with null for an empty list. */
export type CertificateRequestInfo = {
  /** The whole request in DER, and parts of it. */
  readonly Raw: Uint8Array;
  readonly RawTBSCertificateRequest: Uint8Array;
  readonly RawSubjectPublicKeyInfo: Uint8Array;
  readonly RawSubject: Uint8Array;
  readonly Version: bigint;
  readonly Signature: Uint8Array;
  /** Go's number; 0 for an unknown algorithm. */
  readonly SignatureAlgorithm: number;
  /** Go's number; 0 for an unknown algorithm. */
  readonly PublicKeyAlgorithm: number;
  /** The numbers of an RSA, DSA or ECDSA key, or the bytes of an Ed25519 key; null for an unknown algorithm. */
  readonly PublicKey: PublicKeyInfo | null;
  readonly Subject: {
    readonly Country: readonly string[] | null;
    readonly Organization: readonly string[] | null;
    readonly OrganizationalUnit: readonly string[] | null;
    readonly Locality: readonly string[] | null;
    readonly Province: readonly string[] | null;
    readonly StreetAddress: readonly string[] | null;
    readonly PostalCode: readonly string[] | null;
    readonly SerialNumber: string;
    readonly CommonName: string;
    readonly Names: readonly AttributeInfo[] | null;
    readonly ExtraNames: null;
  };
  readonly Attributes:
    | readonly { readonly Type: readonly number[]; readonly Value: readonly (readonly AttributeInfo[])[] }[]
    | null;
  readonly Extensions:
    | readonly { readonly Id: readonly number[]; readonly Critical: boolean; readonly Value: Uint8Array }[]
    | null;
  readonly ExtraExtensions: null;
  readonly DNSNames: readonly string[] | null;
  readonly EmailAddresses: readonly string[] | null;
  readonly IPAddresses: readonly string[] | null;
  readonly URIs: readonly UrlInfo[] | null;
};

/** Go's numbers of signature algorithms, counted from 1. */
const signatureAlgorithms: readonly SignatureAlgorithmName[] = [
  "MD2-RSA",
  "MD5-RSA",
  "SHA1-RSA",
  "SHA256-RSA",
  "SHA384-RSA",
  "SHA512-RSA",
  "DSA-SHA1",
  "DSA-SHA256",
  "ECDSA-SHA1",
  "ECDSA-SHA256",
  "ECDSA-SHA384",
  "ECDSA-SHA512",
  "SHA256-RSAPSS",
  "SHA384-RSAPSS",
  "SHA512-RSAPSS",
  "Ed25519",
];

/** Go numbers the public key algorithms in this order, from 1. */
const publicKeyAlgorithms: readonly PublicKeyAlgorithmName[] = ["RSA", "DSA", "ECDSA", "Ed25519"];

/**
 * Reads the request in the first PEM block of a text, whatever its label. It ignores the rest and does not check the
 * signature.
 *
 * @throws CfsslError 9002, or GoPanic where upstream crashes, without a block; GoError for anything but a request
 */
export function parsePemRequest(text: Uint8Array, rules: RequestDumpRules): CertificateRequest {
  const found = decodePem(text);
  if (found !== null) return parseCertificateRequest(found.block.bytes, rules);
  if (rules.crashesWithoutPem) throw new GoPanic("no PEM block in the certificate request: give a PEM file with -csr");
  throw new CfsslError("csr.decodeFailed");
}

/**
 * What `cfssl certinfo -csr` prints about a request, as a value to write as JSON: all fields of Go's
 * x509.CertificateRequest.
 *
 * @throws GoError for a time that JSON cannot hold
 */
export function requestDump(request: CertificateRequest, rules: TimeJsonRules): CertificateRequestInfo {
  const { subject } = request;
  const attribute = ({ type, value }: AnyAttribute) => ({ Type: arcs(type), Value: anyToJson(value, rules) });
  return {
    Raw: request.raw,
    RawTBSCertificateRequest: request.rawTbs,
    RawSubjectPublicKeyInfo: request.rawSpki,
    RawSubject: request.rawSubject,
    Version: request.version,
    Signature: request.signature,
    SignatureAlgorithm: numberOf(request.signatureAlgorithm, signatureAlgorithms),
    PublicKeyAlgorithm: numberOf(request.publicKeyAlgorithm, publicKeyAlgorithms),
    PublicKey: keyToJson(request.publicKey),
    Subject: {
      Country: list(subject.country),
      Organization: list(subject.organization),
      OrganizationalUnit: list(subject.organizationalUnit),
      Locality: list(subject.locality),
      Province: list(subject.province),
      StreetAddress: list(subject.streetAddress),
      PostalCode: list(subject.postalCode),
      SerialNumber: subject.serialNumber,
      CommonName: subject.commonName,
      Names: list(request.subjectAttributes.map(attribute)),
      ExtraNames: null,
    },
    Attributes: list(
      request.attributes.map(({ type, values }) => ({
        Type: arcs(type),
        Value: values.map((value) => value.map(attribute)),
      })),
    ),
    Extensions: list(
      request.extensions.map(({ id, critical, value }) => ({ Id: arcs(id), Critical: critical, Value: value })),
    ),
    ExtraExtensions: null,
    DNSNames: list(request.dnsNames),
    EmailAddresses: list(request.emailAddresses),
    IPAddresses: list(request.ipAddresses.map(formatIp)),
    URIs: list(request.uris.map(urlToJson)),
  };
}

/** requestDump as the program prints it: JSON with an indentation of two spaces, and a line feed. */
export function formatRequestDump(request: CertificateRequest, rules: RequestDumpRules): string {
  return `${marshal(requestDump(request, rules), rules.json, "  ")}\n`;
}

/** Go prints an empty slice that was never filled as null. */
function list<T>(items: readonly T[]): readonly T[] | null {
  return items.length === 0 ? null : items;
}

function arcs(oid: string): readonly number[] {
  return oid.split(".").map(Number);
}

/** 0 for an unknown algorithm. */
function numberOf<T>(name: T | null, names: readonly T[]): number {
  return name === null ? 0 : names.indexOf(name) + 1;
}

function keyToJson(key: PublicKey | null): PublicKeyInfo | null {
  switch (key?.kind) {
    case undefined:
      return null;
    case "rsa":
      return { N: key.n, E: key.e };
    case "dsa":
      return { P: key.p, Q: key.q, G: key.g, Y: key.y };
    case "ecdsa":
      return { Curve: {}, X: key.x, Y: key.y };
    case "ed25519":
      return key.bytes;
  }
}

function anyToJson(value: AnyValue, rules: TimeJsonRules): AnyInfo {
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  if ("oid" in value) return arcs(value.oid);
  if ("bitLength" in value) return { Bytes: value.bytes, BitLength: value.bitLength };
  return timeToJson(value, rules);
}

function urlToJson(url: Url): UrlInfo {
  return {
    Scheme: url.scheme,
    Opaque: url.opaque,
    User: url.user === null ? null : {},
    Host: url.host,
    Path: url.path,
    RawPath: url.rawPath,
    OmitHost: url.omitHost,
    ForceQuery: url.forceQuery,
    RawQuery: url.rawQuery,
    Fragment: url.fragment,
    RawFragment: url.rawFragment,
  };
}
