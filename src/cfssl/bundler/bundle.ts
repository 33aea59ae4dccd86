import { GoPanic } from "../../go/errors.js";
import { formatName } from "../../x509/encode/name-text.js";
import { isKeyOf } from "../../x509/encode/public-key.js";
import type { EncodedKey } from "../../x509/keys/key-form.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { Chain } from "../../x509/verify/chain.js";
import { UnknownAuthorityError } from "../../x509/verify/invalid-certificate.js";
import { isSignedBy } from "../../x509/verify/issuers.js";
import { CfsslError } from "../errors.js";
import { chooseOptimal, chooseUbiquitous } from "./choose.js";
import type { BundleInput } from "./input.js";
import { type Certificates, isInOrder, isSameList, orderFromLeaf } from "./order.js";
import type { Platform } from "./platforms.js";
import type { BundleRules } from "./rules.js";
import { type SearchContext, searchIntermediates } from "./search.js";
import { type BundleStatus, describeChain } from "./status.js";
import type { Stores } from "./stores.js";
import { codeVerifyError, findBundles } from "./verify.js";

/** A certificate with the chain to send with it. */
export interface Bundle {
  /** What is to be sent: the certificate, and its intermediates. Empty for a certificate that is a root of its own. */
  readonly chain: readonly Certificate[];
  readonly certificate: Certificate;
  /** Null if no root was looked for (force). */
  readonly root: Certificate | null;
  readonly key: EncodedKey | null;
  readonly status: BundleStatus;
}

/** What a bundler works with. Without stores it can only force. */
export interface BundlerContext extends Omit<SearchContext, "stores" | "rules"> {
  readonly stores: Stores | null;
  readonly platforms: readonly Platform[];
  readonly rules: SearchContext["rules"] & { readonly bundle: BundleRules };
}

/**
 * Bundles a certificate. The flavor `force` takes the given chain as it is, `optimal` the best chain to a root, and any
 * other the one that most platforms can use.
 *
 * @throws CfsslError 1100…1220 if there is no chain, 2200, 2300 for a key that does not fit
 * @throws GoPanic where upstream crashes
 */
export async function bundleCertificates(input: BundleInput, flavor: string, context: BundlerContext): Promise<Bundle> {
  const { log, rules } = context;
  log.info(`bundling certificate for ${formatName(input.certificates[0].subject)}`);
  const certificates = await orderFromLeaf(input.certificates, rules.tls);
  checkKey(certificates[0], input.key, rules.bundle);
  const { stores } = context;
  if (flavor === "force" || !stores) return force(certificates, input.key, context);
  const chain = await findBest(certificates, flavor, { ...context, stores });
  const root = chain.at(-1) ?? chain[0];
  log.info(`the anchoring root is ${formatName(root.subject)}`);
  log.debug("Populate untrusted platform warning.");
  const sent = needsRoot(chain) ? chain : chain.slice(0, -1);
  if (sent.length === 0 && rules.bundle.crashesOnLoneRoot) {
    const remedy = "name other roots with -ca-bundle, or use -flavor force";
    throw new GoPanic(`the certificate is itself a root of the bundle, so there is no chain: ${remedy}`);
  }
  const described = await describeChain(chain, context.platforms, context.now());
  log.debug("bundle complete");
  const status = { ...described, isRebundled: !isSameList(sent, certificates) };
  return { chain: sent, certificate: chain[0], root, key: input.key, status };
}

function checkKey({ publicKey }: Certificate, key: EncodedKey | null, { keys, otherKeyText }: BundleRules): void {
  if (!publicKey || !keys.includes(publicKey.kind)) {
    throw new CfsslError("privateKey.notRsaOrEcc", otherKeyText);
  }
  if (key && !isKeyOf(publicKey, key.key)) throw new CfsslError("privateKey.keyMismatch");
}

/** The given chain, if each certificate is signed by the next one. */
async function force(certificates: Certificates, key: EncodedKey | null, context: BundlerContext): Promise<Bundle> {
  if (!(await isInOrder(certificates, context.rules.tls))) {
    throw new CfsslError("certificate.verifyFailed", "Unable to verify the certificate chain");
  }
  const described = await describeChain(certificates, null, context.now());
  context.log.debug("bundle complete");
  const status = { ...described, isRebundled: false };
  return { chain: certificates, certificate: certificates[0], root: null, key, status };
}

interface FindingContext extends SearchContext {
  readonly rules: BundlerContext["rules"];
}

async function findBest(
  certificates: Certificates,
  flavor: string,
  context: FindingContext & Pick<BundlerContext, "platforms">,
): Promise<Chain> {
  const { log, rules, platforms } = context;
  const [leaf] = certificates;
  if (await isSignedBy(leaf, leaf, rules.tls)) throw new CfsslError("certificate.selfSigned");
  const [first, ...others] = await findChains(certificates, context);
  if (!first) throw new CfsslError("certificate.verifyFailed");
  if (flavor === "optimal") return chooseOptimal([first, ...others]);
  if (flavor === "ubiquitous" && platforms.length === 0) {
    log.warning("No metadata, Ubiquitous falls back to Optimal.");
  }
  return chooseUbiquitous([first, ...others], platforms);
}

/** All chains, if need be after a search for intermediates. If that fails too, the release tells which error counts. */
async function findChains(certificates: Certificates, context: FindingContext): Promise<readonly Chain[]> {
  const { log, rules, stores } = context;
  const find = () => findBundles(certificates[0], stores, context.now(), rules);
  try {
    return await find();
  } catch (cause) {
    if (cause instanceof Error) log.debug(`verification failed: ${cause.message}`);
    if (!(cause instanceof UnknownAuthorityError)) throw codeVerifyError(cause);
    log.debug("searching for intermediates via AIA issuer");
    try {
      await searchIntermediates(certificates, context);
    } catch (failure) {
      if (!(failure instanceof UnknownAuthorityError)) throw failure;
      log.debug(`search failed: ${failure.message}`);
      throw codeVerifyError(rules.bundle.keepsFirstError ? cause : failure);
    }
    log.debug("verifying new chain");
    const chains = await find().catch((later: unknown) => {
      throw codeVerifyError(later);
    });
    log.debug("verify ok");
    return chains;
  }
}

/** As upstream: a server that staples OCSP answers for a leaf right under the root sends the root too. */
function needsRoot({ length, 0: leaf }: Chain): boolean {
  return leaf.ocspServer.length > 0 && !leaf.isCa && length <= 2;
}
