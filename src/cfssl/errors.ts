import { UnavailableError } from "../crypto/unavailable.js";
import { GoError } from "../go/errors.js";
import { type JsonRules, quoteString } from "../go/json/encode.js";

export { UnavailableError } from "../crypto/unavailable.js";

/**
 * Upstream's coded errors: a category (thousands) and a reason in it, and the text for an error that wraps no other.
 * The numbers are part of the interface: scripts see them.
 */
const table = {
  "certificate.unknown": [1000, "Unknown certificate error"],
  "certificate.readFailed": [1001, "Failed to read certificate"],
  "certificate.decodeFailed": [1002, "Failed to decode certificate"],
  "certificate.parseFailed": [1003, "Failed to parse certificate"],
  "certificate.selfSigned": [1100, "Certificate is self signed"],
  "certificate.verifyFailed": [1200, "Unable to verify certificate"],
  "certificate.notAuthorizedToSign": [1210, "Unable to verify certificate"],
  "certificate.expired": [1211, "Unable to verify certificate"],
  "certificate.nameNotAuthorized": [1212, "Unable to verify certificate"],
  "certificate.tooManyIntermediates": [1213, "Unable to verify certificate"],
  "certificate.incompatibleUsage": [1214, "Unable to verify certificate"],
  "certificate.tooManyConstraints": [1218, "Unable to verify certificate"],
  "certificate.noValidChains": [1220, "Unable to verify certificate"],
  "certificate.unknownAuthority": [1220, "Unable to verify certificate"],
  "certificate.badRequest": [1300, "Invalid certificate request"],
  "certificate.missingSerial": [1400, "Missing serial number in request"],
  "privateKey.unknown": [2000, "Unknown private key error"],
  "privateKey.readFailed": [2001, "Failed to read private key"],
  "privateKey.decodeFailed": [2002, "Failed to decode private key"],
  "privateKey.parseFailed": [2003, "Failed to parse private key"],
  "privateKey.encrypted": [2100, "Private key is encrypted."],
  "privateKey.notRsaOrEcc": [2200, "Private key algorithm is not RSA or ECC or Ed25519"],
  "privateKey.keyMismatch": [2300, "Private key does not match public key"],
  "privateKey.generationFailed": [2400, "Failed to new private key"],
  "privateKey.unavailable": [2500, "Private key is unavailable"],
  "intermediates.readFailed": [3001, "Failed to read intermediate certificate"],
  "intermediates.parseFailed": [3003, "Failed to parse intermediate certificate"],
  "root.readFailed": [4001, "Failed to read root certificate"],
  "root.parseFailed": [4003, "Failed to parse root certificate"],
  "policy.unknown": [5000, "Unknown policy error"],
  "policy.noKeyUsages": [5100, "Invalid policy: no key usage available"],
  "policy.invalidPolicy": [5200, "Invalid or unknown policy"],
  "policy.invalidRequest": [5300, "Policy violation request"],
  "policy.unknownProfile": [5400, "Unknown policy profile"],
  "policy.unmatchedWhitelist": [5500, "Request does not match policy whitelist"],
  "dial.unknown": [6000, "Failed to dial remote server"],
  "apiClient.jsonError": [7200, "API client JSON config error"],
  "apiClient.ioError": [7300, "API client IO error"],
  "apiClient.httpError": [7400, "API client HTTP error"],
  "apiClient.serverRequestFailed": [7500, "API client error: Server request failed"],
  "ocsp.issuerMismatch": [8100, "Certificate not issued by this issuer"],
  "ocsp.invalidStatus": [8200, "Invalid revocation status"],
  // Upstream gives it the code of an invalid status.
  "ocsp.verifyFailed": [8200, "Invalid revocation status"],
  "csr.unknown": [9000, "CSR parsing failed due to unknown error"],
  "csr.readFailed": [9001, "CSR file read failed"],
  "csr.decodeFailed": [9002, "CSR Decode failed"],
  "csr.parseFailed": [9003, "CSR Parsing failed"],
  "csr.badRequest": [9300, "CSR Bad request"],
  "ct.unknown": [10000, "Certificate transparency parsing failed due to unknown error"],
  "ct.submissionFailed": [10100, "Certificate transparency precertificate submission failed"],
  "certStore.unknown": [11000, "Certificate store action failed due to unknown error"],
  "certStore.insertionFailed": [11100, "Certificate store insertion failed"],
  "certStore.recordNotFound": [11200, "Certificate store record not found"],
} as const;

/** The names of the coded errors, as stable as their codes: `csr.parseFailed`. */
export type CfsslErrorName = keyof typeof table;

/**
 * A coded error of upstream. `message` is the text from the table or, if this wraps another error, that error's text.
 * `cause` is the wrapped error.
 */
export class CfsslError extends Error {
  override readonly name = "CfsslError";
  readonly code: number;
  /** The name of this error, for callers who do not want to remember numbers. */
  readonly reason: CfsslErrorName;
  /** The names that a profile's name_whitelist refuses; only with the reason `policy.unmatchedWhitelist`. */
  declare readonly rejected?: readonly string[];

  constructor(reason: CfsslErrorName, text?: string, options: CfsslErrorOptions = {}) {
    const [code, ownText] = table[reason];
    super(text ?? ownText, options);
    this.code = code;
    this.reason = reason;
    if (options.rejected) this.rejected = options.rejected;
  }

  /** What JSON.stringify writes: all but the stack and the cause. */
  toJSON(): CfsslErrorJson {
    const { name, code, reason, message, rejected } = this;
    return { name, code, reason, message, ...(rejected ? { rejected } : {}) };
  }
}

interface CfsslErrorOptions extends ErrorOptions {
  readonly rejected?: readonly string[];
}

/** A CfsslError as JSON. */
export interface CfsslErrorJson {
  readonly name: "CfsslError";
  readonly code: number;
  readonly reason: CfsslErrorName;
  readonly message: string;
  readonly rejected?: readonly string[];
}

/** Whether to show an error to the user as its text alone. Any other error is a bug of ours. */
export function isExpected(error: unknown): boolean {
  return error instanceof CfsslError || error instanceof GoError || error instanceof UnavailableError;
}

/** The text of a coded error, or how to make it of the text of the error that it wraps. */
type ErrorWording = string | ((text: string) => string);

/**
 * Runs `action`. If it throws a GoError, throws the coded error with that as its cause, and with `text` or the
 * GoError's own text.
 */
export function withCode<T>(reason: CfsslErrorName, action: () => T, text?: ErrorWording): T {
  try {
    return action();
  } catch (cause) {
    throw addCode(reason, cause, text);
  }
}

/** As withCode, for asynchronous work. */
export async function withCodeAsync<T>(
  reason: CfsslErrorName,
  action: () => Promise<T>,
  text?: ErrorWording,
): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw addCode(reason, cause, text);
  }
}

/** The coded error for a GoError, and any other error as it is. */
export function addCode(reason: CfsslErrorName, cause: unknown, text: ErrorWording = (own) => own): unknown {
  if (!(cause instanceof GoError)) return cause;
  return new CfsslError(reason, typeof text === "string" ? text : text(cause.message), { cause });
}

/** What upstream prints for an error: a JSON object for a coded one, the text alone for any other. */
export function errorText(error: unknown, rules: JsonRules): string {
  if (error instanceof CfsslError) return `{"code":${error.code},"message":${quoteString(error.message, rules)}}`;
  return error instanceof Error ? error.message : String(error);
}
