import { encodeBase64 } from "../../go/base64.js";
import { GoError } from "../../go/errors.js";
import { missingDatabase, openDatabaseOf } from "../certificate-database.js";
import type { Command } from "../command.js";

export const ocspdump: Command = {
  usage: ["cfssl ocspdump -db-config CONFIG"],
  description: [
    "Prints the OCSP responses in the database that have not expired: base64 of DER, one on each line. " +
      "`cfssl ocspserve -responses FILE` serves such a file.",
  ],
  flags: ["db-config", "loglevel"],
  examples: [["cfssl ocspdump -db-config db.json >responses", "keep the responses in a file"]],
  async run(invocation) {
    const database = await openDatabaseOf(invocation);
    if (!database) throw new GoError(missingDatabase);
    try {
      for await (const { body } of database.unexpiredOcspResponses()) {
        invocation.host.stdout(`${encodeBase64(body)}\n`);
      }
    } finally {
      await database.close();
    }
  },
};
