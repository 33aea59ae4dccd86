import { alertTexts } from "./alerts.js";
import { cfsslTexts } from "./cfssl.js";
import { etcdTexts } from "./etcd.js";
import { goTexts } from "./go.js";
import { kubernetesTexts } from "./kubernetes.js";
import { opensslTexts } from "./openssl.js";
import { opensslFileTexts } from "./openssl-files.js";
import type { MessageRow } from "./row.js";
import { runtimeTexts } from "./runtimes.js";

/** The messages of programs that are alike. */
export interface Family {
  readonly title: string;
  readonly rows: readonly MessageRow[];
}

export const families: readonly Family[] = [
  { title: "etcd", rows: etcdTexts },
  { title: "Go programs", rows: goTexts },
  { title: "Kubernetes", rows: kubernetesTexts },
  { title: "OpenSSL, GnuTLS, curl, web servers", rows: opensslTexts },
  { title: "Files that OpenSSL cannot use", rows: opensslFileTexts },
  { title: "Java, Node, Rust, Windows, browsers, databases", rows: runtimeTexts },
  { title: "cfssl", rows: cfsslTexts },
  { title: "Alerts, and what is no fault of a certificate", rows: alertTexts },
];

const all = families.flatMap(({ rows }) => rows);

/** All messages. The first that fits counts, so what says more stands before what says less. */
export const messageRows: readonly MessageRow[] = [
  ...all.filter(({ isVague }) => isVague !== true),
  ...all.filter(({ isVague }) => isVague === true),
];
