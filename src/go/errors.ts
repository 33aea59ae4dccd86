/**
 * An error value of the Go programs. `message` is Go's text, to the byte. The command line prints it on its own line on
 * stderr and exits with 1.
 */
export class GoError extends Error {
  override readonly name: string = "GoError";

  /** What JSON.stringify writes: all but the stack and the cause. */
  toJSON(): { readonly name: string; readonly message: string } {
    return { name: this.name, message: this.message };
  }
}

/**
 * Marks a place where the Go programs crash (a panic). `message` is our own line: it names the fault of the input and
 * the remedy. The exit code is 2, like a panic's.
 */
export class GoPanic extends Error {
  override readonly name = "GoPanic";

  /** What JSON.stringify writes: all but the stack and the cause. */
  toJSON(): { readonly name: "GoPanic"; readonly message: string } {
    return { name: this.name, message: this.message };
  }
}
