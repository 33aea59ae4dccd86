import { withCode } from "../../cfssl/errors.js";
import { parseCaKey } from "../../cfssl/input/ca.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { readNamed } from "../../cfssl/input/named-value.js";
import { type CrlExtras, databaseRevocationList } from "../../cfssl/revocation/crl.js";
import { encodeBase64 } from "../../go/base64.js";
import { openDatabaseOf } from "../certificate-database.js";
import type { Command } from "../command.js";
import { Refusal } from "../exit-code.js";
import type { Flags } from "../flags.js";
import type { FlagHelp } from "../help/page.js";
import { freeText } from "../help/value-kind.js";
import { caPasswordRow } from "./signer-options.js";

const text = (name: string, placeholder: string, description: string): FlagHelp => ({
  ...{ name, kind: "string", default: "", placeholder, description, takes: freeText },
});
const truth = (name: string, description: string): FlagHelp => ({ name, kind: "bool", default: false, description });

export const crl: Command = {
  usage: ["cfssl crl -db-config FILE -ca CERT -ca-key KEY [-expiry DURATION]"],
  description: [
    "Makes the list of all certificates in the database that are revoked and have not expired, whoever issued them. " +
      "The list goes to standard output as base64 without line breaks.",
    "Lists of upstream have no number, no reasons and no distribution point. -number, -reasons, -idp and -own, which are ours, add what RFC 5280 asks for.",
  ],
  flags: ["db-config", "ca", "ca-key", "expiry", "loglevel"],
  extraFlags: [
    text("number", "NUMBER", "number of the list, higher than that of the list before; time takes the clock's"),
    truth("reasons", "say why certificates were revoked"),
    {
      ...{ name: "idp", kind: "list", default: [], placeholder: "URL", takes: freeText },
      description: "where the list will be, as the certificates say it (crl_url)",
    },
    truth("own", "leave out the certificates of other CAs in the database"),
  ],
  environment: [caPasswordRow],
  examples: [
    ["cfssl crl -db-config db.json -ca ca.pem -ca-key ca-key.pem | base64 -d > ca.crl", "make a list in DER"],
    [
      "cfssl crl -db-config db.json -ca ca.pem -ca-key ca-key.pem -expiry 24h | base64 -d > ca.crl",
      "make one that is valid for a day",
    ],
    [
      "cfssl crl -number time -reasons -own -db-config db.json -ca ca.pem -ca-key ca-key.pem | base64 -d > ca.crl",
      "make one as RFC 5280 asks for",
    ],
  ],
  async run(invocation) {
    const { flags, host, context } = invocation;
    const { log, rules } = context;
    const extras = readExtras(flags, context.now());
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
      const list = await databaseRevocationList(revoked, issuer, key, context.now(), flags.duration("expiry"), extras);
      host.stdout(`${encodeBase64(list)}\n`);
    } finally {
      await database.close();
    }
  },
};

/** The highest number that 20 octets hold, which RFC 5280 §5.2.3 allows. */
const highest = (1n << 159n) - 1n;

function readExtras(flags: Flags, now: number): CrlExtras {
  const given = flags.text("number");
  if (given !== "" && given !== "time" && !(/^\d{1,48}$/.test(given) && BigInt(given) <= highest)) {
    throw new Refusal(`-number takes a decimal number of 20 bytes at most, or time, not ${JSON.stringify(given)}`, 2);
  }
  // In milliseconds, so that two lists of one second have different numbers.
  const number = given === "time" ? BigInt(Math.floor(now)) : BigInt(given);
  return {
    ...(given === "" ? {} : { number }),
    hasReasons: flags.truth("reasons"),
    urls: flags.list("idp").map(checkedUrl),
    isOwn: flags.truth("own"),
  };
}

function checkedUrl(url: string): string {
  if (/^(?:https?|ldap):\/\/[!-~]+$/.test(url)) return url;
  throw new Refusal(`-idp takes URLs such as http://example.com/ca.crl, not ${JSON.stringify(url)}`, 2);
}
