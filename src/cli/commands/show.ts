import { nameOf } from "../../addons/certdb/filter.js";
import { findBySerial, readSerial, responseExpiry } from "../../addons/certdb/find.js";
import { inspectDatabase } from "../../addons/certdb/inspect.js";
import { rowJson, timeText } from "../../addons/certdb/row-json.js";
import { certificateOf, type Row } from "../../addons/certdb/rows.js";
import { certificateInfo } from "../../certinfo/certificate.js";
import { expectTables, withDatabase } from "../certdb/open.js";
import type { Command, Invocation } from "../command.js";
import { Refusal } from "../exit-code.js";
import { flagsNamed } from "../flags.js";
import { freeText } from "../help/value-kind.js";
import { lookOf } from "../report/look.js";
import { printable, printableJson } from "../report/printable.js";
import { shownRowText } from "../report/shown-row.js";

/** How many certificates are named if a serial number is not enough. */
const most = 10;

/** Shows what the database knows of one certificate. */
export const show: Command = {
  usage: ["cfssl show -db-config FILE [-aki ID] [-json] SERIAL"],
  description: [
    "Shows what the database knows of a certificate: its state, its names, when it was issued and revoked, whether there is an OCSP response for it, and the certificate itself in PEM.",
    "SERIAL is the serial number in decimal or its beginning, as cfssl list prints it; or in hexadecimal as 0x7F0A or 7F:0A, as openssl prints it.",
  ],
  flags: [],
  ownFlags: [
    ...flagsNamed(["db-config", "aki"], { aki: "its authority key identifier, if several CAs use the serial number" }),
    { name: "json", kind: "bool", default: false, description: "print it as JSON" },
  ],
  arguments: () => [freeText],
  examples: [
    ["cfssl show -db-config db.json 4837153920", "the certificate whose serial number begins so"],
    ["cfssl show -db-config db.json 4837153920 | openssl x509 -noout -text", "all that is in it"],
  ],
  exitStatus: [
    ["0", "it is shown"],
    ["1", "there is no such certificate"],
    ["2", "a flag is wrong, the database cannot be read, or several certificates fit"],
  ],
  async run(invocation) {
    const { args, flags } = invocation;
    const [given, ...others] = args;
    if (given === undefined || others.length > 0) {
      throw new Refusal("show takes one argument, the serial number of a certificate (see cfssl show -h)", 2);
    }
    const serial = readSerial(given);
    if (serial === null) {
      throw new Refusal(`"${printable(given)}" is no serial number: it is decimal, 0x7F0A or 7F:0A`, 2);
    }
    const authorityKeyId = flags.text("aki").replaceAll(":", "").toLowerCase();
    await withDatabase(invocation, "refuse", async ({ database, driver, config }) => {
      const state = await inspectDatabase(database, driver);
      expectTables(state, config);
      const found = await findBySerial(database, state, serial, most);
      const fitting = found.filter(
        (row) => authorityKeyId === "" || row.authorityKeyId.toLowerCase() === authorityKeyId,
      );
      const row = onlyOne(fitting, given, invocation);
      await print(row, await responseExpiry(database, state, row), invocation);
    });
  },
};

function onlyOne(rows: readonly Row[], given: string, { release }: Invocation): Row {
  const [row, second] = rows;
  if (!row) throw new Refusal(`There is no certificate with the serial number ${printable(given)}`, 1);
  if (!second) return row;
  const rules = release.issuing;
  const isSame = row.serial === second.serial;
  const lines = rows
    .slice(0, most)
    .map((each) => printable(`  ${each.serial}  ${isSame ? `-aki ${each.authorityKeyId}` : nameOf(each, rules)}`));
  const more = rows.length > most ? ["  …"] : [];
  const text = isSame ? "Several CAs use this serial number: add -aki" : "Several serial numbers begin so";
  throw new Refusal([text, ...lines, ...more].join("\n"), 2);
}

async function print(row: Row, response: Row["expiry"], { flags, host, release }: Invocation): Promise<void> {
  const rules = release.issuing;
  const certificate = certificateOf(row, rules);
  const now = host.now();
  if (!flags.truth("json")) {
    host.stdout(shownRowText({ row, certificate, response }, now, rules, lookOf(host)));
    return;
  }
  const more = {
    ocspResponseExpiry: timeText(response),
    certificate: certificate && certificateInfo(certificate, release.certinfo),
  };
  host.stdout(`${printableJson({ ...rowJson(row, now, rules), ...more })}\n`);
}
