import { GoError } from "../../go/errors.js";
import type { TlsSettings } from "../../go/http/message.js";
import { splitHostPort } from "../../go/net.js";
import { parseCertificate } from "../../x509/parse/index.js";
import type { Context } from "../context.js";
import { CfsslError } from "../errors.js";
import { type TlsServerRules, tlsSettings } from "../tls-settings.js";
import type { BundleInput } from "./input.js";

/**
 * All certificates that a TLS server sends, in DER. Throws GoError with Go's texts, and what the settings' `verify` throws.
 */
export type DialChain = (
  host: string,
  port: string,
  serverName: string,
  settings: TlsSettings,
) => Promise<readonly Uint8Array[]>;

/** A server whose chain is to be bundled. */
export interface RemoteServer {
  /** The name that it must have. */
  readonly domain: string;
  /** Its address; "" for that of the domain. */
  readonly ip: string;
  /** The CAs to trust, in PEM; null for the system's. */
  readonly trustedCas: readonly string[] | null;
}

/**
 * Reads the certificates that a server sends on port 443. As upstream, it bundles only those that verify.
 *
 * @throws CfsslError 6000 if there is no connection, 1200 if the server's certificate does not verify
 */
export async function readRemoteInput(
  { domain, ip, trustedCas }: RemoteServer,
  dialChain: DialChain,
  context: Pick<Context<TlsServerRules>, "log" | "now" | "rules">,
): Promise<BundleInput> {
  const { log, rules } = context;
  const target = `${ip === "" ? domain : ip}:443`;
  const strict = tlsSettings({ trustedCas, clientCertificate: null }, context);
  const dial = async (settings: TlsSettings) => {
    const { host, port } = splitTarget(target);
    return dialChain(host, port, domain, settings);
  };
  log.debug(`bundling from remote ${target}`);
  const ders = await dial(strict).catch(async (cause: unknown) => {
    if (!(cause instanceof GoError)) throw cause;
    log.debug(`dial failed: ${cause.message}`);
    log.debug("try again with InsecureSkipVerify.");
    await dial({ ...strict, verify: async () => {} }).catch((second: unknown) => {
      if (!(second instanceof GoError)) throw second;
      log.debug(`dial with InsecureSkipVerify failed: ${second.message}`);
      throw new CfsslError("dial.unknown", second.message, { cause: second });
    });
    // The connection is open, but a host name cannot be verified without a chain.
    const text = "tls: handshake did not verify certificate chain";
    log.debug(`failed to verify hostname: ${text}`);
    throw new CfsslError("certificate.verifyFailed", text, { cause });
  });
  const [first, ...others] = ders.map((der) => parseCertificate(der, rules.parser));
  if (!first) throw new CfsslError("certificate.verifyFailed", "tls: handshake did not verify certificate chain");
  return { certificates: [first, ...others], key: null };
}

function splitTarget(target: string) {
  try {
    return splitHostPort(target);
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`dial tcp: ${cause.message}`, { cause }) : cause;
  }
}
