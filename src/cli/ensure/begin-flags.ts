import { layoutNames } from "../../addons/ensure/init/names.js";
import type { Flags } from "../flags.js";
import type { FlagHelp } from "../help/page.js";
import { freeText } from "../help/value-kind.js";

const words = Object.entries(layoutNames);

function answer(name: string, placeholder: string, description: string): FlagHelp {
  return { ...{ name, kind: "list", default: [], placeholder, takes: freeText }, description };
}

/** The flags that write a manifest to begin with, and the answers that they take. */
export const beginFlags: readonly FlagHelp[] = [
  {
    ...{ name: "init", kind: "string", default: "", placeholder: "LAYOUT", takes: { is: "word", words } },
    description: `write a FILE to begin with: ${words.map(([name]) => name).join(", ")}`,
  },
  {
    ...{ name: "from", kind: "string", default: "", placeholder: "FOLDER", takes: { is: "folder" } },
    description: "write the pki.json of a folder that has certificates, requests or scripts already",
  },
  answer("masters", "NAME=IP,...", "with -init: the machines of the control plane"),
  answer("workers", "NAME=IP,...", "with -init: the other nodes"),
  answer("etcd", "NAME=IP,...", "with -init: the machines of etcd, if they are not the masters"),
  answer("service-cidr", "RANGES", "with -init: ranges of service addresses; 10.96.0.0/12 is usual"),
  answer("domain", "DOMAIN", "with -init: the cluster's domain; cluster.local is usual"),
  answer("balancer", "HOSTS", "with -init: names and addresses at which clients reach all masters"),
  answer("hosts", "HOSTS", "with -init tls: the server's names and addresses"),
];

/** Whether a command line has one of them. */
export function isBeginning(flags: Flags): boolean {
  return beginFlags.some(({ name, kind }) => (kind === "list" ? flags.list(name).length > 0 : flags.text(name) !== ""));
}
