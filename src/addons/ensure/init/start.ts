import type { Writable } from "../json-text.js";

/** The files to begin a PKI with. */
export interface Start {
  /** In the order in which they are named to the person; "" is the path of the manifest. */
  readonly files: readonly StartFile[];
  /** Whether names or addresses in it are examples, because they were not said. */
  readonly isExample: boolean;
}

export interface StartFile {
  readonly path: string;
  readonly value: Writable;
}

export const peerUsages: readonly string[] = ["signing", "key encipherment", "server auth", "client auth"];

/** A profile for certificates of a year. */
export function profileOf(usages: readonly string[]): Writable {
  return { expiry: "8760h", usages };
}

/** The member by which an editor finds the schema of the package, where that is installed. */
export function schemaOf(): { readonly $schema: string } {
  return { $schema: "./node_modules/cfssl-ts/schema/pki.schema.json" };
}
