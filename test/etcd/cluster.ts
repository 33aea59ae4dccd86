import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { startDaemon } from "../support/daemon.js";

/** The certificate files that members and clients present. */
export interface ClusterFiles {
  readonly folder: string;
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

export interface Cluster {
  readonly clientPorts: readonly number[];
  readonly peerPorts: readonly number[];
  /** Ends a member, and starts it again with its data and the files as they are now. */
  restart(member: number): Promise<void>;
  /** What the members have logged, to show when something fails. */
  log(): string;
  /** Ends the members' processes and waits until they have gone. */
  stop(): Promise<void>;
}

/** Starts three etcd members on the loopback device. Clients and peers must present a certificate. */
export async function startCluster(files: ClusterFiles): Promise<Cluster> {
  const ports = await freePorts(6);
  const clientPorts = ports.slice(0, 3);
  const peerPorts = ports.slice(3);
  const names = ["one", "two", "three"];
  const peers = names.map((name, index) => `${name}=https://127.0.0.1:${peerPorts[index]}`).join(",");
  const start = (name: string, index: number) => {
    const client = `https://127.0.0.1:${clientPorts[index]}`;
    const peer = `https://127.0.0.1:${peerPorts[index]}`;
    const flags = [
      ...["--name", name, "--data-dir", join(files.folder, `data-${name}`)],
      ...["--listen-client-urls", client, "--advertise-client-urls", client],
      ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
      ...["--initial-cluster", peers, "--initial-cluster-state", "new", "--initial-cluster-token", String(ports)],
      ...[
        "--client-cert-auth",
        "--trusted-ca-file",
        files.ca,
        "--cert-file",
        files.certificate,
        "--key-file",
        files.key,
      ],
      ...["--peer-client-cert-auth", "--peer-trusted-ca-file", files.ca],
      ...["--peer-cert-file", files.certificate, "--peer-key-file", files.key],
    ];
    return startDaemon("etcd", flags, { cwd: files.folder, logFile: join(files.folder, `${name}.log`) });
  };
  const members = names.map(start);
  return {
    clientPorts,
    peerPorts,
    log: () => members.map((member, index) => `${names[index]}:\n${member.log().slice(-7000)}`).join("\n"),
    async restart(member) {
      const [name = ""] = names.slice(member);
      await members[member]?.stop();
      members[member] = start(name, member);
    },
    async stop() {
      await Promise.all(members.map((member) => member.stop()));
    },
  };
}

/** Ports that are free at the moment. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
