import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { type Daemon, startDaemon, waitFor } from "./daemon.js";

/** A database server of its own, on a free port of the loopback device. */
export interface DatabaseServer {
  readonly port: number;
  /** Ends it, connections and all, and starts it again on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Program {
  readonly path: string;
  readonly args: readonly string[];
}

/** How a server tells that it is ready, and what ends it without waiting for its clients. */
interface Signs {
  readonly ready: RegExp;
  readonly end: NodeJS.Signals;
}

/** The folder of PostgreSQL's programs; undefined if it is not installed. Debian keeps them out of PATH. */
export function findPostgres(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, "bin")) : [];
  return findFolder([...versions, ...searchPath()], ["initdb", "postgres"]);
}

/** The folder of MariaDB's server; undefined if it is not installed. */
export function findMariadb(): string | undefined {
  return findFolder([...searchPath(), "/usr/sbin"], ["mariadbd"]);
}

/** Starts PostgreSQL with a user `cfssl`, who needs no password. `folder` is a new one. */
export async function startPostgres(programs: string, folder: string): Promise<DatabaseServer> {
  const data = join(folder, "postgres");
  makeOwn(data, "postgres");
  const words = ["-D", data, "-U", "cfssl", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"];
  runAs("postgres", join(programs, "initdb"), words);
  const options = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
  const port = await freePort();
  const args = ["-D", data, "-p", String(port), "-k", data, ...options];
  return startServer(port, asUser("postgres", join(programs, "postgres"), args), folder, {
    ready: /ready to accept/g,
    end: "SIGINT",
  });
}

/** Starts MariaDB with a user `root`, who needs no password. `folder` is a new one. */
export async function startMariadb(programs: string, folder: string): Promise<DatabaseServer> {
  const data = join(folder, "mariadb");
  makeOwn(data, "mysql");
  const options = ["--no-defaults", `--datadir=${data}`];
  const install = ["--auth-root-authentication-method=normal", "--skip-test-db"];
  runAs("mysql", "mariadb-install-db", [...options, ...install]);
  const port = await freePort();
  const socket = `--socket=${join(data, "s.sock")}`;
  const args = [...options, `--port=${port}`, "--bind-address=127.0.0.1", socket, `--pid-file=${join(data, "pid")}`];
  const quick = ["--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=0", "--innodb-fast-shutdown=2"];
  const program = asUser("mysql", join(programs, "mariadbd"), [...args, ...quick]);
  return startServer(port, program, folder, { ready: /ready for connections/g, end: "SIGTERM" });
}

async function startServer(
  port: number,
  { path, args }: Program,
  folder: string,
  { ready, end }: Signs,
): Promise<DatabaseServer> {
  const logFile = join(folder, `${port}.log`);
  let starts = 0;
  const start = async (): Promise<Daemon> => {
    starts++;
    const daemon = startDaemon(path, args, { cwd: folder, logFile });
    const isReady = () => {
      if (!daemon.isRunning()) throw new Error(`the server does not start:\n${daemon.log()}`);
      return (daemon.log().match(ready)?.length ?? 0) >= starts || null;
    };
    await waitFor(isReady, daemon.log);
    return daemon;
  };
  let daemon = await start();
  return {
    port,
    async restart() {
      await daemon.stop(end);
      daemon = await start();
    },
    stop: () => daemon.stop(end),
  };
}

/** Both servers refuse to run as root: they are started as the user that their packages make. */
function asUser(user: string, path: string, args: readonly string[]): Program {
  if (process.getuid?.() !== 0) return { path, args };
  return { path: "setpriv", args: [`--reuid=${user}`, `--regid=${user}`, "--clear-groups", path, ...args] };
}

function runAs(user: string, program: string, words: readonly string[]): void {
  const { path, args } = asUser(user, program, words);
  const { status, stdout, stderr, error } = spawnSync(path, args, { cwd: "/", encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} fails: ${error?.message ?? ""}${stdout}${stderr}`);
}

function makeOwn(folder: string, user: string): void {
  mkdirSync(folder, { mode: 0o700 });
  if (process.getuid?.() !== 0) return;
  chmodSync(join(folder, ".."), 0o755);
  spawnSync("chown", [user, folder]);
}

function findFolder(folders: readonly string[], programs: readonly string[]): string | undefined {
  return folders.find((folder) => programs.every((name) => existsSync(join(folder, name))));
}

function searchPath(): readonly string[] {
  return (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
}

/** A port that is free at the moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
