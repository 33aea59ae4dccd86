import { alertTexts } from "./alerts.js";
import { cfsslTexts } from "./cfssl.js";
import { etcdTexts } from "./etcd.js";
import { goTexts } from "./go.js";
import { kubernetesTexts } from "./kubernetes.js";
import { opensslTexts } from "./openssl.js";
import { opensslFileTexts } from "./openssl-files.js";
import type { MessageRow } from "./row.js";
import { runtimeTexts } from "./runtimes.js";

const all = [
  ...etcdTexts,
  ...goTexts,
  ...kubernetesTexts,
  ...opensslTexts,
  ...opensslFileTexts,
  ...runtimeTexts,
  ...cfsslTexts,
  ...alertTexts,
];

/** All messages. The first that fits counts, so what says more stands before what says less. */
export const messageRows: readonly MessageRow[] = [
  ...all.filter(({ isVague }) => isVague !== true),
  ...all.filter(({ isVague }) => isVague === true),
];
