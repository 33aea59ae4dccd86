import { nullValue, octetString } from "../../x509/encode/der.js";
import type { Extension } from "../../x509/model/name.js";
import { extensionId } from "../../x509/model/oid.js";
import type { Context } from "../context.js";
import { encodeTimestampList, type SignedCertificateTimestamp } from "../ct/sct.js";
import type { SubmissionRules } from "../ct/submission.js";
import { withCodeAsync } from "../errors.js";

export interface CtRules {
  /** Whether the later log client is used, which doubles its waits and reports what went wrong. */
  readonly doublesWaits: boolean;
  /** Whether the poison and the timestamps come after the profile's own extensions. */
  readonly comesLast: boolean;
}

export interface TimestampRules extends SubmissionRules {
  readonly ct: CtRules;
}

/** Signs the certificate with one extension added; gives DER. */
export type SignWith = (extension: Extension) => Promise<Uint8Array>;

/** The extension that makes a certificate a precertificate (RFC 6962 §3.1). */
const poison: Extension = { id: extensionId.ctPoison, critical: true, value: nullValue() };

/**
 * Gets timestamps from logs for a certificate about to be issued, as the extension to put into it (RFC 6962 §3.3).
 * Waits for every log as long as it takes, or as the network allows.
 *
 * @param ca DER of the issuer's certificate
 * @param logs URLs
 * @throws CfsslError 10100 if a log refuses, 10000 for timestamps that cannot be encoded
 */
export async function certificateTimestamps(
  signWith: SignWith,
  ca: Uint8Array,
  logs: readonly string[],
  context: Pick<Context<TimestampRules>, "log" | "network" | "now" | "rules">,
): Promise<Extension> {
  const { submitChain, encodeTimestamps } = await loadClient(context.rules.ct);
  const chain = [await signWith(poison), ca];
  const timestamps: SignedCertificateTimestamp[] = [];
  const limited = context.network.begin?.();
  const within = limited ? { ...context, network: limited } : context;
  try {
    for (const server of logs) {
      context.log.info(`submitting poisoned precertificate to ${server}`);
      timestamps.push(await withCodeAsync("ct.submissionFailed", () => submitChain(server, chain, within)));
    }
  } finally {
    limited?.end();
  }
  const encoded = await withCodeAsync("ct.unknown", async () => encodeTimestamps(timestamps));
  return { id: extensionId.ctTimestamps, critical: false, value: octetString(encodeTimestampList(encoded)) };
}

function loadClient({ doublesWaits }: CtRules) {
  return doublesWaits ? import("../ct/log-client.js") : import("../ct/early-log-client.js");
}
