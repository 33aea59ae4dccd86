import { GoError } from "../../go/errors.js";

/** Why Go's crypto/x509 refuses a certificate, with the numbers of its InvalidReason. */
export const invalidReason = {
  notAuthorizedToSign: 0,
  expired: 1,
  nameNotAuthorized: 2,
  tooManyIntermediates: 3,
  incompatibleUsage: 4,
  tooManyConstraints: 8,
  noValidChains: 10,
} as const;

export type InvalidReason = keyof typeof invalidReason;

/** A certificate that cannot have its place in a chain (Go's x509.CertificateInvalidError). */
export class InvalidCertificateError extends GoError {
  readonly reason: InvalidReason;

  constructor(reason: InvalidReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** No chain leads to a trusted certificate (Go's x509.UnknownAuthorityError). `hint` tells about the first candidate. */
export class UnknownAuthorityError extends GoError {
  constructor(hint: string) {
    super(`x509: certificate signed by unknown authority${hint}`);
  }
}
