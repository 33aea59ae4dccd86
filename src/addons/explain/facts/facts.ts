import { connectionRows, hostRows } from "./hosts.js";
import type { MessageFacts } from "./message-facts.js";
import type { Facts } from "./row.js";
import { subjectRows } from "./subjects.js";

const rows = [...hostRows, ...subjectRows, ...connectionRows];

/** A word that can be the path of a certificate, a key or a kubeconfig. */
const pathWord =
  /(?:^|[\s"'(=:,[\\<])((?:[A-Za-z]:)?[\w./~@+-]*[\w@+-]\.(?:pem|crt|cer|cert|key|pub|csr|p12|pfx|jks|der|json|conf|kubeconfig|config|ya?ml))(?=$|[\s"'),:;\]\\>])/gi;

const components: readonly (readonly [RegExp, string])[] = [
  [/kube-?controller-?manager/i, "kube-controller-manager"],
  [/kube-?scheduler/i, "kube-scheduler"],
  [/kube-?api-?server/i, "kube-apiserver"],
  [/kube-?proxy/i, "kube-proxy"],
  [/\bkubelet\b/i, "kubelet"],
  [/\betcd(?:main|ctl|server|-|\b)|\brafthttp\b|\bembed:/i, "etcd"],
  [/\bkubectl\b|Unable to connect to the server/i, "kubectl"],
  [/\bnginx\b/i, "nginx"],
  [/\bhaproxy\b/i, "haproxy"],
  [/\bcurl: \(\d+\)/i, "curl"],
];

/** The line of a journal names the machine: `Nov 23 19:09:43 worker-1 kubelet[123]: `. */
const journal =
  /(?:^|\s)(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) ([A-Za-z][\w.-]*) [\w./@-]+(?:\[\d+\])?: /;

/** Reads what a message tells, and what its log puts before it. */
export function readFacts(text: string, before = ""): MessageFacts {
  const facts: Facts = {};
  for (const [pattern, read] of rows) {
    const found = pattern.exec(text);
    if (found) read(found, facts);
  }
  for (const [, path = ""] of text.matchAll(pathWord)) {
    // The source file of a Go program is none: authentication.go is not among the endings, but clientconn.go:1223 may
    // stand beside a URL whose last part looks like a file.
    if (!path.startsWith("//")) facts.path ??= path;
  }
  const component =
    components.find(([pattern]) => pattern.test(before)) ?? components.find(([pattern]) => pattern.test(text));
  if (component) facts.component = component[1];
  const machine = journal.exec(before)?.[1];
  if (machine !== undefined && machine !== "localhost") facts.machine = machine;
  // A text of a manual has dots in the places of names.
  if (facts.valid?.some((name) => /…|\.\.\.|<|^names?$/i.test(name))) delete facts.valid;
  if (facts.dialled !== undefined && !/\w/.test(facts.dialled)) delete facts.dialled;
  return facts;
}
