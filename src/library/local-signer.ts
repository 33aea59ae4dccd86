import { parseConfig } from "../cfssl/config/load.js";
import { defaultProfile, policyOf } from "../cfssl/config/policy.js";
import { decodeConfig } from "../cfssl/config/shape.js";
import { generateRequest, processRequest } from "../cfssl/csr/generate.js";
import { CfsslError } from "../cfssl/errors.js";
import { createLocalSigner as createCoreSigner } from "../cfssl/signer/local.js";
import { decodeSubject } from "../cfssl/signer/subject.js";
import { isKeyOf } from "../x509/encode/public-key.js";
import type { Certificate } from "../x509/model/certificate.js";
import type { PrivateKey } from "../x509/model/key.js";
import { type Given, givenMembers, wrongKind } from "./argument.js";
import { openCallerKey } from "./caller-key.js";
import type { ConfigJson } from "./config-json.js";
import { decodedRequest } from "./issue.js";
import { issueMembers, issueTerms, type ProfileChoice, profileTerms } from "./issue-terms.js";
import { jsonBytes } from "./json.js";
import { formatKey } from "./key-format.js";
import { openPrivateKey, readCertificate, requestPem } from "./material.js";
import type { Options } from "./options.js";
import { renewalRequest } from "./renew.js";
import type { RequestJson, SubjectJson } from "./request-json.js";
import { type ResolvedOptions, resolveOptions } from "./resolve-options.js";
import type {
  CallerKey,
  CaPair,
  CertificateAndKey,
  CertificateAndMaybeKey,
  CertificateAndRequest,
  CertificateInput,
  Encoded,
  Json,
  MaybeKey,
  NoKey,
} from "./types.js";

/** The terms of one certificate, beside its request. */
export interface IssueOptions {
  /** The name of a profile. Without one, and for an unknown one unless `strictProfile` is set, the default profile. */
  readonly profile?: string | undefined;
  /** Hosts that replace the request's. */
  readonly hosts?: readonly string[] | undefined;
  /** A CRL URL that replaces the profile's. */
  readonly crlUrl?: string | undefined;
}

/** The terms of a renewal: the names stay. */
export type RenewOptions = Pick<IssueOptions, "profile" | "crlUrl">;

