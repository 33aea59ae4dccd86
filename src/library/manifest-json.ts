import type { ConfigJson } from "./config-json.js";
import type { ExportForm } from "./export.js";
import type { NameConstraintsJson } from "./name-constraints.js";
import type { KeyJson, RequestJson } from "./request-json.js";
import type { Json } from "./types.js";

/**
 * A PKI as JSON: the file of `cfssl ensure`. Its rows are calls of gencert: a row's name is what `cfssljson -bare` would
 * be given, and its members are gencert's flags. schema/pki.schema.json describes every member. Durations are as Go
 * writes them: `720h`.
 */
export interface ManifestJson {
  /** The signing configuration, or its path, which `options.sources` reads. Default: a year for servers and clients. */
  readonly config?: string | ConfigJson;
  /** How long before its end a certificate is renewed. Default: a third of its lifetime. */
  readonly "renew-before"?: string;
  /** IP addresses of machines by group and name. */
  readonly nodes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of the files of all rows; default: `pem`. */
  readonly files?: LayoutName | FileNamesJson;
  /** Outputs of certificates that name none. */
  readonly outputs?: readonly OutputJson[];
  readonly cas?: Readonly<Record<string, CaRowJson>>;
  readonly certificates?: Readonly<Record<string, CertificateRowJson>>;
  /** Key pairs without a certificate. */
  readonly keys?: Readonly<Record<string, KeyRowJson>>;
  readonly kubeconfigs?: Readonly<Record<string, KubeconfigJson>>;
  /** Where an editor finds the schema. */
  readonly $schema?: string;
}

/** A CA: a root, or with `ca` an intermediate. */
export interface CaRowJson extends RowJson {
  /** What the CA may sign. It may stand in the request too, if that stands in the row. */
  readonly name_constraints?: NameConstraintsJson;
}

interface RowJson {
  /** The request, or its path. */
  readonly request: string | RequestJson;
  /** The row of the CA that signs this one. */
  readonly ca?: string;
  /** The profile by which it signs; that must make a CA. */
  readonly profile?: string;
  /** Replaces the request's common name. */
  readonly cn?: string;
  /** Replace the request's hosts; not for a root. */
  readonly hosts?: readonly string[];
  readonly "renew-before"?: string;
  /** Names of its files. */
  readonly files?: LayoutName | Pick<FileNamesJson, "certificate" | "key">;
  /** Files in other forms that are made of the certificate and the key. */
  readonly outputs?: readonly OutputJson[];
}

/** A certificate. Texts may contain `{name}` and `{ip}` of the row's node, and hosts lists such as `{workers.ip}`. */
export interface CertificateRowJson extends RowJson {
  readonly ca: string;
  /** Groups of nodes: the row stands for one certificate for each node. */
  readonly each?: readonly string[];
}

export interface KeyRowJson {
  readonly key?: KeyJson;
  readonly files?: LayoutName | Pick<FileNamesJson, "key" | "public-key">;
  /** Files in other forms that are made of the key. */
  readonly outputs?: readonly OutputJson[];
}

/** `NAME.pem` and `NAME-key.pem`, `NAME.crt` and `NAME.key`, or kubeadm's names in /etc/kubernetes. */
export type LayoutName = "pem" | "crt" | "kubeadm";

/** Names of files. `{row}` stands for the row's name. */
export interface FileNamesJson {
  readonly certificate?: string;
  readonly key?: string;
  readonly "public-key"?: string;
}

/** A form of `cfssl export`, or a call of it: members are named like its flags. */
export type OutputJson = OutputForm | OutputCallJson;
type OutputForm = Exclude<ExportForm, "kubeconfig">;

export interface OutputCallJson {
  readonly form: OutputForm;
  /** The file; default: beside the certificate, with an ending for the form. */
  readonly out?: string;
  /** Names the entry of PKCS #12 or the Secret; default: the row's name. */
  readonly name?: string;
  /** Whether the root follows the intermediate CAs. */
  readonly root?: boolean;
  readonly der?: boolean;
  readonly scrypt?: boolean;
  /** A file whose first line is the password, which `options.sources` reads. */
  readonly "password-file"?: string;
  /** A variable that holds the password, which `options.sources` reads. */
  readonly "password-env"?: string;
  readonly "password-none"?: boolean;
  /** Of a Secret. */
  readonly namespace?: string;
}

/** A kubeconfig of a certificate; with `each` one for each node. */
export interface KubeconfigJson {
  readonly each?: readonly string[];
  /** The row of the certificate; default: that of the same name. */
  readonly certificate?: string;
  /** The URL of the API server. */
  readonly server: string;
  /** Default: `kubernetes`. */
  readonly cluster?: string;
  /** Default: the certificate's common name. */
  readonly user?: string;
  /** Whether it holds certificates and key, or names their files; default: true. */
  readonly embed?: boolean;
  /** The file; default: `NAME.kubeconfig`, or `NAME.conf` beside kubeadm's files. */
  readonly out?: string;
}

/** A manifest as an object, or the text of its file. */
export type ManifestInput = Json<ManifestJson>;
