import { errorText, isExpected } from "../../cfssl/errors.js";
import { parseRevocationReason } from "../../cfssl/revocation/reason.js";
import { GoError } from "../../go/errors.js";
import { UsageError } from "../arguments.js";
import { missingDatabase, openDatabaseOf } from "../certificate-database.js";
import type { Command, Invocation } from "../command.js";

export const revoke: Command = {
  usage: ["cfssl revoke -db-config FILE -serial NUMBER -aki ID -reason REASON"],
  description: [
    "Marks a certificate as revoked, now. The next list of `cfssl crl` has it, and the next OCSP response says so. It " +
      "prints nothing. A certificate can be revoked again, for another reason.",
    "REASON is unspecified, keyCompromise, cACompromise, affiliationChanged, superseded, cessationOfOperation, " +
      "certificateHold, removeFromCRL, privilegeWithdrawn or aACompromise, or a number from 1 to 9 (RFC 5280). As in " +
      "upstream, it must be given.",
  ],
  flags: ["db-config", "serial", "aki", "reason", "loglevel"],
  flagTexts: {
    serial: "serial number of the certificate, in decimal",
    aki: "its authority key identifier: hexadecimal, in lower case, without colons",
  },
  examples: [
    [
      'cfssl revoke -db-config db.json -serial "$SERIAL" -aki "$AKI" -reason superseded',
      "revoke a certificate that has been replaced",
    ],
  ],
  async run(invocation) {
    const { args, flags } = invocation;
    if (args.length > 0) {
      throw new UsageError("argument is provided but not defined; please refer to the usage by flag -h");
    }
    if (flags.text("serial") === "") throw new UsageError("serial number is required but not provided");
    if (flags.text("aki") === "") throw new UsageError("authority key id is required but not provided");
    const database = await openDatabaseOf(invocation);
    if (!database) throw new GoError(missingDatabase);
    try {
      const reason = readReason(invocation);
      await database.revokeCertificate(flags.text("serial"), flags.text("aki"), reason);
    } finally {
      await database.close();
    }
  },
};

/** As upstream, the log says what is wrong, and so does the last line. */
function readReason({ flags, context }: Invocation): bigint {
  try {
    return parseRevocationReason(flags.text("reason"));
  } catch (cause) {
    if (isExpected(cause)) context.log.error(`Invalid reason code: ${errorText(cause, context.rules.json)}`);
    throw cause;
  }
}
