import type { Holding } from "../../inventory/graph.js";
import { sameKey } from "../../inventory/material.js";
import type { Scene } from "../scene/scene.js";
import { setCredentials } from "./kubeconfig.js";
import { stemOf, word } from "./shell.js";

/** A file or a member of a kubeconfig where a certificate belongs. */
export interface Target {
  readonly path: string;
  /** The file of its key; null if it is not in a file of its own. */
  readonly keyPath: string | null;
  /** The user of a kubeconfig that holds both in itself; null for a file. */
  readonly user: string | null;
  /** Whether more certificates follow in the file. */
  readonly hasChain: boolean;
  /** Whether the file has the key too. */
  readonly isCombined: boolean;
}

const member = "client-certificate-data:";

/** Where a certificate lies and is shown by somebody. */
export function targetsOf({ places, certificate }: Holding, scene: Scene): readonly Target[] {
  const found: Target[] = [];
  for (const place of places) {
    if (place.position > 0 || found.some(({ path }) => path === place.path)) continue;
    const { path } = place;
    if (place.member.startsWith(member)) {
      found.push({ path, keyPath: null, user: place.member.slice(member.length), hasChain: false, isCombined: false });
    } else if (place.member === "") {
      const keys = keysBeside(path, scene);
      const right = keys.find(({ spki }) => sameKey(spki, certificate.rawSpki)) ?? keys[0];
      const hasChain = scene.certificatesIn(path).length > 1;
      found.push({ path, keyPath: right?.path ?? null, user: null, hasChain, isCombined: right?.path === path });
    }
  }
  return found;
}

const pairs = new WeakMap<Scene, ReadonlyMap<string, readonly Scene["pairs"][number]["key"][]>>();

/** The keys that belong beside a certificate file, by what names them. */
export function keysBeside(path: string, scene: Scene): readonly Scene["pairs"][number]["key"][] {
  let known = pairs.get(scene);
  if (!known) {
    const found = new Map<string, Scene["pairs"][number]["key"][]>();
    for (const pair of scene.pairs) {
      if (pair.certificateMember !== "" || pair.key.member !== "") continue;
      const same = found.get(pair.certificatePath);
      if (same) same.push(pair.key);
      else found.set(pair.certificatePath, [pair.key]);
    }
    known = found;
    pairs.set(scene, known);
  }
  return known.get(path) ?? [];
}

/** What was issued: `NAME.pem`, and `NAME-key.pem` if the key is a new one. */
export interface Issued {
  readonly base: string;
  readonly keyPath: string;
  readonly isNewKey: boolean;
  /** CAs that have to follow in files with a chain, where another CA signed; null keeps those that are there. */
  readonly chain: string | null;
}

/** The commands that put what was issued where the old certificate is. */
export function install(targets: readonly Target[], issued: Issued): readonly string[] {
  const certificate = `${issued.base}.pem`;
  return targets.flatMap((target): readonly string[] => {
    const { path, keyPath, user } = target;
    if (user !== null) return [setCredentials({ path, user }, certificate, issued.keyPath)];
    const key = issued.isNewKey && !target.isCombined && keyPath !== null && keyPath !== issued.keyPath;
    const copyKey = key ? [`cp ${word(issued.keyPath)} ${word(keyPath)}`] : [];
    return [...placeCertificate(target, issued), ...copyKey];
  });
}

function placeCertificate({ path, hasChain, isCombined }: Target, { base, keyPath, chain }: Issued): readonly string[] {
  const certificate = word(`${base}.pem`);
  if (!hasChain && !isCombined) return path === `${base}.pem` ? [] : [`cp ${certificate} ${word(path)}`];
  const key = isCombined ? ` ${word(keyPath)}` : "";
  if (!hasChain) return [`cat ${certificate}${key} > ${word(path)}`];
  if (chain !== null) return [`cat ${certificate}${chain === "" ? "" : ` ${word(chain)}`}${key} > ${word(path)}`];
  const rest = word(`${path}.chain-rest`);
  return [
    `awk '/BEGIN C/ { n++ } /BEGIN .*KEY/ { n = 0 } n > 1' ${word(path)} > ${rest}`,
    `cat ${certificate} ${rest}${key} > ${word(path)}`,
    `rm ${rest}`,
  ];
}

/** A name for what is issued: that of the first file, unless other files would be overwritten. */
export function baseFor(targets: readonly Target[], scene: Scene): string {
  const [first] = targets;
  if (!first) return "new";
  const stem = stemOf(first.path);
  const isItsOwn = first.path === `${stem}.pem` && [`${stem}-key.pem`, null].includes(first.keyPath);
  if (isItsOwn && first.user === null && !first.hasChain && !first.isCombined) return stem;
  const paths = pathsOf(scene);
  const isFree = (base: string) => [".pem", "-key.pem", ".csr"].every((ending) => !paths.has(`${base}${ending}`));
  for (let at = 0; ; at++) {
    const base = at === 0 ? stem : `${stem}-again${at === 1 ? "" : at}`;
    if (isFree(base)) return base;
  }
}

/** A name that no file has, for one that these commands make. */
export function freePath(stem: string, ending: string, scene: Scene): string {
  const paths = pathsOf(scene);
  for (let at = 0; ; at++) {
    const path = `${stem}${at === 0 ? "" : `-again${at === 1 ? "" : at}`}${ending}`;
    if (!paths.has(path)) return path;
  }
}

const allPaths = new WeakMap<Scene, ReadonlySet<string>>();

export function pathsOf(scene: Scene): ReadonlySet<string> {
  const known = allPaths.get(scene) ?? new Set(scene.inventory.tree.files.map(({ path }) => path));
  allPaths.set(scene, known);
  return known;
}
