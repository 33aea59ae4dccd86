import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Daemon, waitFor } from "../support/daemon.js";
import type { ShellOutcome } from "../support/shell.js";
import type { Layout } from "./layouts.js";
import { type Machine, startMachine } from "./machine.js";
import { componentPath } from "./programs.js";

/** A cluster that runs: etcd, kube-apiserver, and what is started besides. */
export interface ControlPlane {
  readonly machine: Machine;
  /** The folder of certificates, units and kubeconfigs. */
  readonly folder: string;
  /**
   * Starts what a unit says, in the place of what this one has started before.
   *
   * @param flags replace those of the unit
   */
  start(unit: string, flags?: readonly string[]): Promise<Daemon>;
  /** Starts what a unit of another folder says. A member of etcd takes the place and the data of the one that runs. */
  startFrom(folder: string, unit: string, flags?: readonly string[]): Promise<Daemon>;
  /** What was started last for a unit of its own folder. */
  daemon(unit: string): Daemon;
  /** Runs kubectl as a user, `admin` by default. */
  kubectl(words: string, user?: string): Promise<ShellOutcome>;
  /** The end of all logs, to show when something fails. */
  logs(): string;
  stop(): Promise<void>;
}

/** Makes the certificates of a layout, and starts etcd and kube-apiserver with them. */
export async function startControlPlane(layout: Layout): Promise<ControlPlane> {
  const root = await mkdtemp(join(tmpdir(), "cfssl-ts-control-plane-"));
  const [own, work] = [join(root, "kubernetes"), join(root, "work")];
  await mkdir(own);
  await mkdir(work);
  const machine = await startMachine(layout.networks);
  const members = Object.entries(layout.members);
  const units = new Map<string, Daemon>();
  const started: Daemon[] = [];

  async function launch(folder: string, unit: string, flags: readonly string[]): Promise<Daemon> {
    const member = members.find(([node]) => unit === `etcd-${node}`);
    if (member) await units.get(unit)?.stop();
    const [program, words] = await readUnit(join(folder, `${unit}.service`), folder);
    const all = replaceFlags(words, [...(member ? flagsOfMember(member) : []), ...flags]);
    const logFile = join(work, `${started.length + 1}-${unit}.log`);
    const daemon = machine.start(componentPath(program), all, { cwd: work, logFile });
    started.push(daemon);
    if (member || folder === own) units.set(unit, daemon);
    return daemon;
  }

  function flagsOfMember([node, address]: readonly [node: string, address: string]): readonly string[] {
    const flags = [`--data-dir=${join(work, `etcd-${node}`)}`, "--unsafe-no-fsync"];
    // All nodes share one loopback device, so only the first member can have 127.0.0.1.
    return node === members[0]?.[0] ? flags : [...flags, `--listen-client-urls=https://${address}:2379`];
  }

  const plane: ControlPlane = {
    machine,
    folder: own,
    async start(unit, flags = []) {
      await units.get(unit)?.stop();
      return launch(own, unit, flags);
    },
    startFrom: (folder, unit, flags = []) => launch(folder, unit, flags),
    daemon(unit) {
      const daemon = units.get(unit);
      if (!daemon) throw new Error(`${unit} was not started`);
      return daemon;
    },
    kubectl: (words, user = "admin") => machine.run(`kubectl --kubeconfig=${user}.conf ${words}`, own),
    logs: () => started.map((daemon) => daemon.log().slice(-3000)).join("\n\n"),
    async stop() {
      await machine.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
  try {
    await layout.make(own);
    for (const [node] of members) await plane.start(`etcd-${node}`);
    // Not at all addresses, so that a second API server can join it.
    await plane.start("kube-apiserver", [`--bind-address=${new URL(layout.server).hostname}`]);
    const isReady = async () => (await plane.kubectl("get --raw /readyz")).stdout === "ok" || null;
    await waitFor(isReady, plane.logs);
    return plane;
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

function replaceFlags(words: readonly string[], flags: readonly string[]): readonly string[] {
  const nameOf = (word: string) => word.replace(/=.*/s, "");
  const replaced = new Set(flags.map(nameOf));
  return [...words.filter((word) => !replaced.has(nameOf(word))), ...flags];
}

/** The program of a unit and its words. Units have the paths of their own machine, where the folder is /etc/kubernetes. */
async function readUnit(path: string, folder: string): Promise<readonly [program: string, words: readonly string[]]> {
  const text = await readFile(path, "utf8");
  const [, line = ""] = /^ExecStart=((?:.*\\\n)*.*)$/m.exec(text) ?? [];
  const [program = "", ...words] = line.replaceAll("\\\n", " ").split(/\s+/);
  return [program.slice(program.lastIndexOf("/") + 1), words.map((word) => word.replace("/etc/kubernetes", folder))];
}
