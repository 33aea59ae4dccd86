import { createCa } from "../cfssl/ca/initca.js";
import { renewCa } from "../cfssl/ca/renewca.js";
import { selfsignProfile, selfsign as signSelf } from "../cfssl/ca/selfsign.js";
import { parseConfig } from "../cfssl/config/load.js";
import { defaultProfile, policyOf, type SigningPolicy } from "../cfssl/config/policy.js";
import { generateRequest, processRequest } from "../cfssl/csr/generate.js";
import { decodeRequest, type RequestSpec } from "../cfssl/csr/shape.js";
import { parsePemCertificate } from "../cfssl/input/certificate.js";
import { createLocalSigner as createCoreSigner } from "../cfssl/signer/local.js";
import type { Terms } from "../cfssl/signer/signer.js";
import { decodeSubject } from "../cfssl/signer/subject.js";
import { type Given, givenList, givenMembers, givenText, type Members } from "./argument.js";
import type { ConfigJson } from "./config-json.js";
import { jsonBytes } from "./json.js";
import { certificatePem, openPrivateKey, requestPem } from "./material.js";
import type { Options } from "./options.js";
import type { RequestJson, SubjectJson } from "./request-json.js";
import { type ResolvedOptions, resolveOptions } from "./resolve-options.js";
import type {
  CaPair,
  CertificateAndKey,
  CertificateAndRequest,
  Encoded,
  Json,
  KeyAndRequest,
  PrivateKeyInput,
} from "./types.js";

/**
 * Makes a CA: a private key and a self-signed certificate, valid for five years or for what `ca.expiry` says.
 *
 * @throws CfsslError with upstream's code: 5300 without a subject, 2400 for a key that cannot be made, 9300 for what
 * X.509 cannot hold; GoError with encoding/json's words for JSON that does not fit; TypeError for arguments of a wrong
 * kind, which it names
 */
export async function initca(request: Json<RequestJson>, options: Options = {}): Promise<CertificateAndKey> {
  const resolved = resolveOptions(options);
  const made = await createCa(decodedRequest(request, resolved), resolved.context);
  return { cert: made.certificate, csr: made.pem, key: made.keyPem };
}

/**
 * Makes a CA's certificate anew from the old one: same key, subject and limits, valid for as long from now on.
 *
 * @throws CfsslError 2300 when the key is not the certificate's; GoError when the certificate is no CA's; TypeError for
 * arguments of a wrong kind
 */
export async function renewca(pair: CaPair, options: Options = {}): Promise<{ readonly cert: string }> {
  const { context, throwIfAborted } = resolveOptions(options);
  const { member } = givenMembers({ name: "the first argument", value: pair }, "");
  throwIfAborted();
  const certificate = parsePemCertificate(certificatePem(member("ca")), context);
  const key = await openPrivateKey(member("caKey"), member("password"), context.rules);
  return { cert: await renewCa(certificate, key, context) };
}

/**
 * Makes a private key and a request (PKCS #10, RFC 2986) for it.
 *
 * @throws as initca
 */
export async function genkey(request: Json<RequestJson>, options: Options = {}): Promise<KeyAndRequest> {
  const resolved = resolveOptions(options);
  const { context } = resolved;
  const made = await processRequest(decodedRequest(request, resolved), context);
  return { csr: made.pem, key: made.keyPem };
}

/**
 * Makes a request for a private key that is there already.
 *
 * @throws as initca; CfsslError 2002 or 2003 for a key that is none
 */
export async function gencsr(
  request: Json<RequestJson>,
  key: PrivateKeyInput,
  options: Options = {},
): Promise<{ readonly csr: string }> {
  const resolved = resolveOptions(options);
  const { context } = resolved;
  const decoded = decodedRequest(request, resolved);
  const noPassword = { name: "password", value: undefined };
  const opened = await openPrivateKey({ name: "key", value: key }, noPassword, context.rules);
  const { pem } = await generateRequest(decoded, opened, context);
  return { csr: pem };
}

/**
 * Makes a private key and a certificate that it signs itself.
 *
 * @throws as initca; CfsslError 5100 when the profile has no usages
 */
export async function selfsign(request: Json<RequestJson>, options: Options = {}): Promise<CertificateAndKey> {
  const resolved = resolveOptions(options);
  const { context } = resolved;
  const made = await processRequest(decodedRequest(request, resolved), context);
  return { cert: await signSelf(made, selfsignProfile(), context), csr: made.pem, key: made.keyPem };
}

