/** What logs put around a message. */

/** Parts of a line that change each time the same message is printed. */
const passing =
  /\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?|\b\d\d:\d\d:\d\d(?:\.\d+)?\b|:\d{5}\b|\[\d+\]|\b[EWIF]\d{4} |"ts":[\d.]+|0x[0-9a-f]{6,}|\b\d+\.\d{3,}\b/g;

/** The line without the moments, ports of clients and process numbers in it: equal for the same message. */
export function withoutPassing(line: string): string {
  return line.replace(passing, "");
}

const prefixes: readonly RegExp[] = [
  // journald and syslog
  /^(?:<\d+>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) [\w.-]+ [\w./@-]+(?:\[\d+\])?: /,
  // containers
  /^\d{4}-\d\d-\d\dT\S+ std(?:out|err) [FP] /,
  // klog
  /^[EWIF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w./-]+:\d+\] /,
  // Go's log, etcd's old form
  /^\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:\[\w+\] )?(?:[A-Z] \| )?/,
];

/** The message of a line, without what the log puts before it. */
export function messageOf(line: string): string {
  let text = line.trim();
  for (const prefix of prefixes) text = text.replace(prefix, "");
  return text;
}

/**
 * What counts of a line: Kubernetes asks the front proxy's CA first and then the one of clients, and joins what both say
 * (`[A, verifying certificate SN=… failed: B]`; before 1.19 `[A, B]`). For common clients, A is noise.
 */
export function decisivePart(text: string): string {
  if (/subject with cn=(?!system:)\S+ is not in the allowed list/i.test(text)) return text;
  const found =
    /verifying certificate SN=[^[\]]*? failed: (.*)$/s.exec(text) ??
    // Kubernetes 1.14 to 1.18
    /(?<=authenticate the request.*\[x509: [^\]]*?, )x509: [^\]]*\]/s.exec(text);
  return found ? found[0] : text;
}
