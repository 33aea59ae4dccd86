import type { Holding } from "../../inventory/graph.js";
import type { Finding } from "../scene/finding.js";
import { filesOf, type Scene } from "../scene/scene.js";
import { extractAuthority, kubeconfigsWith, setAuthority } from "./kubeconfig.js";
import { sentences } from "./reissue.js";
import { restartText } from "./restart.js";
import { word } from "./shell.js";
import { ownFileOf } from "./signer.js";

/** Puts the newer certificate of a CA where files and kubeconfigs still have the old one. */
export function replaceAuthority(
  old: Holding,
  newer: Holding,
  paths: readonly string[],
  scene: Scene,
): Finding["mend"] {
  const own = ownFileOf(newer, scene);
  const holder = kubeconfigsWith([newer], scene).find(({ isCurrent }) => isCurrent);
  const lead = `put the certificate of ${own ?? holder?.path ?? filesOf(newer)[0]} in its place`;
  const text = sentences(lead, [restartText(paths, scene) || "Then restart what uses it."]);
  const copies = paths.filter((path) => scene.certificatesIn(path).length === 1);
  const kubeconfigs = kubeconfigsWith([old], scene).filter(({ path }) => paths.includes(path));
  const [first] = copies;
  const source = own ?? first;
  if (source === undefined || (own === null && !holder)) return { text };
  const copied = own === null ? copies.slice(1) : copies;
  return {
    text,
    commands: [
      ...(own === null && holder ? [extractAuthority(holder.path, source)] : []),
      ...copied.map((path) => `cp ${word(source)} ${word(path)}`),
      ...kubeconfigs.map((kubeconfig) => setAuthority(kubeconfig, source)),
    ],
  };
}
