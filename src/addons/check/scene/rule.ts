import type { Finding } from "./finding.js";
import type { Scene } from "./scene.js";

/** A rule, or a small group of rules that need the same look at a scene. */
export interface Rule {
  /** The ids of its findings. */
  readonly ids: readonly string[];
  find(scene: Scene): readonly Finding[] | Promise<readonly Finding[]>;
}
