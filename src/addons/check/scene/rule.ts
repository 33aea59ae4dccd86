import type { Finding } from "./finding.js";
import type { Scene } from "./scene.js";

/** A rule as docs/rules.md shows it, which is made of these rows. */
export interface RuleRow {
  /** Never changes: people write it into -ignore. */
  readonly id: string;
  /** "either": an error where a program of the folder refuses it, else a warning. */
  readonly severity: "error" | "warning" | "either";
  /** What the rule finds, and why it matters. */
  readonly means: string;
  /** What programs print about it. */
  readonly seen: readonly string[];
  /** Which real programs refused such a file, and how; null where none does. */
  readonly proof: string | null;
  readonly mend: string;
}

/** A rule, or a small group of rules that need the same look at a scene. */
export interface Rule {
  readonly rows: readonly RuleRow[];
  find(scene: Scene): readonly Finding[] | Promise<readonly Finding[]>;
}
