import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type Daemon, type DaemonOptions, startDaemon } from "../support/daemon.js";
import { saySkipped } from "../support/installed.js";
import { ourPrograms } from "../support/programs.js";
import { runShell, type ShellOutcome } from "../support/shell.js";

/**
 * A network of its own: a loopback device that has all addresses of some networks. Programs inside dial each other by the
 * addresses of the documents; nothing outside is reached or changed, and no port is taken twice.
 */
export interface Machine {
  /** The words before a command that make it run inside. */
  readonly enter: readonly string[];
  /** Runs a script inside, with our programs and kubectl's settings. */
  run(script: string, cwd: string, env?: Readonly<Record<string, string>>): Promise<ShellOutcome>;
  /** Starts a program inside, which runs until the machine stops at the latest. */
  start(program: string, args: readonly string[], options: DaemonOptions): Daemon;
  /** Stops all its programs and removes the network. */
  stop(): Promise<void>;
}

const unshare = ["unshare", "--user", "--map-root-user", "--net"] as const;

/** Whether this system lets its users make networks. A line says what is not tested without. */
export function canStartMachines(untested: string): boolean {
  const [program, ...flags] = unshare;
  const { status } = spawnSync(program, [...flags, "true"], { stdio: "ignore" });
  if (status !== 0) saySkipped("No network namespace can be made here.", untested);
  return status === 0;
}

/** Starts a machine that has all addresses of some networks. */
export async function startMachine(networks: readonly string[]): Promise<Machine> {
  const [program, ...flags] = unshare;
  // Whoever dials comes from 127.0.0.1: members of etcd look up in a peer's certificate where it comes from.
  const assign = networks.map((network) => `ip route add local ${network} dev lo src 127.0.0.1`);
  // It ends at the end of its input, and so with the tests.
  const script = ["set -e", "ip link set lo up", ...assign, "echo ready", "exec cat"].join("\n");
  const holder = spawn(program, [...flags, "sh", "-c", script], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(holder, "exit");
  await Promise.race([
    once(holder.stdout, "data"),
    ended.then(([code]) => Promise.reject(new Error(`no network: exit code ${code}`))),
  ]);
  const enter = ["nsenter", "--target", String(holder.pid), "--user", "--net", "--preserve-credentials"];
  const daemons: Daemon[] = [];
  return {
    enter,
    run(inside, cwd, env = {}) {
      const outside = `exec ${enter.join(" ")} sh -c "$INSIDE"`;
      return runShell(outside, { cwd, programs: ourPrograms(), env: { ...env, INSIDE: inside } });
    },
    start(name, args, options) {
      const [first = "", ...rest] = [...enter, name, ...args];
      const daemon = startDaemon(first, rest, options);
      daemons.push(daemon);
      return daemon;
    },
    async stop() {
      await Promise.all(daemons.map((daemon) => daemon.stop()));
      holder.stdin.end();
      await ended;
    },
  };
}
