import type { KeyObject, webcrypto } from "node:crypto";
import {
  type CertificateAndKey,
  type CertificateInfo,
  type CfsslError,
  type certinfo,
  createLocalSigner,
  type Encoded,
  type Fetch,
  gencrl,
  type gencsr,
  genkey,
  initca,
  type Json,
  type KeyAndRequest,
  type LocalSigner,
  type Logger,
  type Options,
  type PrivateKeyInput,
  type RequestJson,
  type renewca,
  type SerialNumber,
} from "../../src/index.js";

/** True when two types are the same; anything else does not compile where it is used. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

test("the types say what goes in and what comes out", () => {
  const claims: readonly true[] = [
    true satisfies Same<ReturnType<typeof initca>, Promise<CertificateAndKey>>,
    true satisfies Same<Parameters<typeof initca>, [request: Json<RequestJson>, options?: Options | undefined]>,
    true satisfies Same<ReturnType<typeof genkey>, Promise<KeyAndRequest>>,
    true satisfies Same<ReturnType<typeof gencsr>, Promise<{ readonly csr: string }>>,
    true satisfies Same<ReturnType<typeof renewca>, Promise<{ readonly cert: string }>>,
    true satisfies Same<ReturnType<typeof createLocalSigner>, Promise<LocalSigner>>,
    true satisfies Same<ReturnType<typeof gencrl>, Promise<Uint8Array>>,
    true satisfies Same<ReturnType<typeof certinfo>, CertificateInfo>,
    true satisfies Same<CertificateInfo["sans"], readonly string[] | undefined>,
    true satisfies Same<Options["log"], Logger | undefined>,
    true satisfies Same<CfsslError["code"], number>,
    true satisfies typeof globalThis.fetch extends Fetch ? true : false,
    true satisfies KeyObject extends PrivateKeyInput ? true : false,
    true satisfies webcrypto.CryptoKey extends PrivateKeyInput ? true : false,
    true satisfies Buffer extends Encoded ? true : false,
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
    // @ts-expect-error serial numbers are no numbers
    () => gencrl({ ca: "", caKey: "", serials: [1] }),
  ];
  expect([claims.length, misuses.length]).toEqual([16, 5]);
});
