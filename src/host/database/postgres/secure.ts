import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { GoError } from "../../../go/errors.js";
import { quote } from "../../../go/strconv.js";
import { systemReason } from "../../system/errors.js";
import { type ServerTls, startTls } from "../server/tls.js";
import type { PostgresSource, TlsWords } from "./source.js";

/** Asks for TLS (PostgreSQL's protocol 3, SSLRequest): the length, and 1234.5679. */
const request = Uint8Array.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);

/** Starts TLS on a new connection where the data source wants it. Throws GoError in pq's words. */
export async function secureConnection(socket: Socket, { address, tls }: PostgresSource): Promise<Socket> {
  if (address.network === "unix" || tls.mode === "disable") return socket;
  const settings = readSettings(tls);
  if ((await ask(socket)) !== "S") throw new GoError("pq: SSL is not enabled on the server");
  return startTls(socket, address.host, settings);
}

function readSettings(words: TlsWords): ServerTls {
  const { mode, rootCertificate, certificate, key } = words;
  const read = (name: string) => (words.isInline ? name : readText(name));
  const cas = rootCertificate === "" ? null : [read(rootCertificate)];
  const client = certificate === "" ? null : { certificate: read(certificate), key: read(key) };
  switch (mode) {
    case "":
    case "require":
      // As in libpq, a root certificate makes this verify-ca.
      return { check: cas ? "ca" : "none", cas, client };
    case "verify-ca":
      return { check: "ca", cas, client };
    case "verify-full":
      return { check: "name", cas, client };
    default: {
      const known = '"require" (default), "verify-full", "verify-ca", and "disable"';
      throw new GoError(`pq: unsupported sslmode ${quote(mode)}; only ${known} supported`);
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (cause) {
    throw new GoError(`open ${path}: ${systemReason(cause as NodeJS.ErrnoException)}`, { cause });
  }
}

/** The server's answer: `S` if it has TLS, `N` if not. */
function ask(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      socket.off("data", take);
      reject(new GoError("EOF"));
    };
    const take = (data: Buffer) => {
      socket.pause();
      socket.off("close", fail);
      resolve(data.toString("latin1", 0, 1));
    };
    socket.once("data", take);
    socket.once("close", fail);
    socket.write(request);
  });
}
