import type { CheckReport, ReportedFile, ReportedFinding } from "../../../src/index.js";

/** Reports that no folder has to be made for. */

export const now = "2026-11-28T12:00:00Z";
const day = 86_400_000;

export function certificate(certificate: number, path: string, more: Partial<ReportedFile> = {}): ReportedFile {
  const end = new Date(Date.parse(now) + 100 * day).toISOString();
  return {
    ...{ path, kind: "certificate", subject: `CN=${path}`, issuer: "CN=ca", serial: "1", certificate, signers: [1] },
    ...{ notBefore: "2026-01-01T00:00:00Z", notAfter: end, sans: [] },
    ...more,
  };
}

export function authority(number: number, path: string, more: Partial<ReportedFile> = {}): ReportedFile {
  return certificate(number, path, { kind: "ca", subject: "CN=ca", signers: [number], ...more });
}

export function finding(path: string, more: Partial<ReportedFinding> = {}): ReportedFinding {
  const mend = { text: "issue it again", commands: ["cfssl gencert"] };
  return {
    rule: "san-empty",
    severity: "error",
    files: [path],
    message: "m",
    seenAs: ["s"],
    mend,
    usedBy: [],
    ...more,
  };
}

export function report(
  files: readonly ReportedFile[],
  findings: readonly ReportedFinding[] = [],
  uses: CheckReport["uses"] = [],
): CheckReport {
  const count = (severity: string) => findings.filter((each) => each.severity === severity).length;
  const certificates = new Set(files.map(({ certificate: number }) => number)).size;
  const summary = { certificates, cas: 1, keys: 0, kubeconfigs: 0, errors: count("error"), warnings: count("warning") };
  return { version: 1, at: now, findings, files, uses, summary };
}

/** A CA and this many certificates, of which every hundredth has an error and the next one a warning. */
export function many(count: number): CheckReport {
  const name = (at: number) => `nodes/${String(at).padStart(5, "0")}.pem`;
  const leaves = Array.from({ length: count }, (_, at) => certificate(at + 2, name(at)));
  const wrong = leaves.flatMap(({ path }, at) => {
    if (at % 100 === 0) return [finding(path)];
    return at % 100 === 1 ? [finding(path, { rule: "expiring-soon", severity: "warning" })] : [];
  });
  const sorted = [...wrong].sort((a, b) => a.severity.localeCompare(b.severity));
  return report([authority(1, "ca.pem"), ...leaves], sorted);
}
