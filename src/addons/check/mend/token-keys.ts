import type { Finding } from "../scene/finding.js";
import type { Scene } from "../scene/scene.js";
import { pathsOf } from "./install.js";
import { reissue } from "./reissue.js";
import { word } from "./shell.js";

type Mend = Finding["mend"];

const restart = "restart kube-apiserver and kube-controller-manager";

/** Makes the public half again from the key that signs: what was signed with it stays valid. */
export function joinTokenPair(keyPath: string, publicPath: string, scene: Scene): Mend {
  const text = `use both halves of one pair, and ${restart}`;
  const [holding] = scene.certificatesIn(publicPath);
  if (holding)
    return reissue(holding, {}, `${text}; these commands issue the certificate for the key that signs`, scene);
  const isPrivate = scene.inventory.keys.some(({ path, kind }) => path === publicPath && kind === "private");
  if (isPrivate) return { text, commands: [`cp ${word(keyPath)} ${word(publicPath)}`] };
  return { text, commands: [`openssl pkey -in ${word(keyPath)} -pubout -out ${word(publicPath)}`] };
}

/** Copies the pair that most machines have to the others. */
export function copyTokenPair(from: string, to: readonly string[], scene: Scene): Mend {
  const publicOf = (path: string) => path.replace(/\.key$/, ".pub");
  const hasPublic = (path: string) => publicOf(path) !== path && pathsOf(scene).has(publicOf(path));
  return {
    text: `copy the pair of ${from} there, and ${restart} on each machine. Tokens that the other key signed become void`,
    commands: to.flatMap((path) => [
      `cp ${word(from)} ${word(path)}`,
      ...(hasPublic(from) && hasPublic(path) ? [`cp ${word(publicOf(from))} ${word(publicOf(path))}`] : []),
    ]),
  };
}
