/**
 * An error value of the Go programs. `message` is Go's text, to the byte. The command line prints it on a line of its
 * own on stderr and exits with 1.
 */
export class GoError extends Error {
  override readonly name: string = "GoError";
}

/**
 * Marks a place where the Go programs crash (a panic). `message` is one line of our own: what is wrong with the input,
 * and what to do about it. The exit code is 2, like a panic's.
 */
export class GoPanic extends Error {
  override readonly name = "GoPanic";
}