/** A CA that issues certificates under the profiles of a configuration. */
export interface LocalSigner {
  /** Issues a certificate for a key that you have. All else is as for a new key. */
  gencert(request: Json<RequestJson>, options: IssueOptions & CallerKey): Promise<CertificateAndRequest>;
  /** Issues a certificate for a key that you may have. */
  gencert(request: Json<RequestJson>, options: IssueOptions & MaybeKey): Promise<CertificateAndMaybeKey>;
  /**
   * Makes a private key and issues a certificate for it. With `options.key`, the certificate is for that key:
   * `request.key` does not matter, and no key comes out.
   *
   * @example
   * ```ts
   * import { certinfo, createLocalSigner, initca } from "cfssl-ts";
   *
   * const ca = await initca({ CN: "Example CA" });
   * const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
   * const { cert } = await signer.gencert({ CN: "web", hosts: ["www.example.com"] });
   * console.log(certinfo(cert).issuer.common_name); // Example CA
   * ```
   *
   * @throws as initca and sign
   */
  gencert(request: Json<RequestJson>, options?: IssueOptions & NoKey): Promise<CertificateAndKey>;
  /**
   * Issues a certificate for a request made elsewhere, after checking its signature.
   *
   * @example
   * ```ts
   * import { certinfo, createLocalSigner, genkey, initca } from "cfssl-ts";
   *
   * const { csr } = await genkey({ CN: "web", hosts: ["www.example.com", "admin.example.com"] });
   * const ca = await initca({ CN: "Example CA" });
   * const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
   * const { cert } = await signer.sign(csr, { hosts: ["www.example.com"] });
   * console.log(certinfo(cert).sans); // [ 'www.example.com' ]
   * ```
   *
   * @throws CfsslError 9002, 9003 or 9300 for a broken request; 5300 and 5500 if the policy refuses it, with the names
   * in `rejected`; 5400 for an unknown profile with `strictProfile`
   * @throws RangeError if another server issues for the profile; TypeError for an argument of a wrong kind
   */
  sign(
    csr: Encoded,
    options?: IssueOptions & { readonly subject?: Json<SubjectJson> | undefined },
  ): Promise<CertificateAndRequest>;
  /** Renews a certificate of this CA for a key that you have. All else is as for a new key. */
  renew(certificate: CertificateInput, options: RenewOptions & CallerKey): Promise<CertificateAndRequest>;
  /** Renews a certificate of this CA for a key that you may have. */
  renew(certificate: CertificateInput, options: RenewOptions & MaybeKey): Promise<CertificateAndMaybeKey>;
  /**
   * Renews a certificate of this CA: same subject and alternative names, valid from now on. Usages and all else are the
   * profile's. The key is `options.key`, or a new one of the old one's kind and size. The old certificate may have
   * expired, but this CA's key must have signed it.
   *
   * @example
   * ```ts
   * import { certinfo, createLocalSigner, initca } from "cfssl-ts";
   *
   * const ca = await initca({ CN: "Example CA" });
   * const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
   * const old = await signer.gencert({ CN: "web", hosts: ["www.example.com"] });
   * const { cert } = await signer.renew(old.cert, { key: old.key });
   * console.log(certinfo(cert).sans); // [ 'www.example.com' ]
   * ```
   *
   * @throws CfsslError 1002 or 1003 for the certificate; 5300 if this CA did not issue it, or if it is a CA's; as sign
   */
  renew(certificate: CertificateInput, options?: RenewOptions & NoKey): Promise<CertificateAndKey>;
}

/** A CA and its rules. */
export interface CaFiles extends CaPair {
  /** A signing configuration (ca-config.json). Without one, certificates are a server's and client's for a year. */
  readonly config?: Json<ConfigJson> | undefined;
  /**
   * Makes it an error to name an unknown profile, or none if the configuration has no `default`. Without this, such a
   * certificate is issued under the default profile, as in cfssl.
   */
  readonly strictProfile?: boolean | undefined;
}

/**
 * Opens a CA that issues certificates.
 *
 * @example
 * ```ts
 * import { createLocalSigner, describeCertificate, initca } from "cfssl-ts";
 *
 * const ca = await initca({ CN: "Example CA" });
 * const signer = await createLocalSigner({
 *   ca: ca.cert,
 *   caKey: ca.key,
 *   config: {
 *     signing: {
 *       profiles: { client: { expiry: "720h", usages: ["signing", "client auth"] } },
 *     },
 *   },
 *   strictProfile: true,
 * });
 *
 * const { cert } = await signer.gencert({ CN: "alice" }, { profile: "client" });
 * console.log(describeCertificate(cert).usages); // [ 'signing', 'client auth' ]
 * ```
 *
 * @throws CfsslError 1002, 1003 for the certificate; 2002, 2003, 2100 for the key; 2300 if the key is not the
 * certificate's; 5200 for the configuration
 * @throws GoError for a configuration without `signing`; TypeError for an argument of a wrong kind
 */
