import { runCritically } from "../../cfssl/critical.js";
import { readOcspSigner } from "../../cfssl/revocation/ocsp-signer.js";
import { refreshResponses } from "../../cfssl/revocation/refresh.js";
import { GoError } from "../../go/errors.js";
import { missingDatabase, openDatabaseAt } from "../certificate-database.js";
import type { Command } from "../command.js";

export const ocsprefresh: Command = {
  usage: ["cfssl ocsprefresh -db-config CONFIG -ca CERT -responder CERT -responder-key KEY [-interval DURATION]"],
  description: [
    "Signs an OCSP response for each certificate in the database that has not expired, and keeps it there for " +
      "`cfssl ocspserve` and `cfssl ocspdump`. All of them must be certificates of the CA of -ca: the first one that is not " +
      "ends the work.",
    "It prints nothing. Run it at least twice in each -interval, and after each `cfssl revoke`.",
  ],
  flags: ["db-config", "ca", "responder", "responder-key", "interval", "loglevel"],
  flagTexts: { interval: "how long the responses are valid, from the start of this hour" },
  examples: [
    [
      "cfssl ocsprefresh -db-config db.json -ca ca.pem -responder ocsp.pem -responder-key ocsp-key.pem",
      "renew the responses of the database",
    ],
  ],
  async run({ flags, host, context }) {
    const config = flags.text("db-config");
    if (config === "") throw new GoError(missingDatabase);
    const responder = flags.text("responder");
    if (responder === "") throw new GoError("need responder certificate (provide with -responder)");
    const key = flags.text("responder-key");
    if (key === "") throw new GoError("need responder key (provide with -responder-key)");
    const issuer = flags.text("ca");
    if (issuer === "") throw new GoError("need CA certificate (provide with -ca)");
    const signer = await runCritically("Unable to create OCSP signer", context, () =>
      readOcspSigner({ issuer, responder, key }, flags.duration("interval"), host, context),
    );
    const database = await openDatabaseAt(config, host, context);
    try {
      await refreshResponses(signer, database, context);
    } finally {
      await database.close();
    }
  },
};
