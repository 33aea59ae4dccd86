import { EnsureError } from "../manifest/errors.js";
import { type Answers, type Question, refuseAnswer } from "./answers.js";
import { startKubernetes, startOneCa } from "./kubernetes.js";
import type { LayoutName } from "./names.js";
import { startEtcd, startTls } from "./plain.js";
import type { Start } from "./start.js";

interface Layout {
  readonly questions: readonly Question[];
  readonly start: (answers: Answers) => Start;
}

const cluster: readonly Question[] = ["masters", "workers", "service-cidr", "domain", "balancer"];

const layouts: Readonly<Record<LayoutName, Layout>> = {
  kubernetes: { questions: [...cluster, "etcd"], start: startKubernetes },
  "one-ca": { questions: cluster, start: startOneCa },
  etcd: { questions: ["etcd"], start: startEtcd },
  tls: { questions: ["hosts"], start: startTls },
};

/**
 * The files to begin a PKI with.
 *
 * @throws EnsureError for a layout that there is not, and for answers that cannot be meant
 */
export function startPki(name: string, answers: Answers): Start {
  const layout = Object.entries(layouts).find(([each]) => each === name)?.[1];
  if (!layout) {
    const names = Object.keys(layouts).join(", ");
    throw new EnsureError(`-init: there is no layout ${JSON.stringify(name)}; there are ${names}`);
  }
  for (const question of Object.keys(answers) as Question[]) {
    if (answers[question].length === 0 || layout.questions.includes(question)) continue;
    const asked = layout.questions.map((each) => `-${each}`).join(", ");
    throw refuseAnswer(question, `-init ${name} has no use for it; it takes ${asked}`);
  }
  return layout.start(answers);
}
