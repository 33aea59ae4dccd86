import { parseCaKey } from "../../../cfssl/input/ca.js";
import { parsePemCertificate } from "../../../cfssl/input/certificate.js";
import { createLocalSigner, type LocalSigner } from "../../../cfssl/signer/local.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import type { PrivateKey } from "../../../x509/model/key.js";
import { manifestError } from "../manifest/errors.js";
import { keyPath } from "../manifest/row.js";
import type { Authority } from "../plan/authority.js";
import type { Workshop } from "../plan/context.js";
import { withPlace } from "../plan/wanted.js";

/** A CA's certificate as it will be, and its key. */
export interface Issuer {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

/** The CAs that sign in a run. */
export interface Signers {
  /** Says of a CA that is made or renewed what it will be. */
  announce(name: string, issuer: Promise<Issuer>): void;
  signerOf(name: string): Promise<LocalSigner>;
  keyOf(name: string): Promise<PrivateKey>;
  /** The certificate that a CA has or will have. */
  certificateOf(name: string): Promise<Certificate>;
}

/** Opens each CA once, when something is signed by it first. */
export function createSigners(authorities: ReadonlyMap<string, Authority>, workshop: Workshop): Signers {
  const issuers = new Map<string, Promise<Issuer>>();
  const keys = new Map<string, Promise<PrivateKey>>();
  const signers = new Map<string, Promise<LocalSigner>>();
  const { context, manifest } = workshop;
  const keyOf = (name: string) => remember(keys, name, () => openKey(authorityOf(authorities, name), workshop));
  const issuerOf = (name: string) =>
    remember(issuers, name, async () => {
      const { certificate } = authorityOf(authorities, name).present;
      if (!certificate) throw new Error(`the CA ${name} has not been made`);
      return { certificate, key: await keyOf(name) };
    });
  return {
    keyOf,
    async certificateOf(name) {
      const { certificate } = authorityOf(authorities, name).present;
      return certificate && !issuers.has(name) ? certificate : (await issuerOf(name)).certificate;
    },
    announce(name, issuer) {
      // Whoever waits for it gets the error too.
      issuer.catch(() => {});
      issuers.set(name, issuer);
    },
    signerOf: (name) =>
      remember(signers, name, async () => {
        const { key, certificate } = await issuerOf(name);
        return createLocalSigner(key, certificate, manifest.policy, context);
      }),
  };
}

/** The issuer that a new certificate and its key are. */
export function issuerOf(pem: string, key: PrivateKey, { context }: Pick<Workshop, "context">): Issuer {
  return { certificate: parsePemCertificate(encodeUtf8(pem), context), key };
}

function remember<T>(known: Map<string, Promise<T>>, name: string, open: () => Promise<T>): Promise<T> {
  const found = known.get(name) ?? open();
  known.set(name, found);
  return found;
}

function authorityOf(authorities: ReadonlyMap<string, Authority>, name: string): Authority {
  const found = authorities.get(name);
  if (!found) throw new Error(`there is no CA ${name}`);
  return found;
}

async function openKey({ row, present }: Authority, { context, sources }: Workshop): Promise<PrivateKey> {
  try {
    return await parseCaKey(present.keyText ?? new Uint8Array(), sources, context);
  } catch (cause) {
    if (present.isKeyEncrypted) {
      const text = `${keyPath(row)} is encrypted: put its password into the environment variable CFSSL_CA_PK_PASSWORD`;
      throw manifestError(row.pattern.place, text);
    }
    throw withPlace(row, cause);
  }
}
