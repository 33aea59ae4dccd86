import { defaultCrlLifetime, revocationList } from "../cfssl/revocation/crl.js";
import { type Given, givenList, givenMembers, wrongKind } from "./argument.js";
import { checkPair } from "./local-signer.js";
import { openPrivateKey, readCertificate } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import { givenSerial } from "./serial.js";
import type { CaPair, SerialNumber } from "./types.js";

/** The contents of a revocation list. */
export interface CrlRequest extends CaPair {
  /** Serial numbers of the revoked certificates, all revoked now. */
  readonly serials: readonly SerialNumber[];
  /** Seconds until the next list: whole, from 1 to 2147483647. Default: a week. */
  readonly lifetime?: number | undefined;
}

/**
 * Makes a certificate revocation list (RFC 5280 §5) in DER.
 *
 * @example
 * ```ts
 * import { certinfo, createLocalSigner, gencrl, initca } from "cfssl-ts";
 *
 * const { cert: ca, key: caKey } = await initca({ CN: "Example CA" });
 * const signer = await createLocalSigner({ ca, caKey });
 * const { cert } = await signer.gencert({ CN: "web" });
 * const list = await gencrl({ ca, caKey, serials: [certinfo(cert).serial_number] });
 * console.log(list instanceof Uint8Array); // true
 * ```
 *
 * @throws CfsslError 1002, 1003 for the certificate; 2002, 2003, 2100 for the key; 2300 if the key is not the
 * certificate's
 * @throws TypeError for an argument of a wrong kind, RangeError for the lifetime
 */
export async function gencrl(request: CrlRequest, options: Options = {}): Promise<Uint8Array> {
  const { context, throwIfAborted } = resolveOptions(options);
  const { member } = givenMembers({ name: "the first argument", value: request }, "");
  const serials = givenList(member("serials"), "an array", givenSerial);
  const lifetime = givenLifetime(member("lifetime"));
  throwIfAborted();
  const issuer = readCertificate(member("ca"), context);
  const key = await openPrivateKey(member("caKey"), member("password"), context.rules);
  checkPair(issuer, key);
  const now = Math.floor(context.now() / 1000);
  return revocationList(serials, issuer, key, now, lifetime);
}

function givenLifetime(given: Given): bigint {
  const { name, value } = given;
  if (value === undefined) return defaultCrlLifetime;
  if (typeof value !== "number") throw wrongKind(given, "a number of seconds");
  if (Number.isInteger(value) && value > 0 && value < 2 ** 31) return BigInt(value);
  throw new RangeError(`${name} must be whole seconds, from 1 to 2147483647`);
}
