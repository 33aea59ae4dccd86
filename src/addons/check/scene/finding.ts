/** What a rule says of a folder. */

export type Severity = "error" | "warning";

export interface Finding {
  /** The rule's id, which never changes. */
  readonly rule: string;
  /** error: a program that the folder is for refuses it. warning: it works, but is dangerous, or ends soon, or others refuse it. */
  readonly severity: Severity;
  /** The file to blame first, then those that it does not agree with. */
  readonly files: readonly string[];
  /** What is wrong, in sentences. */
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  /** What programs print about it, the likeliest first. */
  readonly seenAs?: readonly string[];
  readonly mend: { readonly text: string; readonly commands?: readonly string[] };
}
