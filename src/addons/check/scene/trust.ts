import type { Holding } from "../../inventory/graph.js";
import { sameKey } from "../../inventory/material.js";

/** Whether a certificate leads to one of these, by signatures alone: renewed certificates of the same key count. */
export function leadsTo(holding: Holding, trusted: readonly Holding[], depth = 0): boolean {
  if (trusted.includes(holding)) return true;
  if (depth > 8) return false;
  return holding.issuers.some((issuer) => {
    const isTrusted = trusted.some(({ certificate }) => sameKey(certificate.rawSpki, issuer.certificate.rawSpki));
    return isTrusted || leadsTo(issuer, trusted, depth + 1);
  });
}
