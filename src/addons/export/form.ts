import type { EncodedKey } from "../../x509/keys/key-form.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { ExportError } from "./export-error.js";
import type { ExportMaterial } from "./material.js";
import type { ExportTerms } from "./terms.js";

/** A file that a form makes. */
export interface ExportedFile {
  /** By the name of the terms. A layout's may be in a folder. */
  readonly path: string;
  readonly contents: string | Uint8Array;
  /** Whether a private key is in it, encrypted or not. */
  readonly isSecret: boolean;
}

/** A form of certificates and keys. */
export interface Form {
  /** One line for help and documents. */
  readonly summary: string;
  readonly takes: "key" | "certificate" | "pair" | "any";
  /** What the file's name has after the name of the terms; "" for a layout. */
  readonly ending: string;
  /** Whether it encrypts with a password. */
  readonly isEncrypted: boolean;
  /** Whether it can be written as DER in place of PEM. */
  readonly hasDer: boolean;
  /** Whether it is no text. */
  readonly isBinary: boolean;
  /** Whether it makes several files, which go to a folder. */
  readonly isLayout: boolean;
  /**
   * Makes the files; one, unless it is a layout.
   *
   * @throws ExportError if something is missing that it needs
   */
  make(material: ExportMaterial, terms: ExportTerms): Promise<readonly ExportedFile[]>;
}

type Traits = Pick<Form, "isEncrypted" | "hasDer" | "isBinary">;
type Contents = string | Uint8Array;

/** A form of a key alone. */
export function keyForm(
  summary: string,
  ending: string,
  make: (key: EncodedKey, terms: ExportTerms) => Contents | Promise<Contents>,
  {
    isEncrypted = false,
    hasDer = true,
    isSecret = true,
  }: Partial<Omit<Traits, "isBinary"> & Pick<ExportedFile, "isSecret">> = {},
): Form {
  return {
    ...{ summary, takes: "key", ending, isEncrypted, hasDer, isBinary: false, isLayout: false },
    async make({ key }, terms) {
      return [{ path: terms.name + ending, contents: await make(keyOf(key), terms), isSecret }];
    },
  };
}

/** A form of a certificate without its key. */
export function certificateForm(
  summary: string,
  ending: string,
  make: (certificate: Certificate, material: ExportMaterial, terms: ExportTerms) => Contents | Promise<Contents>,
  { isEncrypted = false, hasDer = false, isBinary = false }: Partial<Traits> = {},
): Form {
  return {
    ...{ summary, takes: "certificate", ending, isEncrypted, hasDer, isBinary, isLayout: false },
    async make(material, terms) {
      const contents = await make(certificateOf(material.certificate), material, terms);
      return [{ path: terms.name + ending, contents, isSecret: false }];
    },
  };
}

/** A form of a certificate with its key. */
export function pairForm(
  summary: string,
  ending: string,
  make: (pair: Pair, material: ExportMaterial, terms: ExportTerms) => Contents | Promise<Contents>,
  { isEncrypted = false, isBinary = false }: Partial<Traits> = {},
): Form {
  return {
    ...{ summary, takes: "pair", ending, isEncrypted, hasDer: false, isBinary, isLayout: false },
    async make(material, terms) {
      const pair = { certificate: certificateOf(material.certificate), key: keyOf(material.key) };
      return [{ path: terms.name + ending, contents: await make(pair, material, terms), isSecret: true }];
    },
  };
}

/** A certificate with its key. */
export interface Pair {
  readonly certificate: Certificate;
  readonly key: EncodedKey;
}

function keyOf(key: EncodedKey | null): EncodedKey {
  if (key) return key;
  throw new ExportError("The private key is missing: give it after the certificate");
}

function certificateOf(certificate: Certificate | null): Certificate {
  if (certificate) return certificate;
  throw new ExportError("The certificate is missing: give it before the private key");
}
