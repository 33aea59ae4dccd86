import { createCa } from "../cfssl/ca/initca.js";
import { renewCa } from "../cfssl/ca/renewca.js";
import { selfsignProfile, selfsign as signSelf } from "../cfssl/ca/selfsign.js";
import { parseConfig } from "../cfssl/config/load.js";
import { defaultProfile, policyOf } from "../cfssl/config/policy.js";
import { generateRequest, processRequest } from "../cfssl/csr/generate.js";
import { decodeRequest } from "../cfssl/csr/shape.js";
import { parsePemCertificate } from "../cfssl/input/certificate.js";
import { parsePemKey } from "../cfssl/input/key.js";
import { createLocalSigner as createCoreSigner } from "../cfssl/signer/local.js";
import type { Terms } from "../cfssl/signer/signer.js";
import { decodeSubject } from "../cfssl/signer/subject.js";
import { encodeUtf8 } from "../go/utf8.js";
import type { Options } from "./options.js";
import { type Setting, settle } from "./settle.js";
import type { CertificateAndKey, CertificateAndRequest, KeyAndRequest, RequestJson, SubjectJson } from "./types.js";

/** A JSON document: an object, or its text as it may come from a file. */
export type Json<T> = T | string | Uint8Array;

/**
 * Makes a CA: a private key and a self-signed certificate, valid for five years or for what `ca.expiry` says.
 *
 * @throws CfsslError with upstream's code: 5300 without a subject, 2400 for a key that cannot be made, 9300 for what
 * X.509 cannot hold; GoError with encoding/json's words for JSON that does not fit
 */
export async function initca(request: Json<RequestJson>, options: Options = {}): Promise<CertificateAndKey> {
  const { context } = settle(options);
  const made = await createCa(decodeRequest(jsonBytes(request), context.rules), context);
  return { cert: made.certificate, csr: made.pem, key: made.keyPem };
}

/**
 * Makes a CA's certificate anew from the old one: same key, subject and limits, valid for as long from now on.
 *
 * @param ca,caKey PEM
 * @throws CfsslError 2300 when the key is not the certificate's; GoError when the certificate is no CA's
 */
export async function renewca(
  { ca, caKey, password }: { ca: string; caKey: string; password?: string },
  options: Options = {},
): Promise<{ readonly cert: string }> {
  const { context } = settle(options);
  const certificate = parsePemCertificate(encodeUtf8(ca), context);
  return { cert: await renewCa(certificate, await readKey(caKey, password, context), context) };
}

/**
 * Makes a private key and a request (PKCS #10, RFC 2986) for it.
 *
 * @throws as initca
 */
export async function genkey(request: Json<RequestJson>, options: Options = {}): Promise<KeyAndRequest> {
  const { context } = settle(options);
  const made = await processRequest(decodeRequest(jsonBytes(request), context.rules), context);
  return { csr: made.pem, key: made.keyPem };
}

/**
 * Makes a request for a private key that is there already.
 *
 * @param key PEM: PKCS #1, SEC 1 or PKCS #8
 * @throws as initca; CfsslError 2002 or 2003 for a key that is none
 */
export async function gencsr(
  request: Json<RequestJson>,
  key: string,
  options: Options = {},
): Promise<{ readonly csr: string }> {
  const { context } = settle(options);
  const decoded = decodeRequest(jsonBytes(request), context.rules);
  const { pem } = await generateRequest(decoded, await readKey(key, undefined, context), context);
  return { csr: pem };
}

/**
 * Makes a private key and a certificate that it signs itself.
 *
 * @throws as initca; CfsslError 5100 when the profile has no usages
 */
export async function selfsign(request: Json<RequestJson>, options: Options = {}): Promise<CertificateAndKey> {
  const { context } = settle(options);
  const made = await processRequest(decodeRequest(jsonBytes(request), context.rules), context);
  return { cert: await signSelf(made, selfsignProfile(), context), csr: made.pem, key: made.keyPem };
}

/** What a certificate is issued with, beside the request. */
export interface IssueOptions {
  /** Name of a profile of the configuration; unknown ones mean its default, as in cfssl. */
  readonly profile?: string;
  /** Hosts that go in the place of the request's. */
  readonly hosts?: readonly string[];
  /** A CRL URL that goes before the profile's. */
  readonly crlUrl?: string;
}

/** A CA that issues certificates under a configuration's profiles. */
export interface LocalSigner {
  /** Makes a private key and a certificate for it. Throws as initca and sign do. */
  gencert(request: Json<RequestJson>, options?: IssueOptions): Promise<CertificateAndKey>;
  /**
   * Issues a certificate for a request made elsewhere (PEM), after checking its signature.
   *
   * @throws CfsslError 9002, 9003 or 9300 for a request that is none, 5300 and 5500 where policy refuses it
   */
  sign(csr: string, options?: IssueOptions & { readonly subject?: Json<SubjectJson> }): Promise<CertificateAndRequest>;
}

/** The files of a CA, as text. */
export interface CaFiles {
  /** Certificate, PEM. */
  readonly ca: string;
  /** Private key, PEM. */
  readonly caKey: string;
  /** Opens the key when it is encrypted (RFC 1421 headers). */
  readonly password?: string;
  /** A signing configuration (ca-config.json); without one, certificates are a server's and client's for a year. */
  readonly config?: Json<object>;
}

/**
 * A signer that holds the CA's key.
 *
 * @throws CfsslError 1002, 1003 for the certificate; 2002, 2003, 2100 for the key; 5200 for the configuration
 */
export async function createLocalSigner(files: CaFiles, options: Options = {}): Promise<LocalSigner> {
  const setting = settle(options);
  const { context } = setting;
  const policy = await readPolicy(files.config, setting);
  const certificate = parsePemCertificate(encodeUtf8(files.ca), context);
  const key = await readKey(files.caKey, files.password, context);
  const signer = createCoreSigner(key, certificate, policy, context);
  return {
    async gencert(request, issue = {}) {
      const decoded = decodeRequest(jsonBytes(request), context.rules);
      const terms = issueTerms(issue);
      const made = await processRequest(terms.hosts ? { ...decoded, hosts: [...terms.hosts] } : decoded, context);
      return { cert: await signer.signMade(made, terms), csr: made.pem, key: made.keyPem };
    },
    async sign(csr, issue = {}) {
      const { subject } = issue;
      const override = subject === undefined ? null : decodeSubject(jsonBytes(subject), context.rules);
      return { cert: await signer.sign(csr, { ...issueTerms(issue), subject: override }), csr };
    },
  };
}

/** The terms that a caller may set, each taken by name: whatever else the object holds never reaches the signer. */
function issueTerms({ profile, hosts, crlUrl }: IssueOptions): Terms {
  return { profile: profile ?? "", hosts: hosts ?? null, crlUrl: crlUrl ?? "" };
}

function readPolicy(config: Json<object> | undefined, { context, sources }: Setting) {
  if (config === undefined) return policyOf(defaultProfile());
  return parseConfig(jsonBytes(config), { log: context.log, rules: context.rules, sources });
}

function readKey(key: string, password: string | undefined, { rules }: Setting["context"]) {
  return parsePemKey(encodeUtf8(key), password === undefined ? null : encodeUtf8(password), rules);
}

function jsonBytes(json: Json<object>): Uint8Array {
  if (json instanceof Uint8Array) return json;
  return encodeUtf8(typeof json === "string" ? json : JSON.stringify(json));
}
