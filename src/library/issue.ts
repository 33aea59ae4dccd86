import { createCa, createCaForKey } from "../cfssl/ca/initca.js";
import { renewCa } from "../cfssl/ca/renewca.js";
import { selfsignProfile, selfsign as signSelf } from "../cfssl/ca/selfsign.js";
import { generateRequest, processRequest } from "../cfssl/csr/generate.js";
import { decodeRequest, type RequestSpec } from "../cfssl/csr/shape.js";
import { givenMembers, type Members } from "./argument.js";
import { openCallerKey } from "./caller-key.js";
import { jsonBytes } from "./json.js";
import { formatKey } from "./key-format.js";
import { openPrivateKey, readCertificate } from "./material.js";
import { givenConstraints, type NameConstraintsJson } from "./name-constraints.js";
import type { Options } from "./options.js";
import type { RequestJson } from "./request-json.js";
import { type ResolvedOptions, resolveOptions } from "./resolve-options.js";
import type {
  CallerKey,
  CaPair,
  CertificateAndKey,
  CertificateAndMaybeKey,
  CertificateAndRequest,
  Json,
  KeyAndRequest,
  MaybeKey,
  NoKey,
  Password,
  PrivateKeyInput,
} from "./types.js";

export interface InitcaOptions extends Options {
  /** What the CA may sign. Upstream has nothing like it. */
  readonly nameConstraints?: NameConstraintsJson | undefined;
}

/** Makes a CA for a key that you have. All else is as for a new key. */
export async function initca(
  request: Json<RequestJson>,
  options: InitcaOptions & CallerKey,
): Promise<CertificateAndRequest>;
/** Makes a CA for a key that you may have. */
export async function initca(
  request: Json<RequestJson>,
  options: InitcaOptions & MaybeKey,
): Promise<CertificateAndMaybeKey>;
/**
 * Makes a CA: a private key and a self-signed certificate for it, valid for five years unless `ca.expiry` says
 * otherwise. Without a subject there is no CA.
 *
 * With `options.key`, the CA has that key: `request.key` does not matter, and no key comes out. `ca.backdate` and
 * `crl_url` count then too, which `gencert -initca -ca-key` ignores.
 *
 * @example
 * ```ts
 * import { certinfo, initca } from "cfssl-ts";
 *
 * const { cert, key } = await initca({ CN: "Example CA", ca: { expiry: "87600h" } });
 * console.log(certinfo(cert).subject.common_name, key.split("\n")[0]); // Example CA -----BEGIN EC PRIVATE KEY-----
 * ```
 *
 * @throws CfsslError 5300 without a subject, 2400 for a key that cannot be made, 9300 for what X.509 cannot hold, 2002,
 * 2003 or 2100 for the key of the caller; GoError with the text of encoding/json for JSON that does not fit; TypeError
 * for an argument of a wrong kind, with its name; RangeError for a name constraint that is none
 */
export async function initca(request: Json<RequestJson>, options?: InitcaOptions & NoKey): Promise<CertificateAndKey>;
export async function initca(request: Json<RequestJson>, options: InitcaOptions = {}): Promise<CertificateAndMaybeKey> {
  const resolved = resolveOptions(options);
  const { context, keyFormat } = resolved;
  const decoded = decodedRequest(request, resolved);
  const members = optionMembers(options);
  const added = givenConstraints(members.member("nameConstraints"));
  const key = await openCallerKey(members, context.rules);
  if (key) {
    const { certificate, pem } = await createCaForKey(decoded, key, context, added);
    return { cert: certificate, csr: pem };
  }
  const made = await createCa(decoded, context, added);
  const result: CertificateAndKey = { cert: made.certificate, csr: made.pem, key: formatKey(made, keyFormat) };
  return result;
}

/**
 * Makes a CA's certificate again: same key, subject and limits, valid from now on for as long as the old one was.
 *
 * @example
 * ```ts
 * import { certinfo, initca, renewca } from "cfssl-ts";
 *
 * const old = await initca({ CN: "Example CA" });
 * const { cert } = await renewca({ ca: old.cert, caKey: old.key });
 * console.log(certinfo(cert).subject_key_id === certinfo(old.cert).subject_key_id); // true
 * ```
 *
 * @throws CfsslError 2300 if the key is not the certificate's; GoError if the certificate is no CA's; TypeError for an
 * argument of a wrong kind
 */
