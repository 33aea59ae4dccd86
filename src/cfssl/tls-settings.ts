import type { TlsSettings } from "../go/http/message.js";
import { type PeerRules, verifyPeer } from "../x509/peer.js";

export interface TlsRules extends Pick<PeerRules, "namesVerification"> {
  /** Milliseconds that a handshake may take; null for no limit. */
  readonly handshakeTimeout: number | null;
}

interface TlsContext {
  now(): number;
  readonly rules: { readonly parser: PeerRules["parser"]; readonly tls: TlsRules };
}

/** How TLS servers are met, which are to be who they say they are; null stands for what the system has. */
export function tlsSettings(
  { trustedCas, clientCertificate }: Pick<TlsSettings, "trustedCas" | "clientCertificate">,
  { now, rules }: TlsContext,
): TlsSettings {
  const { handshakeTimeout, namesVerification } = rules.tls;
  const peerRules = { parser: rules.parser, namesVerification };
  return { trustedCas, clientCertificate, handshakeTimeout, verify: (peer) => verifyPeer(peer, now(), peerRules) };
}
