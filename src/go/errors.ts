/**
 * An error value of the Go programs: `message` is its text, to the byte. The command line prints it alone on a
 * line of stderr and exits with 1.
 */
export class GoError extends Error {
  override readonly name: string = "GoError";
}

/**
 * The place where the Go programs crash (a panic). `message` is our own one line that says what is wrong with the
 * input and what to do about it; the exit code is 2, as a panic's.
 */
export class GoPanic extends Error {
  override readonly name = "GoPanic";
}
