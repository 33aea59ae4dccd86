import type { Socket } from "node:net";
import { GoError } from "../../go/errors.js";
import type { TlsSettings } from "../../go/http/message.js";
import { connectionError, hostAndPort } from "./connection-error.js";
import { dial, secure } from "./dial.js";

/** How long upstream waits for a server, in milliseconds. */
const dialTimeout = 5000;

/**
 * All certificates that a TLS server sends, in DER.
 *
 * @param serverName the name to ask for and to verify
 * @throws GoError with the texts of Go's tls.Dial, and what the settings' `verify` throws
 */
export async function dialChain(
  host: string,
  port: string,
  serverName: string,
  settings: TlsSettings,
): Promise<readonly Uint8Array[]> {
  const socket = await dialInTime(host, port);
  // Go sends no name for an address, with or without brackets.
  const name = serverName.replace(/^\[(.*)\]$/, "$1");
  // Node gives away the certificates once only, to the check.
  let certificates: readonly Uint8Array[] = [];
  const verify: TlsSettings["verify"] = async (peer) => {
    ({ certificates } = peer);
    await settings.verify(peer);
  };
  const { trustedCas, clientCertificate } = settings;
  const terms = { trustedCas, clientCertificate, handshakeTimeout: dialTimeout, verify };
  (await secure(socket, name, terms, explain)).destroy();
  return certificates;
}

async function dialInTime(host: string, port: string): Promise<Socket> {
  let isLate = false;
  let timer: NodeJS.Timeout | undefined;
  const dialled = dial(host, port).then((socket) => {
    if (isLate) socket.destroy();
    return socket;
  });
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new GoError(`dial tcp ${hostAndPort(host, Number(port))}: i/o timeout`));
    }, dialTimeout);
  });
  try {
    return await Promise.race([dialled, late]);
  } finally {
    clearTimeout(timer);
  }
}

function explain(cause: NodeJS.ErrnoException, ends: string): GoError {
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/i.test(`${cause.code} ${cause.message}`)) {
    return new GoError("tls: first record does not look like a TLS handshake", { cause });
  }
  return connectionError(cause, ends);
}
