import { findKubeadmPath } from "../../export/kubeadm.js";
import type { Writable } from "../json-text.js";
import { type FileNames, filesOf, usualNames } from "../manifest/file-names.js";

/** The files that a row would have; null for one that is not there. */
export interface FoundFiles {
  readonly certificate: string | null;
  readonly key: string | null;
  readonly publicKey: string | null;
}

/** How a row is named, so that it has its files. */
export interface RowName {
  readonly name: string;
  /** Its `files`; undefined where the layout of all rows fits. */
  readonly files: Writable | undefined;
}

export interface Names<T extends FoundFiles> {
  /** The layout of the manifest: the one that fits most. */
  readonly layout: FileNames["layout"];
  readonly rows: ReadonlyMap<T, RowName>;
}

// Where several fit, the first is taken.
const layouts: readonly FileNames["layout"][] = ["pem", "kubeadm", "crt"];

/** Names rows by their files. */
export function nameRows<T extends FoundFiles>(all: readonly T[]): Names<T> {
  const fitting = layouts.map((layout) => ({ layout, count: all.filter((found) => nameIn(layout, found)).length }));
  const isKubeadm = all.some((found) => isOfKubeadm(nameIn("kubeadm", found)));
  const usable = fitting.filter(({ layout }) => layout !== "kubeadm" || isKubeadm);
  const [best] = [...usable].sort((a, b) => b.count - a.count);
  const usual = best?.layout ?? "pem";
  const order = [usual, ...layouts.filter((layout) => layout !== usual && layout !== "kubeadm")];
  const used = new Set<string>();
  const rows = new Map<T, RowName>();
  for (const found of all) {
    const row = rowFor(found, order, used);
    used.add(row.name);
    rows.set(found, row);
  }
  return { layout: usual, rows };
}

function rowFor(found: FoundFiles, order: readonly FileNames["layout"][], used: ReadonlySet<string>): RowName {
  for (const layout of order) {
    const name = nameIn(layout, found);
    if (name !== null && !used.has(name)) return { name, files: layout === order[0] ? undefined : layout };
  }
  const stem = stemOf(found.certificate ?? found.key ?? "");
  let name = stem;
  for (let at = 2; used.has(name); at++) name = `${stem}-${at}`;
  const { certificate, key, publicKey } = found;
  const files = [
    ["certificate", certificate],
    ["key", key],
    ["public-key", publicKey],
  ] as const;
  return { name, files: new Map(files.flatMap(([kind, path]) => (path === null ? [] : [[kind, path]]))) };
}

/** The name of a row that has these files in a layout; null if none has. */
function nameIn(layout: FileNames["layout"], found: FoundFiles): string | null {
  const stem = stemOf(found.certificate ?? found.key ?? "");
  const name = layout === "kubeadm" ? kubeadmName(stem) : stem;
  const paths = filesOf({ ...usualNames, layout }, name, null);
  const isFit = (["certificate", "key", "publicKey"] as const).every(
    (kind) => found[kind] === null || found[kind] === paths[kind],
  );
  return isFit ? name : null;
}

/** A path without what says that it is a certificate or a key. */
export function stemOf(path: string): string {
  return path.replace(/\.[^./]+$/, "").replace(/-key$/, "");
}

/** `etcd-server` for `pki/etcd/server`. */
function kubeadmName(stem: string): string {
  const [, folder = "", path] = /^(.*\/)?pki\/(.+)$/.exec(stem) ?? [];
  return path === undefined ? stem : folder + path.replaceAll("/", "-");
}

function isOfKubeadm(name: string | null): boolean {
  return name !== null && findKubeadmPath(name.slice(name.lastIndexOf("/") + 1)) !== null;
}
