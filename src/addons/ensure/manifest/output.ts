import type { FormName } from "../../export/forms.js";

/** Forms of one file. Layouts are names of the files of rows. */
export type OutputForm = Exclude<FormName, "pem" | "crt" | "kubeadm">;

/** A file that is made of a row's certificate and key: a call of `cfssl export`. */
export interface Output {
  readonly form: OutputForm;
  /** Where it stands in the manifest, for errors. */
  readonly place: string;
  /** The file, from the store's top. */
  readonly path: string;
  /** Names the entry of PKCS #12 or the Secret. */
  readonly name: string;
  /** Whether the root follows the intermediate CAs. */
  readonly withRoot: boolean;
  readonly asDer: boolean;
  readonly withScrypt: boolean;
  /** Null if the form has no password. */
  readonly password: PasswordSource | null;
  /** Of a Secret; "" for none. */
  readonly namespace: string;
  readonly kubeconfig: KubeconfigOutput | null;
}

/** Where a password comes from: never from the manifest. */
export type PasswordSource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "variable"; readonly name: string }
  /** Without a password. */
  | { readonly kind: "none" }
  /** From whoever sits there. */
  | { readonly kind: "asked" };

export interface KubeconfigOutput {
  /** The URL of the API server. */
  readonly server: string;
  readonly cluster: string;
  /** "" for the certificate's common name. */
  readonly user: string;
  /** Whether it holds certificates and key; otherwise it names their files. */
  readonly isEmbedded: boolean;
}

export const noOutputs: readonly Output[] = [];
