/** What a form needs to know beside the certificate and the key. Forms ask for what they use. */
export interface ExportTerms {
  /** Names the entry of a PKCS #12 file, a Secret, and the files of a layout. */
  readonly name: string;
  /** Whether the root is written after the intermediate certificates. */
  readonly withRoot: boolean;
  /** DER in place of PEM. */
  readonly asDer: boolean;
  /** What new files are encrypted with; null if there is none. */
  readonly password: string | null;
  /** scrypt in place of PBKDF2. */
  readonly withScrypt: boolean;
  readonly kubeconfig: KubeconfigTerms;
  /** Of a Secret; "" to leave it out. */
  readonly namespace: string;
  readonly random: (length: number) => Uint8Array;
}

export interface KubeconfigTerms {
  /** The URL of the API server: `https://192.168.1.10:6443`. */
  readonly server: string;
  readonly cluster: string;
  /** "" for the certificate's common name. */
  readonly user: string;
  /** The files to name in place of their contents; null to embed these. */
  readonly paths: { readonly authority: string; readonly certificate: string; readonly key: string } | null;
}