export async function renewca(pair: CaPair, options: Options = {}): Promise<{ readonly cert: string }> {
  const { context, throwIfAborted } = resolveOptions(options);
  const { member } = givenMembers({ name: "the first argument", value: pair }, "");
  throwIfAborted();
  const certificate = readCertificate(member("ca"), context);
  const key = await openPrivateKey(member("caKey"), member("password"), context.rules);
  return { cert: await renewCa(certificate, key, context) };
}

/**
 * Makes a private key and a request (PKCS #10, RFC 2986) for it.
 *
 * @example
 * ```ts
 * import { describeRequest, genkey } from "cfssl-ts";
 *
 * const { csr } = await genkey({ CN: "web", hosts: ["www.example.com"], key: { algo: "rsa", size: 2048 } });
 * console.log(describeRequest(csr).key); // { algo: 'rsa', size: 2048 }
 * ```
 *
 * @throws as initca
 */
export async function genkey(request: Json<RequestJson>, options: Options = {}): Promise<KeyAndRequest> {
  const resolved = resolveOptions(options);
  const made = await processRequest(decodedRequest(request, resolved), resolved.context);
  return { csr: made.pem, key: formatKey(made, resolved.keyFormat) };
}

/**
 * Makes a request for a private key that you have.
 *
 * @example
 * ```ts
 * import { generateKeyPairSync } from "node:crypto";
 * import { describeRequest, gencsr } from "cfssl-ts";
 *
 * const { privateKey } = generateKeyPairSync("ed25519");
 * const { csr } = await gencsr({ CN: "web", hosts: ["www.example.com"] }, privateKey);
 * console.log(describeRequest(csr).signatureAlgorithm); // Ed25519
 * ```
 *
 * @throws as initca
 */
export async function gencsr(
  request: Json<RequestJson>,
  key: PrivateKeyInput,
  options: Options & Password = {},
): Promise<{ readonly csr: string }> {
  const resolved = resolveOptions(options);
  const { context } = resolved;
  const decoded = decodedRequest(request, resolved);
  const password = optionMembers(options).member("password");
  const opened = await openPrivateKey({ name: "key", value: key }, password, context.rules);
  const { pem } = await generateRequest(decoded, opened, context);
  return { csr: pem };
}

/** Makes a certificate that a key of yours signs. All else is as for a new key. */
export async function selfsign(
  request: Json<RequestJson>,
  options: Options & CallerKey,
): Promise<CertificateAndRequest>;
/** Makes a certificate that a key signs which you may have. */
export async function selfsign(
  request: Json<RequestJson>,
  options: Options & MaybeKey,
): Promise<CertificateAndMaybeKey>;
/**
 * Makes a private key and a certificate that it signs itself: a server's and client's for a quarter of a year. With
 * `options.key`, that key signs: `request.key` does not matter, and no key comes out.
 *
 * @example
 * ```ts
 * import { certinfo, selfsign } from "cfssl-ts";
 *
 * const { cert } = await selfsign({ CN: "test", hosts: ["localhost"] }, { keyFormat: "pkcs8" });
 * console.log(certinfo(cert).sans); // [ 'localhost' ]
 * ```
 *
 * @throws as initca
 */
export async function selfsign(request: Json<RequestJson>, options?: Options & NoKey): Promise<CertificateAndKey>;
export async function selfsign(request: Json<RequestJson>, options: Options = {}): Promise<CertificateAndMaybeKey> {
  const resolved = resolveOptions(options);
  const { context, keyFormat } = resolved;
  const decoded = decodedRequest(request, resolved);
  const key = await openCallerKey(optionMembers(options), context.rules);
  if (key) {
    const made = await generateRequest(decoded, key, context);
    return { cert: await signSelf({ ...made, key }, selfsignProfile(), context), csr: made.pem };
  }
  const made = await processRequest(decoded, context);
  const cert = await signSelf(made, selfsignProfile(), context);
  const result: CertificateAndKey = { cert, csr: made.pem, key: formatKey(made, keyFormat) };
  return result;
}

function optionMembers(value: object): Members {
  return givenMembers({ name: "options", value }, "options.");
}

/** The request as the signer takes it. Throws the reason of an aborted signal. */
export function decodedRequest(
  value: Json<RequestJson>,
  { context, throwIfAborted }: Pick<ResolvedOptions, "context" | "throwIfAborted">,
): RequestSpec {
  throwIfAborted();
  return decodeRequest(jsonBytes({ name: "request", value }), context.rules);
}
