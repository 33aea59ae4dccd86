import type { TlsSettings } from "../go/http/message.js";
import type { PeerRules, ServerRules } from "../x509/verify/peer.js";
import type { Context } from "./context.js";

export interface TlsRules extends ServerRules {
  /** Milliseconds that a handshake may take; null for no limit. */
  readonly handshakeTimeout: number | null;
}

/** The release's rules for verifying a TLS server. */
export interface TlsServerRules {
  readonly parser: PeerRules["parser"];
  readonly tls: TlsRules;
}

/** TLS settings that verify the server. `trustedCas` null means the system's CAs. */
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
