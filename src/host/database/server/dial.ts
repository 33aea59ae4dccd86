import { createConnection, type Socket } from "node:net";
import { GoError } from "../../../go/errors.js";
import { failedCall, hostAndPort } from "../../net/connection-error.js";
import { dial } from "../../net/dial.js";
import { systemReason } from "../../system/errors.js";

/** Where a database server listens. */
export type ServerAddress =
  | { readonly network: "tcp"; readonly host: string; readonly port: string }
  | { readonly network: "unix"; readonly path: string };

/**
 * Connects to a database server.
 *
 * @param timeout in milliseconds; 0 for none, and a negative one has passed
 * @throws GoError with the text of Go's net.Dial (`dial tcp 127.0.0.1:1: connect: connection refused`)
 */
export async function dialServer(address: ServerAddress, timeout: number): Promise<Socket> {
  const lateError = new GoError(`dial ${describe(address)}: i/o timeout`);
  if (timeout < 0) throw lateError;
  const dialing = address.network === "unix" ? dialUnix(address.path) : dialTcp(address.host, address.port);
  if (timeout === 0) return dialing;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(lateError), timeout);
  });
  try {
    return await Promise.race([dialing, late]);
  } catch (cause) {
    // The connection may come yet.
    dialing.then(
      (socket) => socket.destroy(),
      () => {},
    );
    throw cause;
  } finally {
    clearTimeout(timer);
  }
}

/** `tcp 127.0.0.1:5432` or `unix /path` */
export function describe(address: ServerAddress): string {
  if (address.network === "unix") return `unix ${address.path}`;
  return `tcp ${hostAndPort(address.host, Number(address.port))}`;
}

async function dialTcp(host: string, port: string): Promise<Socket> {
  if (!/^\d+$/.test(port)) throw new GoError(`dial tcp: lookup tcp/${port}: unknown port`);
  if (host !== "") return dial(host, port);
  try {
    return await dial("127.0.0.1", port);
  } catch (cause) {
    // Go names the address as it was given.
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(cause.message.replace("127.0.0.1", ""), { cause });
  }
}

function dialUnix(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => {
      socket.off("error", refuse);
      resolve(socket);
    });
    const refuse = (cause: NodeJS.ErrnoException) => {
      const reason = systemReason(cause);
      const failed = reason === undefined ? failedCall("connect", cause) : `connect: ${reason}`;
      reject(new GoError(`dial unix ${path}: ${failed}`, { cause }));
    };
    socket.on("error", refuse);
  });
}
