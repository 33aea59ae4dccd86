import { type JsonRules, quoteString } from "../go/json/encode.js";

/**
 * Upstream's coded errors: a category (thousands) and a reason in it, with the text that stands when no other error
 * is wrapped. The numbers are part of the interface: scripts see them.
 */
const table = {
  certificate: {
    unknown: [1000, "Unknown certificate error"],
    readFailed: [1001, "Failed to read certificate"],
    decodeFailed: [1002, "Failed to decode certificate"],
    parseFailed: [1003, "Failed to parse certificate"],
    missingSerial: [1400, "Missing serial number in request"],
  },
  privateKey: {
    unknown: [2000, "Unknown private key error"],
    readFailed: [2001, "Failed to read private key"],
    decodeFailed: [2002, "Failed to decode private key"],
    parseFailed: [2003, "Failed to parse private key"],
    encrypted: [2100, "Private key is encrypted."],
    notRsaOrEcc: [2200, "Private key algorithm is not RSA or ECC or Ed25519"],
    keyMismatch: [2300, "Private key does not match public key"],
    generationFailed: [2400, "Failed to new private key"],
    unavailable: [2500, "Private key is unavailable"],
  },
  policy: {
    unknown: [5000, "Unknown policy error"],
    noKeyUsages: [5100, "Invalid policy: no key usage available"],
    invalidPolicy: [5200, "Invalid or unknown policy"],
    invalidRequest: [5300, "Policy violation request"],
    unknownProfile: [5400, "Unknown policy profile"],
    unmatchedWhitelist: [5500, "Request does not match policy whitelist"],
  },
  apiClient: {
    jsonError: [7200, "API client JSON config error"],
    ioError: [7300, "API client IO error"],
    httpError: [7400, "API client HTTP error"],
    serverRequestFailed: [7500, "API client error: Server request failed"],
  },
  csr: {
    unknown: [9000, "CSR parsing failed due to unknown error"],
    readFailed: [9001, "CSR file read failed"],
    decodeFailed: [9002, "CSR Decode failed"],
    parseFailed: [9003, "CSR Parsing failed"],
    badRequest: [9300, "CSR Bad request"],
  },
  ct: {
    unknown: [10000, "Certificate transparency parsing failed due to unknown error"],
    submissionFailed: [10100, "Certificate transparency precertificate submission failed"],
  },
} as const;

type Table = typeof table;
export type ErrorCategory = keyof Table;

/** A coded error of upstream. `message` is the reason's own text or, when an error is wrapped, that error's. */
export class CfsslError extends Error {
  override readonly name = "CfsslError";
  readonly code: number;

  constructor(category: "certificate", reason: keyof Table["certificate"], wrapped?: string);
  constructor(category: "privateKey", reason: keyof Table["privateKey"], wrapped?: string);
  constructor(category: "policy", reason: keyof Table["policy"], wrapped?: string);
  constructor(category: "apiClient", reason: keyof Table["apiClient"], wrapped?: string);
  constructor(category: "csr", reason: keyof Table["csr"], wrapped?: string);
  constructor(category: "ct", reason: keyof Table["ct"], wrapped?: string);
  constructor(category: ErrorCategory, reason: string, wrapped?: string) {
    const reasons: Readonly<Record<string, readonly [number, string]>> = table[category];
    const [code, text] = reasons[reason] ?? [0, ""];
    super(wrapped ?? text);
    this.code = code;
  }
}

/** What upstream prints of an error: a coded one as a JSON object, any other as its text. */
export function errorText(error: unknown, rules: JsonRules): string {
  if (error instanceof CfsslError) return `{"code":${error.code},"message":${quoteString(error.message, rules)}}`;
  return error instanceof Error ? error.message : String(error);
}
