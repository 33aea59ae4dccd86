import { existsSync, readFileSync, statSync } from "node:fs";
import type { Socket } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
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
  const client = readClient(words);
  switch (words.mode) {
    case "":
    case "require": {
      // As in libpq, a root certificate that exists makes this verify-ca.
      const isGiven = words.rootCertificate !== "" && (words.isInline || existsSync(words.rootCertificate));
      const cas = isGiven ? readCas(words) : null;
      return { check: cas ? "ca" : "none", cas, client };
    }
    case "verify-ca":
      return { check: "ca", cas: readCas(words), client };
    case "verify-full":
      return { check: "name", cas: readCas(words), client };
    default: {
      const known = '"require" (default), "verify-full", "verify-ca", and "disable"';
      throw new GoError(`pq: unsupported sslmode ${quote(words.mode)}; only ${known} supported`);
    }
  }
}

function readCas({ rootCertificate, isInline }: TlsWords): readonly string[] | null {
  if (rootCertificate === "") return null;
  const text = isInline ? rootCertificate : readText(rootCertificate);
  if (!text.includes("-----BEGIN CERTIFICATE-----")) throw new GoError("pq: couldn't parse pem in sslrootcert");
  return [text];
}

/** The client's certificate and key: those of ~/.postgresql unless others are given, and none if there are none. */
function readClient({ certificate, key, isInline }: TlsWords): ServerTls["client"] {
  if (isInline) return certificate === "" ? null : { certificate, key };
  const certificatePath = certificate || join(homedir(), ".postgresql", "postgresql.crt");
  if (!existsSync(certificatePath)) return null;
  const keyPath = key || join(homedir(), ".postgresql", "postgresql.key");
  checkPermissions(keyPath);
  const text = readText(certificatePath);
  if (!text.includes("-----BEGIN ")) throw new GoError("tls: failed to find any PEM data in certificate input");
  return { certificate: text, key: readText(keyPath) };
}

function checkPermissions(path: string): void {
  const { mode, uid } = about("stat", path, () => statSync(path));
  const isOpen = (mode & (uid === 0 ? 0o027 : 0o077)) !== 0;
  if (isOpen && process.platform !== "win32") {
    const allowed = "u=rw,g=r (0640) if owned by root, or u=rw (0600), or less";
    throw new GoError(`pq: Private key has world access. Permissions should be ${allowed}`);
  }
}

function readText(path: string): string {
  return about("open", path, () => readFileSync(path, "latin1"));
}

function about<T>(call: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new GoError(`${call} ${path}: ${systemReason(cause as NodeJS.ErrnoException)}`, { cause });
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
