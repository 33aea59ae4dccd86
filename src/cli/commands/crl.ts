import { withCode } from "../../cfssl/errors.js";
import { parseCaKey } from "../../cfssl/input/ca.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { readNamed } from "../../cfssl/input/named-value.js";
import { databaseRevocationList } from "../../cfssl/revocation/crl.js";
import { encodeBase64 } from "../../go/base64.js";
import { openDatabaseOf } from "../certificate-database.js";
import type { Command } from "../command.js";
import { caPasswordRow } from "./signer-options.js";

export const crl: Command = {
  usage: ["cfssl crl -db-config FILE -ca CERT -ca-key KEY [-expiry DURATION]"],
  description: [
    "Makes the list of all certificates in the database that are revoked and have not expired, whoever issued them. " +
      "The list goes to standard output as base64 without line breaks.",
  ],
  flags: ["db-config", "ca", "ca-key", "expiry", "loglevel"],
  environment: [caPasswordRow],
  examples: [
    ["cfssl crl -db-config db.json -ca ca.pem -ca-key ca-key.pem | base64 -d > ca.crl", "make a list in DER"],
    [
      "cfssl crl -db-config db.json -ca ca.pem -ca-key ca-key.pem -expiry 24h | base64 -d > ca.crl",
      "make one that is valid for a day",
    ],
  ],
  async run(invocation) {
    const { flags, host, context } = invocation;
    const { log, rules } = context;
    // Upstream logs what is missing, prints an empty line and succeeds.
    const refuse = (message: string) => {
      log.error(message);
      host.stdout("\n");
    };
    if (flags.text("ca") === "") return refuse("need CA certificate (provide one with -ca)");
    if (flags.text("ca-key") === "") return refuse("need CA key (provide one with -ca-key)");
    const database = await openDatabaseOf(invocation);
    if (!database) return refuse("no Database specified!");
    try {
      log.debug(`loading CA: ${flags.text("ca")}`);
      const certificateText = readNamed(flags.text("ca"), host, rules);
      log.debug(`loading CA key: ${flags.text("ca-key")}`);
      const keyText = withCode("certificate.readFailed", () => readNamed(flags.text("ca-key"), host, rules));
      const issuer = parsePemCertificate(certificateText, context);
      const key = await parseCaKey(keyText, host, context);
      const revoked = database.revokedAndUnexpiredCertificates();
      const list = await databaseRevocationList(revoked, issuer, key, context.now(), flags.duration("expiry"));
      host.stdout(`${encodeBase64(list)}\n`);
    } finally {
      await database.close();
    }
  },
};
