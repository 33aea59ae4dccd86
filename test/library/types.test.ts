import type { KeyObject, webcrypto, X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate } from "node:tls";
import {
  type CertificateAndKey,
  type CertificateAndMaybeKey,
  type CertificateAndRequest,
  type CertificateDescription,
  type CertificateInfo,
  type CertificateInput,
  type CertificateRequestInfo,
  type CertificatesInput,
  type CfsslError,
  type CfsslErrorJson,
  type certinfo,
  createLocalSigner,
  type csrinfo,
  type describeCertificate,
  type describeRequest,
  type Encoded,
  type Fetch,
  fingerprint,
  gencrl,
  type gencsr,
  genkey,
  type InitcaOptions,
  type IssueOptions,
  initca,
  type Json,
  type KeyAndRequest,
  type LocalSigner,
  type Logger,
  type NoKey,
  type Options,
  type orderChain,
  type PrivateKeyInput,
  type RequestDescription,
  type RequestJson,
  type renewca,
  type SerialNumber,
  selfsign,
  type VerifiedCertificate,
  type VerifyTerms,
  verifyCertificate,
} from "../../src/index.js";

/** What a call answers. */
type Answer<T extends (...args: never) => unknown> = Awaited<ReturnType<T>>;

const made = () => initca({ CN: "x" }, { keyFormat: "pkcs8" });
const forKey = (key: PrivateKeyInput) => initca({ CN: "x" }, { key, password: "" });
const selfMade = () => selfsign({ CN: "x" });
const selfForKey = (key: PrivateKeyInput) => selfsign({ CN: "x" }, { key });
const issued = (signer: LocalSigner) => signer.gencert({ CN: "x" }, { profile: "p" });
const issuedForKey = (signer: LocalSigner, key: PrivateKeyInput) => signer.gencert({ CN: "x" }, { key });
const renewed = (signer: LocalSigner) => signer.renew("", { profile: "p" });
const renewedForKey = (signer: LocalSigner, key: PrivateKeyInput) => signer.renew("", { key });

type PerhapsKey = PrivateKeyInput | undefined;
const perhapsForKey = (key: PerhapsKey) => initca({ CN: "x" }, { key });
const selfPerhapsForKey = (key: PerhapsKey) => selfsign({ CN: "x" }, { key });
const issuedPerhapsForKey = (signer: LocalSigner, key: PerhapsKey) => signer.gencert({ CN: "x" }, { key });
const renewedPerhapsForKey = (signer: LocalSigner, key: PerhapsKey) => signer.renew("", { key });

/** True when two types are the same; anything else does not compile where it is used. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

test("the types describe what goes in and what comes out", () => {
  const claims: readonly true[] = [
    true satisfies Same<ReturnType<typeof initca>, Promise<CertificateAndKey>>,
    true satisfies Same<
      Parameters<typeof initca>,
      [request: Json<RequestJson>, options?: (InitcaOptions & NoKey) | undefined]
    >,
    true satisfies Same<Answer<typeof made>, CertificateAndKey>,
    true satisfies Same<Answer<typeof forKey>, CertificateAndRequest>,
    true satisfies Same<Answer<typeof selfMade>, CertificateAndKey>,
    true satisfies Same<Answer<typeof selfForKey>, CertificateAndRequest>,
    true satisfies Same<Answer<typeof issued>, CertificateAndKey>,
    true satisfies Same<Answer<typeof issuedForKey>, CertificateAndRequest>,
    true satisfies Same<Answer<typeof renewed>, CertificateAndKey>,
    true satisfies Same<Answer<typeof renewedForKey>, CertificateAndRequest>,
    true satisfies Same<Answer<typeof perhapsForKey>, CertificateAndMaybeKey>,
    true satisfies Same<Answer<typeof selfPerhapsForKey>, CertificateAndMaybeKey>,
    true satisfies Same<Answer<typeof issuedPerhapsForKey>, CertificateAndMaybeKey>,
    true satisfies Same<Answer<typeof renewedPerhapsForKey>, CertificateAndMaybeKey>,
    true satisfies Same<ReturnType<typeof genkey>, Promise<KeyAndRequest>>,
    true satisfies Same<ReturnType<typeof gencsr>, Promise<{ readonly csr: string }>>,
    true satisfies Same<ReturnType<typeof renewca>, Promise<{ readonly cert: string }>>,
    true satisfies Same<ReturnType<typeof createLocalSigner>, Promise<LocalSigner>>,
    true satisfies Same<ReturnType<typeof gencrl>, Promise<Uint8Array>>,
    true satisfies Same<ReturnType<typeof certinfo>, CertificateInfo>,
    true satisfies Same<ReturnType<typeof csrinfo>, CertificateRequestInfo>,
    true satisfies Same<CertificateRequestInfo["DNSNames"], readonly string[] | null>,
    true satisfies Same<ReturnType<typeof describeCertificate>, CertificateDescription>,
    true satisfies Same<ReturnType<typeof describeRequest>, RequestDescription>,
    true satisfies Same<Answer<typeof verifyCertificate>, VerifiedCertificate>,
    true satisfies Same<Answer<typeof orderChain>, readonly string[]>,
    true satisfies Same<CertificateInfo["sans"], readonly string[] | undefined>,
    true satisfies Same<Options["log"], Logger | undefined>,
    true satisfies Same<CfsslError["code"], number>,
    true satisfies Same<CfsslError["rejected"], readonly string[] | undefined>,
    true satisfies Same<ReturnType<CfsslError["toJSON"]>, CfsslErrorJson>,
    true satisfies typeof globalThis.fetch extends Fetch ? true : false,
    true satisfies KeyObject extends PrivateKeyInput ? true : false,
    true satisfies webcrypto.CryptoKey extends PrivateKeyInput ? true : false,
    true satisfies Buffer extends Encoded ? true : false,
    true satisfies X509Certificate extends CertificateInput ? true : false,
    true satisfies DetailedPeerCertificate extends CertificateInput ? true : false,
    true satisfies string[] extends CertificatesInput ? true : false,
    true satisfies { roots: string; host: undefined } extends VerifyTerms ? true : false,
    true satisfies { profile: undefined } extends IssueOptions ? true : false,
    true satisfies { log: undefined } extends Options ? true : false,
    true satisfies Same<SerialNumber, bigint | string | { readonly hex: string }>,
  ];
  const misuses: readonly (() => unknown)[] = [
    // @ts-expect-error a misspelt member
    () => initca({ cn: "x" }),
    // @ts-expect-error no such algorithm
    () => initca({ key: { algo: "dsa" } }),
    // @ts-expect-error hosts are an array
    () => genkey({ hosts: "a.example" }),
    // @ts-expect-error the key is missing
    () => createLocalSigner({ ca: "" }),
    // @ts-expect-error no such form
    () => genkey({ CN: "x" }, { keyFormat: "pem" }),
    // @ts-expect-error no such member
    () => createLocalSigner({ ca: "", caKey: "", strict: true }),
    // @ts-expect-error roots are missing
    () => verifyCertificate("", { host: "x" }),
    // @ts-expect-error no such usage
    () => verifyCertificate("", { roots: "", usages: ["signing"] }),
    // @ts-expect-error no such hash
    () => fingerprint("", { hash: "MD5" }),
    // @ts-expect-error serial numbers are no numbers
    () => gencrl({ ca: "", caKey: "", serials: [1] }),
  ];
  expect([claims.length, misuses.length]).toEqual([42, 10]);
});
