/** An error of the HTTP interface itself. Its status is its code as well. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: 400 | 403 | 405;

  constructor(status: 400 | 403 | 405, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
