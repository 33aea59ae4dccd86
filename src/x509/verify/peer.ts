import { GoError } from "../../go/errors.js";
import type { Peer } from "../../go/http/message.js";
import { formatRfc3339 } from "../../go/time.js";
import { parseCertificate } from "../parse/index.js";
import type { ParserRules } from "../parse/rules.js";
import { verifyHostname } from "./hostname.js";

export interface PeerRules {
  readonly parser: ParserRules;
  /** Whether errors say that it is the verification that failed. */
  readonly namesVerification: boolean;
}

/**
 * Checks that a TLS server is the one that was asked for and is trusted, in the order in which Go's crypto/tls does:
 * validity, name, chain.
 *
 * @param now milliseconds since 1970 (UTC)
 * @throws GoError in Go's words
 */
export function verifyPeer(peer: Peer, now: number, rules: PeerRules): void {
  try {
    const certificate = parseCertificate(peer.certificate, rules.parser);
    checkValidity(certificate.notBefore.seconds, certificate.notAfter.seconds, now);
    verifyHostname(certificate, peer.host);
    if (peer.chainFault !== null) throw new GoError(`x509: ${chainText(peer.chainFault)}`);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw rules.namesVerification
      ? new GoError(`tls: failed to verify certificate: ${cause.message}`, { cause })
      : cause;
  }
}

function checkValidity(notBefore: number, notAfter: number, now: number): void {
  const text = "x509: certificate has expired or is not yet valid: current time";
  const shown = (seconds: number) => formatRfc3339({ seconds: Math.floor(seconds), nanos: 0 });
  const seconds = now / 1000;
  if (seconds < notBefore) throw new GoError(`${text} ${shown(seconds)} is before ${shown(notBefore)}`);
  if (seconds > notAfter) throw new GoError(`${text} ${shown(seconds)} is after ${shown(notAfter)}`);
}

/** Faults of the chain that Go tells apart from a CA that is not trusted. */
function chainText(fault: string): string {
  switch (fault) {
    case "INVALID_PURPOSE":
      return "certificate specifies an incompatible key usage";
    case "PATH_LENGTH_EXCEEDED":
      return "too many intermediates for path length constraint";
    default:
      return "certificate signed by unknown authority";
  }
}