export async function createLocalSigner(files: CaFiles, options: Options = {}): Promise<LocalSigner> {
  const resolved = resolveOptions(options);
  const { context, keyFormat, throwIfAborted } = resolved;
  const { member } = givenMembers({ name: "the first argument", value: files }, "");
  throwIfAborted();
  const isStrict = readStrictness(member("strictProfile"));
  // All that was given is read before the first wait: the caller may erase it afterwards.
  const config = member("config");
  const text = config.value === undefined ? null : jsonBytes(config);
  const certificate = readCertificate(member("ca"), context);
  const key = await openPrivateKey(member("caKey"), member("password"), context.rules);
  const choice: ProfileChoice = { isStrict, ...(await readPolicy(text, isStrict, resolved)) };
  checkPair(certificate, key);
  const signer = createCoreSigner(key, certificate, choice.policy, context);

  async function gencert(request: Json<RequestJson>, issue: IssueOptions & CallerKey): Promise<CertificateAndRequest>;
  async function gencert(request: Json<RequestJson>, issue: IssueOptions & MaybeKey): Promise<CertificateAndMaybeKey>;
  async function gencert(request: Json<RequestJson>, issue?: IssueOptions & NoKey): Promise<CertificateAndKey>;
  async function gencert(request: Json<RequestJson>, issue: object = {}): Promise<CertificateAndMaybeKey> {
    const members = issueMembers(issue);
    const terms = issueTerms(members, choice);
    const decoded = decodedRequest(request, resolved);
    const wanted = terms.hosts ? { ...decoded, hosts: [...terms.hosts] } : decoded;
    const own = await openCallerKey(members, context.rules);
    if (own) {
      const made = await generateRequest(wanted, own, context);
      return { cert: await signer.signMade(made, terms), csr: made.pem };
    }
    const made = await processRequest(wanted, context);
    const cert = await signer.signMade(made, terms);
    const result: CertificateAndKey = { cert, csr: made.pem, key: formatKey(made, keyFormat) };
    return result;
  }

  async function renew(old: CertificateInput, issue: RenewOptions & CallerKey): Promise<CertificateAndRequest>;
  async function renew(old: CertificateInput, issue: RenewOptions & MaybeKey): Promise<CertificateAndMaybeKey>;
  async function renew(old: CertificateInput, issue?: RenewOptions & NoKey): Promise<CertificateAndKey>;
  async function renew(old: CertificateInput, issue: object = {}): Promise<CertificateAndMaybeKey> {
    throwIfAborted();
    const members = issueMembers(issue);
    const terms = profileTerms(members, choice);
    const parsed = readCertificate({ name: "certificate", value: old }, context);
    const own = await openCallerKey(members, context.rules);
    const { csr, made } = await renewalRequest(parsed, certificate, own, context);
    const cert = await signer.sign(csr, terms);
    if (!made) return { cert, csr };
    const result: CertificateAndKey = { cert, csr, key: formatKey(made, keyFormat) };
    return result;
  }

  return {
    gencert,
    async sign(csr, issue = {}) {
      throwIfAborted();
      const members = issueMembers(issue);
      const pem = requestPem({ name: "csr", value: csr });
      const subject = members.member("subject");
      const override = subject.value === undefined ? null : decodeSubject(jsonBytes(subject), context.rules);
      return { cert: await signer.sign(pem, { ...issueTerms(members, choice), subject: override }), csr: pem };
    },
    renew,
  };
}

/**
 * Checks that a CA's key is its certificate's. Upstream finds out when it signs.
 *
 * @throws CfsslError 2300
 */
export function checkPair({ publicKey }: Certificate, key: PrivateKey): void {
  if (!publicKey || !isKeyOf(publicKey, key)) throw new CfsslError("privateKey.keyMismatch");
}

function readStrictness(given: Given): boolean {
  if (given.value === undefined) return false;
  if (typeof given.value !== "boolean") throw wrongKind(given, "a boolean");
  return given.value;
}

async function readPolicy(
  text: Uint8Array | null,
  isStrict: boolean,
  { context, sources }: ResolvedOptions,
): Promise<Pick<ProfileChoice, "policy" | "hasDefault">> {
  const { log, rules } = context;
  if (text === null) return { policy: policyOf(defaultProfile()), hasDefault: true };
  const policy = await parseConfig(text, { log, rules, sources });
  // The policy does not say whether its default profile is the configuration's.
  const hasDefault = !isStrict || Boolean((await decodeConfig(text, rules))?.signing?.default);
  return { policy, hasDefault };
}
