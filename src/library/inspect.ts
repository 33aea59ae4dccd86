import { certificateInfo } from "../certinfo/certificate.js";
import { parsePemRequest, requestDump } from "../certinfo/request.js";
import { parsePemCertificate } from "../cfssl/input/certificate.js";
import { parsePemKey } from "../cfssl/input/key.js";
import { parseCrlLifetime, revocationList } from "../cfssl/revocation/crl.js";
import type { JsonOut } from "../go/json/encode.js";
import { encodeUtf8 } from "../go/utf8.js";
import type { Options } from "./options.js";
import { settle } from "./settle.js";
import type { CertificateInfo } from "./types.js";

/**
 * What a certificate says.
 *
 * @param certificate PEM
 * @throws CfsslError 1002 without PEM, 1003 for what is no certificate
 */
export function certinfo(certificate: string | Uint8Array, options: Options = {}): CertificateInfo {
  const { context, release } = settle(options);
  const info = certificateInfo(parsePemCertificate(octets(certificate), context), release.certinfo);
  return withoutAbsent(info) as unknown as CertificateInfo;
}

/**
 * What a certificate request says, as `cfssl certinfo -csr` shows it; octets are Uint8Array, integers bigint.
 *
 * @param request PEM
 * @throws CfsslError 9002 without PEM, GoError for what is no request
 */
export function csrinfo(request: string | Uint8Array, options: Options = {}): Readonly<Record<string, unknown>> {
  const { release } = settle(options);
  const rules = release.certinfo;
  return requestDump(parsePemRequest(octets(request), rules), rules) as Readonly<Record<string, unknown>>;
}

/**
 * Makes a certificate revocation list (RFC 5280 §5), in DER.
 *
 * @param serials serial numbers of the revoked certificates, all revoked now
 * @param lifetime seconds until the next list; a week when left out
 */
export async function gencrl(
  { ca, caKey, serials, lifetime = 0 }: { ca: string; caKey: string; serials: readonly bigint[]; lifetime?: number },
  options: Options = {},
): Promise<Uint8Array> {
  const { context } = settle(options);
  const issuer = parsePemCertificate(encodeUtf8(ca), context);
  const key = await parsePemKey(encodeUtf8(caKey), null, context.rules);
  const now = Math.floor(context.now() / 1000);
  return revocationList(serials, issuer, key, now, parseCrlLifetime(String(lifetime)));
}

function octets(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? encodeUtf8(text) : text;
}

/** What JSON makes of it: members that are undefined are not there. */
function withoutAbsent(value: JsonOut): JsonOut {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutAbsent(member)]));
}
