import type { PrivateKey } from "../../x509/model/key.js";
import { openKey, readParts } from "../export/parts.js";
import { type Holding, joinCertificates } from "../inventory/graph.js";
import { type Inventory, takeInventory } from "../inventory/inventory.js";
import type { MaterialRules } from "../inventory/material.js";
import type { SourceTree } from "../inventory/tree.js";
import { RenewError } from "./renew-error.js";

/** A folder with certificates to renew. Paths are from there. */
export interface Folder {
  readonly inventory: Inventory;
  readonly holdings: readonly Holding[];
  /** A path as the caller would name it. */
  nameOf(path: string): string;
  bytesOf(path: string): Uint8Array;
  /** Opens the private key of a file. Throws ExportError or RenewError if that cannot be done. */
  openKey(path: string): Promise<PrivateKey>;
}

/**
 * Reads a folder.
 *
 * @param nameOf a path as the caller would name it
 * @param password answers the password of an encrypted key, or throws
 */
export async function readFolder(
  tree: SourceTree,
  nameOf: (path: string) => string,
  password: (name: string) => Promise<string>,
  rules: MaterialRules,
): Promise<Folder> {
  const inventory = await takeInventory(tree, rules);
  const files = new Map(tree.files.map(({ path, bytes }) => [path, bytes]));
  const bytesOf = (path: string) => files.get(path) ?? new Uint8Array();
  return {
    inventory,
    holdings: await joinCertificates(inventory.certificates, () => 0),
    nameOf,
    bytesOf,
    openKey: (path) => openKeyOf(nameOf(path), bytesOf(path), password, rules),
  };
}

/**
 * The private key of a file.
 *
 * @throws ExportError for what is no key, and for a wrong password; RenewError for a file without a key
 */
export async function openKeyOf(
  name: string,
  bytes: Uint8Array,
  password: (name: string) => Promise<string>,
  rules: MaterialRules,
): Promise<PrivateKey> {
  const [part] = readParts({ name, bytes }, rules.parser).keys;
  if (!part) throw new RenewError(`${name} holds no private key`);
  return (await openKey(name, part, password, rules.keys)).key;
}