/** What a certificate is issued with, beside the request. */
export interface IssueOptions {
  /** Name of a profile of the configuration; unknown ones mean its default, as in cfssl. */
  readonly profile?: string;
  /** Hosts that replace the request's. */
  readonly hosts?: readonly string[];
  /** A CRL URL that replaces the profile's. */
  readonly crlUrl?: string;
}

/** A CA that issues certificates under a configuration's profiles. */
export interface LocalSigner {
  /** Makes a private key and a certificate for it. Throws as initca and sign do. */
  gencert(request: Json<RequestJson>, options?: IssueOptions): Promise<CertificateAndKey>;
  /**
   * Issues a certificate for a request made elsewhere, after checking its signature.
   *
   * @throws CfsslError 9002, 9003 or 9300 for a request that is none, 5300 and 5500 where policy refuses it
   * @throws RangeError where the profile has another server issue; TypeError for arguments of a wrong kind
   */
  sign(csr: Encoded, options?: IssueOptions & { readonly subject?: Json<SubjectJson> }): Promise<CertificateAndRequest>;
}

/** A CA, and under what rules it issues. */
export interface CaFiles extends CaPair {
  /** A signing configuration (ca-config.json); without one, certificates are a server's and client's for a year. */
  readonly config?: Json<ConfigJson>;
}

/**
 * A signer that holds the CA's key.
 *
 * @throws CfsslError 1002, 1003 for the certificate; 2002, 2003, 2100 for the key; 5200 for the configuration; TypeError
 * for arguments of a wrong kind
 */
export async function createLocalSigner(files: CaFiles, options: Options = {}): Promise<LocalSigner> {
  const resolved = resolveOptions(options);
  const { context, throwIfAborted } = resolved;
  const { member } = givenMembers({ name: "the first argument", value: files }, "");
  throwIfAborted();
  const policy = await readPolicy(member("config"), resolved);
  const certificate = parsePemCertificate(certificatePem(member("ca")), context);
  const key = await openPrivateKey(member("caKey"), member("password"), context.rules);
  const signer = createCoreSigner(key, certificate, policy, context);
  return {
    async gencert(request, issue = {}) {
      const terms = issueTerms(issueMembers(issue), policy);
      const decoded = decodedRequest(request, resolved);
      const made = await processRequest(terms.hosts ? { ...decoded, hosts: [...terms.hosts] } : decoded, context);
      return { cert: await signer.signMade(made, terms), csr: made.pem, key: made.keyPem };
    },
    async sign(csr, issue = {}) {
      throwIfAborted();
      const members = issueMembers(issue);
      const pem = requestPem({ name: "csr", value: csr });
      const subject = members.member("subject");
      const override = subject.value === undefined ? null : decodeSubject(jsonBytes(subject), context.rules);
      return { cert: await signer.sign(pem, { ...issueTerms(members, policy), subject: override }), csr: pem };
    },
  };
}

function issueMembers(value: IssueOptions): Members {
  return givenMembers({ name: "options", value }, "options.");
}

/** The terms that a caller may set, each taken by name: whatever else the object holds never reaches the signer. */
function issueTerms({ member }: Members, policy: SigningPolicy): Terms {
  const hosts = member("hosts");
  const [profile, crlUrl] = [member("profile"), member("crlUrl")].map((given) =>
    given.value === undefined ? "" : givenText(given),
  );
  checkIssuesHere(policy, profile ?? "");
  return {
    profile: profile ?? "",
    hosts: hosts.value === undefined ? null : givenList(hosts, "an array of strings", (host) => givenText(host)),
    crlUrl: crlUrl ?? "",
  };
}

/** Refuses a profile with `remote` or `auth_remote`, which this signer would pass over. */
function checkIssuesHere(policy: SigningPolicy, name: string): void {
  const { remoteServer } = policy.profiles.get(name) ?? policy.default;
  if (remoteServer === "") return;
  const profile = policy.profiles.has(name) ? `the profile ${JSON.stringify(name)}` : "the default profile";
  throw new RangeError(`${profile} has a remote server issue, which a local signer cannot ask: use cfssl sign`);
}

function readPolicy(config: Given, { context, sources }: ResolvedOptions) {
  if (config.value === undefined) return policyOf(defaultProfile());
  return parseConfig(jsonBytes(config), { log: context.log, rules: context.rules, sources });
}

function decodedRequest(value: Json<RequestJson>, { context, throwIfAborted }: ResolvedOptions): RequestSpec {
  throwIfAborted();
  return decodeRequest(jsonBytes({ name: "request", value }), context.rules);
}
