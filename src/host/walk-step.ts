import type { GoError } from "../go/errors.js";

/** What is found on a walk through a folder. */
export interface WalkStep {
  readonly path: string;
  readonly isFile: boolean;
  /** Why it cannot be looked at; null if it can. */
  readonly fault: GoError | null;
}
