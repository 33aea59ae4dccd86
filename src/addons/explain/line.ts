/** What logs put around a message. */

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
