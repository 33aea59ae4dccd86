import { runCritically } from "../../cfssl/critical.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { readOcspSigner, type Statement, signOcspResponse } from "../../cfssl/revocation/ocsp-signer.js";
import { parseRevocationReason } from "../../cfssl/revocation/reason.js";
import { encodeBase64 } from "../../go/base64.js";
import { parseDate } from "../../go/time/date.js";
import type { Moment } from "../../go/time/moment.js";
import type { Command, Invocation } from "../command.js";

export const ocspsign: Command = {
  usage: [
    "cfssl ocspsign -ca CERT -responder CERT -responder-key KEY -cert CERT [-status STATUS] [-reason REASON] " +
      "[-revoked-at DATE] [-interval DURATION]",
  ],
  description: [
    "Signs an OCSP response about the certificate of -cert, which the CA of -ca must have issued. The CA's own certificate " +
      "may be the responder's. If it is not, it goes with the response.",
    "The response goes to standard output as JSON: pipe it to `cfssljson -bare NAME`, which writes NAME-response.der.",
    "A revoked certificate needs a -reason: unspecified, keyCompromise, cACompromise, affiliationChanged, superseded, " +
      "cessationOfOperation, certificateHold, removeFromCRL, privilegeWithdrawn or aACompromise, in any case, or the number " +
      "of one from 1 to 9 (RFC 5280).",
  ],
  flags: [
    ...["ca", "responder", "responder-key", "key", "cert", "status", "reason", "revoked-at", "interval", "loglevel"],
  ],
  flagTexts: {
    cert: "certificate that the response is about",
    key: "private key of the responder, if -responder-key is not given",
    reason: "reason of the revocation, by name or number; a revoked certificate needs one",
    interval: "how long the response is valid, from the start of this hour",
  },
  examples: [
    [
      "cfssl ocspsign -ca ca.pem -responder ca.pem -responder-key ca-key.pem -cert server.pem | cfssljson -bare server",
      "say that server.pem is good, in server-response.der",
    ],
  ],
  async run({ flags, host, context }) {
    const text = await runCritically("Unable to read certificate", context, () => host.readFile(flags.text("cert")));
    const certificate = await runCritically("Unable to parse certificate", context, () =>
      parsePemCertificate(text, context),
    );
    const status = flags.text("status");
    const revocation = status === "revoked" ? await readRevocation({ flags, context }) : notRevoked;
    const statement: Statement = { certificate, status, ...revocation, hash: "SHA-1" };
    const key = flags.text("responder-key") || flags.text("key");
    const files = { issuer: flags.text("ca"), responder: flags.text("responder"), key };
    const signer = await runCritically("Unable to create OCSP signer", context, () =>
      readOcspSigner(files, flags.duration("interval"), host, context),
    );
    const response = await runCritically("Unable to sign OCSP response", context, () =>
      signOcspResponse(signer, statement, context.now(), context.rules),
    );
    host.stdout(`{"ocspResponse":"${encodeBase64(response)}"}\n`);
  },
};

const notRevoked = { reason: 0n, revokedAt: { seconds: 0, nanos: 0 } };

async function readRevocation({ flags, context }: Pick<Invocation, "flags" | "context">) {
  const reason = await runCritically("Invalid reason code", context, () => parseRevocationReason(flags.text("reason")));
  return { reason, revokedAt: readRevocationTime(flags.text("revoked-at"), context) };
}

/** As upstream, the critical line for a date that cannot be read shows the date and not the reason. */
function readRevocationTime(text: string, { now, log, rules }: Invocation["context"]): Moment {
  if (text === "now") return { seconds: Math.floor(now() / 1000), nanos: 0 };
  try {
    return parseDate(text, rules.time);
  } catch (error) {
    log.critical(`Malformed revocation time: ${text}`);
    throw error;
  }
}
