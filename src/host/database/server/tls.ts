import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, checkServerIdentity, connect, type TLSSocket } from "node:tls";
import { GoError } from "../../../go/errors.js";
import { trustedBySystem } from "../../net/trusted-by-system.js";

/** How a database server must show who it is: not at all, by a trusted CA, or by its name too. */
export type ServerCheck = "none" | "ca" | "name";

export interface ServerTls {
  readonly check: ServerCheck;
  /** PEM texts of the CAs to trust; null for the system's. */
  readonly cas: readonly string[] | null;
  /** PEM texts. */
  readonly client: { readonly certificate: string; readonly key: string } | null;
}

/** The options of the runtime's TLS for these settings. Its own check of the name is left out: see checkIdentity. */
export function tlsOptions({ check, cas, client }: ServerTls): ConnectionOptions & { readonly ca: string[] } {
  return {
    rejectUnauthorized: check !== "none",
    ca: check === "none" ? [] : [...(cas ?? trustedBySystem())],
    checkServerIdentity: () => undefined,
    ...(client ? { cert: client.certificate, key: client.key } : {}),
    minVersion: "TLSv1.2",
  };
}

/** Starts TLS on a connection. Throws GoError if the server is not as it must be; the connection is then closed. */
export function startTls(socket: Socket, host: string, settings: ServerTls): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const secured = connect({ socket, host, ...name, ...tlsOptions(settings) }, () => {
      const fault = settings.check === "name" ? checkIdentity(secured, host) : null;
      if (fault) return refuse(fault);
      secured.off("error", refuse);
      resolve(secured);
    });
    const refuse = (cause: Error) => {
      secured.destroy();
      reject(tlsError(cause, settings.check));
    };
    secured.on("error", refuse);
  });
}

/** Why the server is not the one of this name or address, in Go's words. Common names do not count, as in Go. */
export function checkIdentity(secured: TLSSocket, host: string): GoError | null {
  const certificate = secured.getPeerCertificate();
  const names = certificate.subjectaltname?.split(", ") ?? [];
  const isAddress = isIP(host) !== 0;
  const kind = isAddress ? "IP Address:" : "DNS:";
  const known = names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
  if (isAddress && known.length === 0) {
    return new GoError(`x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs`);
  }
  if (names.length === 0) {
    return new GoError("x509: certificate relies on legacy Common Name field, use SANs instead");
  }
  if (known.length > 0 && checkServerIdentity(host, certificate) === undefined) return null;
  return new GoError(
    known.length === 0
      ? `x509: certificate is not valid for any names, but wanted to match ${host}`
      : `x509: certificate is valid for ${known.join(", ")}, not ${host}`,
  );
}

/** An error of TLS, in Go's words where they are known. pq itself checks the CA, if not the name, and says less. */
export function tlsError(cause: Error, check: ServerCheck): GoError {
  const isUnknown = /self[- ]signed|unable to (?:get|verify)/i.test(cause.message);
  const text = isUnknown ? "x509: certificate signed by unknown authority" : cause.message;
  return new GoError(check === "ca" ? text : `tls: failed to verify certificate: ${text}`, { cause });
}
