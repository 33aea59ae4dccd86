import type { TlsSettings } from "../go/http/message.js";
import type { PeerRules, ServerRules } from "../x509/verify/peer.js";
import type { Context } from "./context.js";

export interface TlsRules extends ServerRules {
  /** Milliseconds that a handshake may take; null for no limit. */
  readonly handshakeTimeout: number | null;
}

/** What verifying a TLS server needs of a release. */
export interface TlsServerRules {
  readonly parser: PeerRules["parser"];
  readonly tls: TlsRules;
}

/** TLS settings that verify the server; null stands for what the system has. */
export function tlsSettings(
  { trustedCas, clientCertificate }: Pick<TlsSettings, "trustedCas" | "clientCertificate">,
  { now, rules }: Pick<Context<TlsServerRules>, "now" | "rules">,
): TlsSettings {
  const peerRules: PeerRules = { ...rules.tls, parser: rules.parser };
  return {
    trustedCas,
    clientCertificate,
    handshakeTimeout: rules.tls.handshakeTimeout,
    async verify(peer) {
      const { verifyPeer } = await import("../x509/verify/peer.js");
      await verifyPeer(peer, now(), peerRules);
    },
  };
}
