import { certificateInfo } from "../certinfo/certificate.js";
import { parsePemRequest, requestDump } from "../certinfo/request.js";
import { parsePemCertificate } from "../cfssl/input/certificate.js";
import { parseCrlLifetime, revocationList } from "../cfssl/revocation/crl.js";
import type { JsonOut } from "../go/json/encode.js";
import { encodeUtf8 } from "../go/utf8.js";
import { type Given, givenList, givenMembers, wrongKind } from "./argument.js";
import { certificatePem, openPrivateKey, requestPem } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import { givenSerial } from "./serial.js";
import type { CaPair, CertificateInfo, Encoded, SerialNumber } from "./types.js";

/**
 * What a certificate says.
 *
 * @throws CfsslError 1002 without PEM, 1003 for what is no certificate; TypeError for what is neither text nor bytes
 */
export function certinfo(certificate: Encoded, options: Options = {}): CertificateInfo {
  const { context, release } = resolveOptions(options);
  const pem = certificatePem({ name: "certificate", value: certificate });
  const info = certificateInfo(parsePemCertificate(pem, context), release.certinfo);
  return withoutAbsent(info) as unknown as CertificateInfo;
}

/**
 * What a certificate request says, as `cfssl certinfo -csr` shows it; bytes are Uint8Array, integers bigint.
 *
 * @throws CfsslError 9002 without PEM, GoError for what is no request; TypeError for what is neither text nor bytes
 */
export function csrinfo(request: Encoded, options: Options = {}): Readonly<Record<string, unknown>> {
  const rules = resolveOptions(options).release.certinfo;
  const pem = encodeUtf8(requestPem({ name: "request", value: request }));
  return requestDump(parsePemRequest(pem, rules), rules) as Readonly<Record<string, unknown>>;
}

/** What a revocation list is made of. */
export interface CrlRequest extends CaPair {
  /** Serial numbers of the revoked certificates, all revoked now. */
  readonly serials: readonly SerialNumber[];
  /** Whole seconds until the next list, from 1 to 2147483647; a week when left out. */
  readonly lifetime?: number;
}

/**
 * Makes a certificate revocation list (RFC 5280 §5), in DER.
 *
 * @throws CfsslError 1002, 1003 for the certificate; 2002, 2003, 2100 for the key
 * @throws TypeError for arguments of a wrong kind, RangeError for the lifetime
 */
export async function gencrl(request: CrlRequest, options: Options = {}): Promise<Uint8Array> {
  const { context, throwIfAborted } = resolveOptions(options);
  const { member } = givenMembers({ name: "the first argument", value: request }, "");
  const pem = certificatePem(member("ca"));
  const serials = givenList(member("serials"), "an array", givenSerial);
  const lifetime = givenLifetime(member("lifetime"));
  throwIfAborted();
  const issuer = parsePemCertificate(pem, context);
  const key = await openPrivateKey(member("caKey"), member("password"), context.rules);
  const now = Math.floor(context.now() / 1000);
  return revocationList(serials, issuer, key, now, lifetime);
}

function givenLifetime(given: Given): bigint {
  const { name, value } = given;
  if (value === undefined) return parseCrlLifetime("0");
  if (typeof value !== "number") throw wrongKind(given, "a number of seconds");
  if (Number.isInteger(value) && value > 0 && value < 2 ** 31) return BigInt(value);
  throw new RangeError(`${name} must be whole seconds, from 1 to 2147483647`);
}

/** What JSON makes of it: members that are undefined are not there. */
function withoutAbsent(value: JsonOut): JsonOut {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutAbsent(member)]));
}
