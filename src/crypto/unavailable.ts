/**
 * What cfssl does and this program does not do: not yet, or not in this runtime. It is our own refusal, not an error of
 * upstream's.
 */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";
  /** What to do instead. */
  readonly hint: string;

  /** @param what completes "… is not available" */
  constructor(what: string, hint: string, where: "yet" | "here" = "yet") {
    super(`${what} is not available ${where}: ${hint}`);
    this.hint = hint;
  }

  /** What JSON.stringify writes: all but the stack. */
  toJSON(): { readonly name: "UnavailableError"; readonly message: string; readonly hint: string } {
    const { name, message, hint } = this;
    return { name, message, hint };
  }
}
