import { encodePem } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { strongPbkdf2, strongScrypt } from "../../x509/encode/pbes2.js";
import { encodePkcs12, modernProtection, oldProtection, type Pkcs12Protection } from "../../x509/encode/pkcs12.js";
import { encryptPkcs8 } from "../../x509/keys/encrypted-pkcs8.js";
import { convertKey, type EncodedKey, type KeyForm } from "../../x509/keys/key-form.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { isSelfIssued } from "../../x509/verify/issuers.js";
import { ExportError } from "./export-error.js";
import { certificateForm, type ExportedFile, type Form, keyForm, type Pair, pairForm } from "./form.js";
import { kubeadmPath } from "./kubeadm.js";
import { encodeKubeconfig } from "./kubeconfig.js";
import { type Naming, pairPaths } from "./layouts.js";
import type { ExportMaterial } from "./material.js";
import { certificatesPem, chainOf, keyPem, traditionalPem, trustedOf } from "./pem.js";
import { encodeSecret } from "./secret.js";
import type { ExportTerms } from "./terms.js";

/** All forms by name. */
export const forms = {
  cert: certificateForm(
    "the certificate alone",
    ".crt",
    (certificate, _, { asDer }) => (asDer ? certificate.raw : certificatesPem([certificate])),
    { hasDer: true },
  ),
  fullchain: certificateForm(
    "the certificate and the intermediate CAs, as servers send them (nginx, Apache)",
    "-fullchain.pem",
    (certificate, material, { withRoot }) => {
      if (material.issuers.length === 0 && !isSelfIssued(certificate)) {
        throw new ExportError("A full chain needs the CAs that signed the certificate");
      }
      return certificatesPem(chainOf(material, certificate, withRoot));
    },
  ),
  combined: pairForm(
    "one file with the intermediate CAs (haproxy)",
    "-combined.pem",
    ({ certificate, key }, material, { withRoot }) =>
      certificatesPem(chainOf(material, certificate, withRoot)) + keyPem(key, "pkcs8"),
  ),
  pkcs1: keyIn("pkcs1", "RSA as PKCS #1 (BEGIN RSA PRIVATE KEY)"),
  sec1: keyIn("sec1", "ECDSA as SEC 1 (BEGIN EC PRIVATE KEY)"),
  pkcs8: keyIn("pkcs8", "PKCS #8 (BEGIN PRIVATE KEY)"),
  "pkcs8-encrypted": keyForm("PKCS #8 with a password", "-encrypted-key.pem", encryptKey, {
    isEncrypted: true,
  }),
  "public-key": keyForm(
    "the public key alone (BEGIN PUBLIC KEY)",
    ".pub",
    ({ key }, { asDer }) => (asDer ? key.spki : encodePem("PUBLIC KEY", key.spki)),
    { isSecret: false },
  ),
  pkcs12: store("PKCS #12 with all CAs (Java, Windows, browsers)", modernProtection),
  "pkcs12-old": store("the same in weak ciphers, for Java before 8u301 and Windows before Server 2019", oldProtection),
  truststore: certificateForm(
    "certificates to trust, without a key, as PKCS #12 (Java)",
    "-truststore.p12",
    encodeTrustStore,
    { isEncrypted: true, isBinary: true },
  ),
  secret: pairForm("a Kubernetes Secret of the type kubernetes.io/tls", "-secret.yaml", (pair, material, terms) =>
    encodeSecret(material, pair.certificate, pair.key, terms),
  ),
  kubeconfig: pairForm(
    "a kubeconfig for the client that the certificate names",
    ".kubeconfig",
    (pair, material, terms) => encodeKubeconfig(material, pair.certificate, pair.key, terms),
  ),
  pem: layout("NAME.pem and NAME-key.pem, as cfssljson names them", ({ name }) => withoutPublicKey("pem", name)),
  crt: layout("NAME.crt and NAME.key", ({ name }) => withoutPublicKey("crt", name)),
  kubeadm: layout("the names of kubeadm in /etc/kubernetes/pki", ({ name }) => {
    const paths = pairPaths("crt", kubeadmPath(name));
    return paths.key === "sa.key" ? [null, paths.key, paths.publicKey] : [paths.certificate, paths.key, null];
  }),
} as const satisfies Readonly<Record<string, Form>>;

