import type { ConfigJson } from "./config-json.js";
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
  readonly cas?: Readonly<Record<string, CaRowJson>>;
  readonly certificates?: Readonly<Record<string, CertificateRowJson>>;
  /** Key pairs without a certificate. */
  readonly keys?: Readonly<Record<string, KeyRowJson>>;
  /** Where an editor finds the schema. */
  readonly $schema?: string;
}

/** A CA: a root, or with `ca` an intermediate. */
export interface CaRowJson {
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
}

/** A certificate. Texts may contain `{name}` and `{ip}` of the row's node, and hosts lists such as `{workers.ip}`. */
export interface CertificateRowJson extends CaRowJson {
  readonly ca: string;
  /** Groups of nodes: the row stands for one certificate for each node. */
  readonly each?: readonly string[];
}

export interface KeyRowJson {
  readonly key?: KeyJson;
}

/** A manifest as an object, or the text of its file. */
export type ManifestInput = Json<ManifestJson>;
