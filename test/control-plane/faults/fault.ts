import { type Encounter, secondServer } from "../provoke.js";

/** A fault that is put into the folder of a cluster that works, and what a component then says. */
export interface Fault extends Encounter {
  /** The rule of `cfssl check`. */
  readonly rule: string;
  /** The file to blame. */
  readonly file: string;
  /** Makes the fault: a script for the folder, with what certificates.sh of docs/kubernetes.md defines. */
  readonly script: string;
  /** The user whose kubeconfig is written anew then. */
  readonly kubeconfig?: string;
}

/** The working API server. */
export const firstServer = "192.168.1.10";

/** A user of kubectl dials an API server. */
export function kubectl(user: string, words = "get nodes", server = secondServer): string {
  return `kubectl --kubeconfig=${user}.conf --server=https://${server}:6443 ${words}`;
}

/** Issues the API server's certificate for hosts, by a profile. */
export function issueServer(hosts: string, profile = "server"): string {
  return `issue apiserver kubernetes-ca ${profile} kube-apiserver "" "${hosts}"`;
}
