import { encodeHex } from "../../../go/hex.js";
import type { Holding } from "../../inventory/graph.js";
import type { KeyEntry } from "../../inventory/material.js";
import type { Scene } from "../scene/scene.js";
import { stemOf } from "./shell.js";

/** The files that a CA issues with. */
export interface Signer {
  readonly certificate: string;
  readonly key: string;
  /** Whether the folder has its key. */
  readonly isHere: boolean;
}

const keyFiles = new WeakMap<Scene, ReadonlyMap<string, readonly KeyEntry[]>>();

/** The files of a private key, in which it lies by itself and is not encrypted. */
export function keyFilesOf(spki: Uint8Array, scene: Scene): readonly string[] {
  let known = keyFiles.get(scene);
  if (!known) {
    const found = new Map<string, KeyEntry[]>();
    for (const key of scene.inventory.keys) {
      if (key.kind !== "private" || key.spki === null || key.member !== "" || key.label === "") continue;
      const id = encodeHex(key.spki);
      const same = found.get(id);
      if (same) same.push(key);
      else found.set(id, [key]);
    }
    known = found;
    keyFiles.set(scene, known);
  }
  return (known.get(encodeHex(spki)) ?? [])
    .map(({ path }) => path)
    .filter((path) => scene.certificatesIn(path).length === 0);
}

/** The file that has a certificate and nothing else, as cfssl wants it. */
export function ownFileOf({ places }: Holding, scene: Scene): string | null {
  const own = places.find(({ path, member, position }) => {
    return member === "" && position === 0 && scene.certificatesIn(path).length === 1;
  });
  return own?.path ?? null;
}

/** What a CA issues with. Names that it may have elsewhere stand for what the folder lacks. */
export function signerOf(authority: Holding, scene: Scene): Signer {
  const own = ownFileOf(authority, scene);
  const [key] = keyFilesOf(authority.certificate.rawSpki, scene);
  const certificate = own ?? "ca.pem";
  const named = certificate.endsWith(".pem") ? `${stemOf(certificate)}-key.pem` : `${stemOf(certificate)}.key`;
  return { certificate, key: key ?? named, isHere: own !== null && key !== undefined };
}

/** The CA to issue with again: of those that signed it, the one whose key is here and that lasts longest. */
export function authorityOf({ issuers }: Holding, scene: Scene): Holding | undefined {
  const rank = (holding: Holding) =>
    (signerOf(holding, scene).isHere ? 1e12 : 0) + holding.certificate.notAfter.seconds;
  return [...issuers].sort((a, b) => rank(b) - rank(a))[0];
}
