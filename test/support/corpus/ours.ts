import { formatCertificateInfo } from "../../../src/certinfo/certificate.js";
import { formatRequestDump, parsePemRequest } from "../../../src/certinfo/request.js";
import { CfsslError, errorText } from "../../../src/cfssl/errors.js";
import { parsePemCertificate } from "../../../src/cfssl/input/certificate.js";
import { GoError, GoPanic } from "../../../src/go/errors.js";
import type { Release } from "../../../src/release/release.js";
import { parseCertificate } from "../../../src/x509/parse/index.js";
import type { Flag } from "./cases.js";

/** A program's answer: its output on both streams, without the time stamps of log lines, and its exit code. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

type Rules = Release["certinfo"];

/** What this project's code prints for a file, in the form of the real program's answer. */
export function askOurs(rules: Rules, flag: Flag, file: Uint8Array): Answer {
  let stderr = "";
  const log = { debug: (message: string) => (stderr += `[DEBUG] ${message}\n`) };
  try {
    if (flag === "csr") return { stdout: formatRequestDump(parsePemRequest(file, rules), rules), stderr, code: 0 };
    const certificate = parsePemCertificate(file, { log, rules: { parser: rules, json: rules.json } });
    return { stdout: formatCertificateInfo(certificate, rules), stderr, code: 0 };
  } catch (error) {
    if (error instanceof GoPanic) return { stdout: "", stderr: "crash\n", code: 2 };
    if (!(error instanceof GoError || error instanceof CfsslError)) throw error;
    const text = `${stderr}${errorText(error, rules.json)}\n`;
    return { stdout: "", stderr: text.replace(/0xc[0-9a-f]{9}/g, "0xc000000000"), code: 1 };
  }
}

/** Why this project's parser refuses a certificate in DER; "" if it accepts it. */
export function refusalOf(rules: Rules, der: Uint8Array): string {
  try {
    parseCertificate(der, rules);
    return "";
  } catch (error) {
    if (error instanceof GoError) return error.message;
    throw error;
  }
}
