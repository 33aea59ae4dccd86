import { ExportError } from "../addons/export/export-error.js";
import { type FormName, forms } from "../addons/export/forms.js";
import { readExport } from "../addons/export/material.js";
import type { NamedBytes } from "../addons/export/parts.js";
import { decodeUtf8 } from "../go/utf8.js";
import { type Given, givenList, givenMembers, givenText, isArray, type Members, wrongKind } from "./argument.js";
import { certificatePem, keyPem, passwordBytes } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { CertificateInput, CertificatesInput, Password, PrivateKeyInput } from "./types.js";

export { ExportError } from "../addons/export/export-error.js";

/** The forms that are bytes. */
type BinaryForm = "pkcs12" | "pkcs12-old" | "truststore";

/**
 * The form of an export. `cert`, `fullchain`, `combined`: PEM of a certificate, with its chain, with its key.
 * `pkcs1` (RFC 8017 §A.1.2), `sec1` (RFC 5915), `pkcs8` (RFC 5958 §2), `pkcs8-encrypted` (RFC 5958 §3 with PBES2, RFC
 * 8018 §6.2), `public-key` (RFC 5280 §4.1.2.7): PEM of a key. `pkcs12`, `pkcs12-old`, `truststore`: PKCS #12 (RFC
 * 7292). `secret`, `kubeconfig`: YAML for Kubernetes.
 */
export type ExportForm = Exclude<FormName, "pem" | "crt" | "kubeadm">;

/** What is exported. Forms of a key need only the key, and those of a certificate only that. */
export interface ExportedPair extends Password {
  /** Issuers may follow it, as in a server's file. */
  readonly cert?: CertificateInput | undefined;
  readonly key?: PrivateKeyInput | undefined;
  /** The CAs that signed it, in any order. */
  readonly ca?: CertificatesInput | undefined;
}

/** What a form needs to know beside the certificate and the key. */
export interface ExportOptions extends Options {
  /** What `pkcs8-encrypted`, PKCS #12 and trust stores are encrypted with. */
  readonly newPassword?: string | undefined;
  /** Names the entry of PKCS #12 and the Secret; default: `cert`. */
  readonly name?: string | undefined;
  /** Whether the root follows the intermediate certificates. */
  readonly root?: boolean | undefined;
  /** Whether `pkcs8-encrypted` derives its key by scrypt (RFC 7914) in place of PBKDF2. */
  readonly scrypt?: boolean | undefined;
  /** Of a Secret. */
  readonly namespace?: string | undefined;
  /** The URL of the API server, for a kubeconfig. */
  readonly server?: string | undefined;
  /** Default: `kubernetes`. */
  readonly cluster?: string | undefined;
  /** Default: the certificate's common name. */
  readonly user?: string | undefined;
}

/** Writes a certificate, its key and its CAs as text. */
export async function exportAs(
  form: Exclude<ExportForm, BinaryForm>,
  pair: ExportedPair,
  options?: ExportOptions,
): Promise<string>;
/** Writes certificates, perhaps with a key, as bytes of PKCS #12. */
export async function exportAs(form: BinaryForm, pair: ExportedPair, options?: ExportOptions): Promise<Uint8Array>;
/**
 * Writes a certificate, its key and its CAs in the form that another program asks for, as `cfssl export` does. It checks
 * that the key is the certificate's, and that the CAs signed it. Browsers have no triple DES and no scrypt.
 *
 * @example
 * ```ts
 * import { exportAs, selfsign } from "cfssl-ts";
 *
 * const { cert, key } = await selfsign({ CN: "web", hosts: ["www.example.com"] });
 * const file = await exportAs("pkcs12", { cert, key }, { newPassword: "correct horse", name: "web" });
 * console.log(file instanceof Uint8Array); // true
 * const pem = await exportAs("pkcs8", { key });
 * console.log(pem.split("\n")[0]); // -----BEGIN PRIVATE KEY-----
 * ```
 *
 * @returns bytes of PKCS #12; text in all other forms
 * @throws ExportError for what does not fit, is missing, or cannot be opened; GoError for a key that the form does not
 * have; TypeError for an argument of a wrong kind, RangeError for an unknown form; UnavailableError in a browser
 */
export async function exportAs(
  form: ExportForm,
  pair: ExportedPair,
  options?: ExportOptions,
): Promise<string | Uint8Array>;
export async function exportAs(
  form: ExportForm,
  pair: ExportedPair,
  options: ExportOptions = {},
): Promise<string | Uint8Array> {
  const { context, release, throwIfAborted } = resolveOptions(options);
  const { make } = givenForm({ name: "form", value: form });
  const terms = readTerms(givenMembers({ name: "options", value: options }, "options."));
  const { member } = givenMembers({ name: "pair", value: pair }, "pair.");
  const [cert, key, ca, password] = [member("cert"), member("key"), member("ca"), passwordBytes(member("password"))];
  const files: NamedBytes[] = [];
  if (cert.value !== undefined) files.push({ name: cert.name, bytes: certificatePem(cert) });
  if (key.value !== undefined) files.push({ name: key.name, bytes: await keyPem(key) });
  const sources = {
    files,
    authorities: ca.value === undefined ? [] : authoritiesOf(ca),
    async password(name: string) {
      if (password) return decodeUtf8(password);
      throw new ExportError(`${name} is encrypted: hand in its password`);
    },
  };
  throwIfAborted();
  const material = await readExport(sources, { parser: release.issuing.parser, keys: release.issuing });
  const [file] = await make(material, { ...terms, random: context.random });
  return file?.contents ?? "";
}

function givenForm(given: Given) {
  const name = givenText(given);
  const form = Object.entries(forms).find(([each, { isLayout }]) => each === name && !isLayout)?.[1];
  if (form) return form;
  throw new RangeError(`form must be the name of a form; it is ${JSON.stringify(name)}`);
}

function authoritiesOf(given: Given): readonly NamedBytes[] {
  const read = (item: Given) => ({ name: item.name, bytes: certificatePem(item) });
  return isArray(given.value) ? givenList(given, "an array of certificates", read) : [read(given)];
}

function readTerms({ member }: Members) {
  const text = (name: string, absent: string) => {
    const given = member(name);
    return given.value === undefined ? absent : givenText(given);
  };
  const password = member("newPassword");
  return {
    name: text("name", "cert"),
    password: password.value === undefined ? null : givenText(password),
    withRoot: givenTruth(member("root")),
    withScrypt: givenTruth(member("scrypt")),
    asDer: false,
    namespace: text("namespace", ""),
    kubeconfig: {
      server: text("server", ""),
      cluster: text("cluster", "kubernetes"),
      user: text("user", ""),
      paths: null,
    },
  };
}

function givenTruth(given: Given): boolean {
  const { value } = given;
  if (value === undefined || typeof value === "boolean") return value ?? false;
  throw wrongKind(given, "a boolean");
}
