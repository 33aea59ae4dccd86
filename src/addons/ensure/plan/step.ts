import type { KeyRow, Row } from "../manifest/row.js";

/** What is to be done for a row. */
export interface Step {
  readonly row: Row | KeyRow;
  readonly action: "kept" | "made" | "renewed";
  /** Why it is made or renewed: `missing`, `hosts: +10.0.0.4 (cp-4)`. */
  readonly why: readonly string[];
  /** Whether it gets a new key. */
  readonly hasNewKey: boolean;
}

const noReason: readonly string[] = [];

export function keep(row: Row | KeyRow): Step {
  return { row, action: "kept", why: noReason, hasNewKey: false };
}
