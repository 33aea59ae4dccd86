import { type Daemon, waitFor } from "../support/daemon.js";
import type { ControlPlane } from "./control-plane.js";

/** Lets a component meet a fault. */
export interface Encounter {
  /** The units that are started with the broken folder, in this order. A member of etcd is restarted. */
  readonly starts?: readonly string[];
  /** Where kube-apiserver listens then; components dial it there, or by their kubeconfigs if this is given. */
  readonly address?: string;
  /** A command that dials a component, in the broken folder. It is repeated until somebody has said the text. */
  readonly client?: string;
  /** Who complains: that client, or a unit. */
  readonly speaker: string;
  /** What is said, or the part of it that does not change. */
  readonly text: string;
}

/** Where the API server of a second control plane node listens: the one that is started with a broken folder. */
export const secondServer = "192.168.1.12";

/** What the speaker says, once it says the text. The cluster is as before in the end. */
export async function provoke(encounter: Encounter, cluster: ControlPlane, folder: string): Promise<string> {
  const { starts = [], client, speaker, text } = encounter;
  const isOfCluster = speaker !== "client" && !starts.includes(speaker);
  const before = isOfCluster ? cluster.daemon(speaker).log().length : 0;
  const daemons = new Map<string, Daemon>();
  let answer = "";
  const read = () => {
    if (speaker === "client") return answer;
    return (daemons.get(speaker) ?? cluster.daemon(speaker)).log().slice(before);
  };
  try {
    for (const unit of starts) daemons.set(unit, await cluster.startFrom(folder, unit, flagsOf(unit, encounter)));
    const listen = async () => {
      if (client !== undefined) {
        const { stdout, stderr } = await cluster.machine.run(client, folder);
        answer = stdout + stderr;
      }
      return read().includes(text) ? read() : null;
    };
    return await waitFor(listen, () => `"${text}" is not in what ${speaker} says:\n${read()}`);
  } finally {
    for (const [unit, daemon] of daemons) {
      await daemon.stop();
      if (unit.startsWith("etcd-")) await cluster.start(unit);
    }
  }
}

function flagsOf(unit: string, { starts = [], address }: Encounter): readonly string[] {
  if (unit === "kube-apiserver") return [`--bind-address=${address ?? secondServer}`];
  const dials = address === undefined && starts.includes("kube-apiserver") && !unit.startsWith("etcd-");
  return dials ? [`--master=https://${secondServer}:6443`] : [];
}
