import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
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

/** The options of the runtime's TLS for these settings. */
export function tlsOptions({ check, cas, client }: ServerTls): ConnectionOptions & { readonly ca: string[] } {
  return {
    rejectUnauthorized: check !== "none",
    ca: check === "none" ? [] : [...(cas ?? trustedBySystem())],
    ...(check === "name" ? {} : { checkServerIdentity: () => undefined }),
    ...(client ? { cert: client.certificate, key: client.key } : {}),
    minVersion: "TLSv1.2",
  };
}

/** Starts TLS on a connection. Throws GoError if the server is not as it must be; the connection is then closed. */
export function startTls(socket: Socket, host: string, settings: ServerTls): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const secured = connect({ socket, host, ...name, ...tlsOptions(settings) }, () => {
      secured.off("error", refuse);
      resolve(secured);
    });
    const refuse = (cause: Error) => {
      secured.destroy();
      reject(tlsError(cause));
    };
    secured.on("error", refuse);
  });
}

const unknownAuthorities = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
]);

/** An error of the runtime's TLS, in Go's words where they are known. */
export function tlsError(cause: Error): GoError {
  const { code } = cause as NodeJS.ErrnoException;
  const isUnknown = code !== undefined && unknownAuthorities.has(code);
  const text = isUnknown ? "x509: certificate signed by unknown authority" : cause.message;
  return new GoError(`tls: failed to verify certificate: ${text}`, { cause });
}
