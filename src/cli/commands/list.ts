import { dnsNamesOf, type Filter, matches, nameOf, needsCertificate, stateOf } from "../../addons/certdb/filter.js";
import { inspectDatabase } from "../../addons/certdb/inspect.js";
import { rowJson } from "../../addons/certdb/row-json.js";
import { type CertificateRules, type Row, readRows } from "../../addons/certdb/rows.js";
import type { Host } from "../../host/host.js";
import { expectTables, withDatabase } from "../certdb/open.js";
import type { Command } from "../command.js";
import { Refusal } from "../exit-code.js";
import { type Flags, flagsNamed } from "../flags.js";
import type { FlagHelp } from "../help/page.js";
import { freeText } from "../help/value-kind.js";
import { lookOf } from "../report/look.js";
import { printable, printableJson } from "../report/printable.js";
import { columnWidths, tableRow } from "../report/table.js";

const states = [
  ["good", "neither revoked nor expired"],
  ["revoked", "revoked, also if it has expired since"],
  ["expired", "expired, also if it was revoked"],
] as const;

const text = (name: string, placeholder: string, description: string): FlagHelp => ({
  ...{ name, kind: "string", default: "", placeholder, description, takes: freeText },
});

/** Lists the certificates of the database. */
export const list: Command = {
  usage: ["cfssl list -db-config FILE [FLAGS]"],
  description: [
    "Lists the certificates of the database that all given flags fit, in the order of the database: common name, DNS names, the days that are left, and the beginning of the serial number, with which cfssl show finds the certificate.",
    "With -json it prints one object on each line, for programs. Rows are printed as they are read, however many there are.",
  ],
  flags: [],
  ownFlags: [
    ...flagsNamed(["db-config"]),
    {
      ...text("status", "STATE", "good, revoked or expired"),
      takes: { is: "word", words: states },
    },
    text("cn", "TEXT", "a part of the common name"),
    text("host", "HOST", "a DNS name or an IP address that the certificate is valid for"),
    {
      ...{ name: "expires-within", kind: "duration", default: 0n, placeholder: "DURATION" },
      description: "good ones that expire in this time",
    },
    text("aki", "ID", "authority key identifier of the certificates, in hexadecimal"),
    text("label", "LABEL", "label with which they were issued"),
    { name: "json", kind: "bool", default: false, description: "print JSON, one object on each line" },
  ],
  examples: [
    ["cfssl list -db-config db.json", "all certificates"],
    ["cfssl list -db-config db.json -expires-within 720h", "what ends within 30 days"],
    ["cfssl list -db-config db.json -host www.example.com", "which certificates are valid for a host"],
    ["cfssl list -db-config db.json -status revoked -json | jq -r .serial", "the serial numbers of revoked ones"],
  ],
  exitStatus: [
    ["0", "they are listed; also if there are none"],
    ["2", "a flag is wrong, or the database cannot be read"],
  ],
  async run(invocation) {
    const { args, flags, host, release } = invocation;
    if (args.length > 0) throw new Refusal(`list takes no arguments, but "${printable(args.join(" "))}" is given`, 2);
    const filter = readFilter(flags);
    const rules = { parser: release.issuing.parser, json: release.issuing.json };
    await withDatabase(invocation, "refuse", async ({ database, driver, config }) => {
      const state = await inspectDatabase(database, driver);
      expectTables(state, config);
      const now = host.now();
      const isJson = flags.truth("json");
      const print = isJson ? jsonPrinter(now, rules) : tablePrinter(lookOf(host).width, now, rules);
      await printAll(print, selected(readRows(database, state, needsCertificate(filter)), filter, now, rules), host);
    });
  },
};

/** Turns rows into text: perhaps later, when it has seen more of them, but at the end at last. */
interface Printer {
  add(row: Row): string;
  end(): string;
}

/** So that a million rows are not as many calls of the system. */
const bufferSize = 1 << 16;

async function printAll(printer: Printer, rows: AsyncIterable<Row>, host: Host): Promise<void> {
  let buffer = "";
  for await (const row of rows) {
    buffer += printer.add(row);
    if (buffer.length < bufferSize) continue;
    host.stdout(buffer);
    buffer = "";
  }
  host.stdout(buffer + printer.end());
}

async function* selected(
  rows: AsyncIterable<Row>,
  filter: Filter,
  now: number,
  rules: CertificateRules,
): AsyncIterable<Row> {
  for await (const row of rows) if (matches(row, filter, now, rules)) yield row;
}

function jsonPrinter(now: number, rules: CertificateRules): Printer {
  return { add: (row) => `${printableJson(rowJson(row, now, rules), 0)}\n`, end: () => "" };
}

/** The first rows decide how wide the columns are. */
const sample = 500;
const headings = ["NAME", "DNS NAMES", "LEFT", "SERIAL"] as const;

function tablePrinter(width: number, now: number, rules: CertificateRules): Printer {
  let waiting: (readonly string[])[] | null = [headings];
  let widths: readonly number[] = [];
  const toText = (cells: readonly string[]) => `${tableRow(cells, widths)}\n`;
  const flush = () => {
    if (waiting === null || waiting.length === 1) return "";
    widths = columnWidths(waiting, width);
    const shown = waiting.map(toText).join("");
    waiting = null;
    return shown;
  };
  return {
    add(row) {
      const cells = cellsOf(row, now, rules).map(printable);
      if (!waiting) return toText(cells);
      waiting.push(cells);
      return waiting.length > sample ? flush() : "";
    },
    end: flush,
  };
}

function cellsOf(row: Row, now: number, rules: CertificateRules): readonly string[] {
  const state = stateOf(row, now);
  const { expiry, serial } = row;
  const left = expiry === null ? "-" : `${Math.floor((expiry.seconds * 1000 - now) / 86_400_000)}d`;
  return [nameOf(row, rules) || "-", dnsNamesOf(row, rules).join(",") || "-", state === "good" ? left : state, serial];
}

function readFilter(flags: Flags): Filter {
  const given = (name: string) => flags.text(name) || null;
  const state = given("status");
  const known = states.map(([word]) => word).find((word) => word === state);
  if (state !== null && !known) {
    throw new Refusal(`-status takes good, revoked or expired, not "${printable(state)}"`, 2);
  }
  const within = flags.duration("expires-within");
  if (within < 0n) throw new Refusal("-expires-within must not be negative; -status expired lists the expired ones", 2);
  return {
    state: known ?? null,
    authorityKeyId: given("aki")?.replaceAll(":", "").toLowerCase() ?? null,
    label: given("label"),
    commonName: given("cn"),
    host: given("host"),
    expiresWithin: within === 0n ? null : Number(within / 1_000_000n),
  };
}