export type FormName = keyof typeof forms;

/** The form of this name; null if there is none. */
export function findForm(name: string): Form | null {
  return Object.hasOwn(forms, name) ? forms[name as FormName] : null;
}

function keyIn(form: KeyForm, summary: string): Form {
  return keyForm(summary, "-key.pem", (key, { asDer }) => (asDer ? convertKey(key, form) : keyPem(key, form)));
}

async function encryptKey(key: EncodedKey, { password, withScrypt, asDer, random }: ExportTerms) {
  if (password === "") throw new ExportError("An encrypted key needs a password; the form pkcs8 has none");
  const secret = encodeUtf8(passwordOf(password));
  const hash = withScrypt ? strongScrypt : strongPbkdf2;
  const der = await encryptPkcs8(convertKey(key, "pkcs8"), secret, hash, random);
  return asDer ? der : encodePem("ENCRYPTED PRIVATE KEY", der);
}

function store(summary: string, protection: Pkcs12Protection): Form {
  const make = async ({ certificate, key }: Pair, { issuers }: ExportMaterial, terms: ExportTerms) => {
    const certificates = [
      { der: certificate.raw, name: terms.name },
      ...issuers.map(({ raw }) => ({ der: raw, name: "" })),
    ];
    const pkcs8 = convertKey(key, "pkcs8");
    return encodePkcs12({ key: pkcs8, certificates }, passwordOf(terms.password), protection, terms.random);
  };
  return pairForm(summary, ".p12", make, { isEncrypted: true, isBinary: true });
}

/** The CAs that were given, or all certificates of the file. Java takes the names for keys: each must be another. */
function encodeTrustStore(
  certificate: Certificate,
  material: ExportMaterial,
  { name, password, random }: ExportTerms,
): Promise<Uint8Array> {
  const trusted = material.authorities.length > 0 ? trustedOf(material) : [certificate, ...material.following];
  const certificates = trusted.map(({ raw }, at) => ({ der: raw, name: at === 0 ? name : `${name}-${at + 1}` }));
  return encodePkcs12({ key: null, certificates }, passwordOf(password), modernProtection, random);
}

function passwordOf(password: string | null): string {
  if (password === null) throw new ExportError("This form needs a password");
  return password;
}

/** Paths of a certificate, of its key, and of its public key; null for none. */
type LayoutPaths = readonly [certificate: string | null, key: string | null, publicKey: string | null];

function withoutPublicKey(naming: Naming, name: string): LayoutPaths {
  const { certificate, key } = pairPaths(naming, name);
  return [certificate, key, null];
}

function layout(summary: string, pathsOf: (terms: ExportTerms) => LayoutPaths): Form {
  return {
    ...{ summary, takes: "any", ending: "", isEncrypted: false, hasDer: false, isBinary: false, isLayout: true },
    async make(material, terms) {
      const { certificate, key } = material;
      const [certificatePath, keyPath, publicKeyPath] = pathsOf(terms);
      const files: ExportedFile[] = [];
      if (certificate && certificatePath) {
        const contents = certificatesPem(chainOf(material, certificate, terms.withRoot));
        files.push({ path: certificatePath, contents, isSecret: false });
      }
      if (key && keyPath) files.push({ path: keyPath, contents: traditionalPem(key), isSecret: true });
      if (key && publicKeyPath) {
        files.push({ path: publicKeyPath, contents: encodePem("PUBLIC KEY", key.key.spki), isSecret: false });
      }
      if (files.length === 0) throw new ExportError(`There is nothing for ${certificatePath ?? keyPath}`);
      return files;
    },
  };
}
