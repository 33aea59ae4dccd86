import { GoError } from "../../go/errors.js";
import type { ClientCertificate } from "../../go/http/message.js";
import {
  defaultProfile,
  isValidPolicy,
  needsLocalSigner,
  needsRemoteSigner,
  policyOf,
  type SigningPolicy,
  withRemote,
} from "../config/policy.js";
import type { Context } from "../context.js";
import { CfsslError, withCode } from "../errors.js";
import { type CaKeyRules, parseCaKey } from "../input/ca.js";
import { parsePemCertificate } from "../input/certificate.js";
import { type FileRules, readNamed } from "../input/named-value.js";
import type { Sources } from "../sources.js";
import { createCaSigner } from "./ca-signer.js";
import type { SignRules } from "./local.js";
import type { CertificateStore } from "./record.js";
import type { RemoteOptions, RemoteSignerRules } from "./remote.js";
import type { CaSigner, Terms } from "./signer.js";

export interface OpenSignerRules extends SignRules, RemoteSignerRules, CaKeyRules, FileRules {}

/** Who signs, by the flags of the same names; "" for a flag that is not given. */
export interface SignerOptions {
  readonly ca: string;
  readonly caKey: string;
  readonly remote: string;
  /** -tls-remote-ca. */
  readonly remoteCas: string;
  /** -mutual-tls-client-cert and -mutual-tls-client-key. */
  readonly clientCertificate: string;
  readonly clientKey: string;
  /** The policy of -config; null for none. */
  readonly policy: SigningPolicy | null;
}

/**
 * Opens the signer that the flags and the policy's profiles ask for. It has the CA's key, asks another server, or does
 * either one by profile.
 *
 * @param store where certificates go on record that this process signs itself
 * @throws CfsslError or GoError as upstream words it
 */
export async function openSigner(
  options: SignerOptions,
  sources: Sources,
  context: Context<OpenSignerRules>,
  store: CertificateStore | null = null,
): Promise<CaSigner> {
  const given = options.policy ?? policyOf(defaultProfile());
  const policy = options.remote === "" ? given : withRemote(given, options.remote);
  const tls = {
    clientCertificate: await openClientCertificate(options, sources, context),
    trustedCas: await openTrustedCas(options, sources, context),
  };
  if (!isValidPolicy(policy, context.log, context.rules)) throw new CfsslError("policy.invalidPolicy");
  const remotely = async () => (await import("./remote.js")).createRemoteSigner(policy, context, tls);
  if (options.remote !== "") return remotely();
  const isLocal = needsLocalSigner(policy);
  if (isLocal && needsRemoteSigner(policy)) {
    const local = await openLocal(options, policy, sources, context, store);
    const remote = await remotely();
    const choose = ({ profile = "" }: Pick<Terms, "profile">) => (isRemoteProfile(policy, profile) ? remote : local);
    return {
      policy,
      info: async (request) => choose(request).info(request),
      sign: async (csr, terms) => choose(terms).sign(csr, terms),
      signMade: async (made, terms) => choose(terms).signMade(made, terms),
    };
  }
  return isLocal ? openLocal(options, policy, sources, context, store) : remotely();
}

/** The certificate for servers that ask for one. As upstream, it is read even if no server will be asked. */
async function readClientPair(
  { clientCertificate, clientKey }: SignerOptions,
  sources: Sources,
  { log, rules }: Context<OpenSignerRules>,
): Promise<ClientCertificate | null> {
  if (clientCertificate === "" || clientKey === "") return null;
  const { readClientCertificate } = await import("../input/tls.js");
  const read = async () =>
    readClientCertificate(sources.readFile(clientCertificate), sources.readFile(clientKey), rules);
  const found = await read().catch((cause: unknown) => {
    if (cause instanceof GoError) log.critical(rules.remote.unreadableCertificate(clientCertificate, clientKey));
    throw cause;
  });
  log.debug("Client certificate loaded ");
  return found;
}

/** As readClientPair, with log lines about what it means. */
async function openClientCertificate(
  options: SignerOptions,
  sources: Sources,
  context: Context<OpenSignerRules>,
): Promise<ClientCertificate | null> {
  const { log } = context;
  const { clientCertificate, clientKey } = options;
  const found = await readClientPair(options, sources, context).catch((cause: unknown) => {
    const files = `mutual-tls-cert: ${clientCertificate} or mutual-tls-key: ${clientKey}`;
    if (cause instanceof GoError) log.info(`Invalid ${files}, defaulting to no client auth`);
    throw cause;
  });
  if (found) log.info(`Using client auth with mutual-tls-cert: ${clientCertificate} and mutual-tls-key: ${clientKey}`);
  return found;
}

/**
 * The CAs to trust for a server, and the certificate to show it, for a client that signs nothing. Throws GoError.
 */
export async function openRemoteTls(
  options: SignerOptions,
  sources: Sources,
  context: Context<OpenSignerRules>,
): Promise<RemoteOptions> {
  const clientCertificate = await readClientPair(options, sources, context);
  return { clientCertificate, trustedCas: await readRemoteCas(options, sources, context) };
}

async function readRemoteCas(
  { remoteCas }: SignerOptions,
  sources: Sources,
  { rules }: Context<OpenSignerRules>,
): Promise<readonly string[] | null> {
  if (remoteCas === "") return null;
  const { readTrustedCas } = await import("../input/tls.js");
  return readTrustedCas(sources.readFile(remoteCas), rules.parser);
}

async function openTrustedCas(
  options: SignerOptions,
  sources: Sources,
  context: Context<OpenSignerRules>,
): Promise<readonly string[] | null> {
  const { log } = context;
  const { remoteCas } = options;
  try {
    const found = await readRemoteCas(options, sources, context);
    if (remoteCas !== "") log.info(`Using trusted CA from tls-remote-ca: ${remoteCas}`);
    return found;
  } catch (cause) {
    if (cause instanceof GoError) log.info(`Invalid tls-remote-ca: ${remoteCas}, defaulting to system trust store`);
    throw cause;
  }
}

/** Where profiles differ in who signs, an unknown profile name is refused. */
function isRemoteProfile(policy: SigningPolicy, name: string): boolean {
  const profile = name === "" ? policy.default : policy.profiles.get(name);
  if (!profile) throw new CfsslError("policy.unknownProfile");
  return profile.remoteServer !== "";
}

async function openLocal(
  { ca, caKey }: SignerOptions,
  policy: SigningPolicy,
  sources: Sources,
  context: Context<OpenSignerRules>,
  store: CertificateStore | null,
): Promise<CaSigner> {
  const { log, rules } = context;
  if (caKey === "") throw new CfsslError("privateKey.unknown");
  log.debug(`Loading CA: ${ca}`);
  const certificateText = readNamed(ca, sources, rules);
  log.debug(`Loading CA key: ${caKey}`);
  const keyText = withCode("certificate.readFailed", () => readNamed(caKey, sources, rules));
  const authority = parsePemCertificate(certificateText, context);
  return createCaSigner(await parseCaKey(keyText, sources, context), authority, policy, context, store);
}
