import { readClientCertificate, readTrustedCas } from "../../cfssl/input/tls.js";
import { GoError } from "../../go/errors.js";
import { plainHttpReason, type TlsServer } from "../../go/http/server/listener.js";
import type { Invocation } from "../command.js";

/** The versions that -min-tls-version can ask for; anything else is the lowest one, as upstream has it. */
const versions = ["TLSv1.1", "TLSv1.2"] as const;

/** How a server is to speak TLS, by its flags. */
export interface TlsFlags {
  /** Reads the server's certificate and key. Throws GoError in the words of Go's tls.LoadX509KeyPair. */
  load(): Promise<TlsServer>;
  /** Whether clients must show a certificate. */
  readonly isMutual: boolean;
}

/**
 * Reads the CAs of -mutual-tls-ca; null if -tls-cert and -tls-key are not both given, for then the server speaks no TLS.
 *
 * @throws GoError `failed to load mutual TLS CA file: …`
 */
export function readTlsFlags({
  flags,
  host,
  context,
  release,
}: Pick<Invocation, "flags" | "host" | "context" | "release">): TlsFlags | null {
  const { log, rules } = context;
  const [certificate, key, ca] = [flags.text("tls-cert"), flags.text("tls-key"), flags.text("mutual-tls-ca")];
  if (certificate === "" || key === "") return null;
  const trustedCas = ca === "" ? null : readMutualCas(ca, { host, context });
  const verifyClient =
    trustedCas &&
    (async (certificates: readonly Uint8Array[]) => {
      const { verifyClient: verify } = await import("../../x509/verify/client.js");
      return verify(certificates, trustedCas, context.now(), { ...rules.tls, parser: rules.parser });
    });
  return {
    isMutual: trustedCas !== null,
    async load() {
      const pair = await readClientCertificate(host.readFile(certificate), host.readFile(key), rules);
      return {
        ...pair,
        minVersion: versions.find((version) => version === `TLSv${flags.text("min-tls-version")}`) ?? "TLSv1",
        verifyClient,
        onHandshakeError(address, reason) {
          if (reason === plainHttpReason && !release.server.logsPlainHttp) return;
          log.plain(`http: TLS handshake error from ${address}: ${reason}`);
        },
      };
    },
  };
}

function readMutualCas(path: string, { host, context }: Pick<Invocation, "host" | "context">): readonly string[] {
  try {
    const cas = readTrustedCas(host.readFile(path), context.rules.parser);
    if (cas) return cas;
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`failed to load mutual TLS CA file: ${cause.message}`, { cause });
  }
  throw new GoError("failed to load mutual TLS CA file: failed to load cert pool");
}
