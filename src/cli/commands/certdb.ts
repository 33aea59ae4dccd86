import { copyTable } from "../../addons/certdb/copy.js";
import { inspectDatabase } from "../../addons/certdb/inspect.js";
import { type Migration, migrate, planMigration } from "../../addons/certdb/migrate.js";
import { findExpired, removeExpired } from "../../addons/certdb/prune.js";
import { lastMigration } from "../../addons/certdb/tables.js";
import { scanInt } from "../../go/sql.js";
import { expectTables, makeWith, type OpenDatabase, withDatabase } from "../certdb/open.js";
import type { Command, Invocation } from "../command.js";
import { Refusal } from "../exit-code.js";
import { flagsNamed } from "../flags.js";
import type { FlagHelp, HelpRow } from "../help/page.js";
import { jsonFile } from "../help/value-kind.js";
import { printable, printableJson } from "../report/printable.js";
import { counted } from "../report/text.js";

const day = 86_400_000_000_000n;
const usualAge = 90n * day;

const actions: readonly HelpRow[] = [
  ["init", "makes upstream's tables in a new database"],
  ["migrate", "adds what newer releases expect to tables that exist"],
  ["status", "says what is there and what is missing, and changes nothing"],
  ["copy", "copies all certificates and OCSP responses into another database, that of -to"],
  ["prune", "removes certificates that expired long ago, and their OCSP responses"],
];

const truth = (name: string, description: string): FlagHelp => ({ name, kind: "bool", default: false, description });

/** Keeps the tables of the certificate database. */
export const certdb: Command = {
  usage: ["cfssl certdb init|migrate|status|copy|prune -db-config FILE [FLAGS]"],
  description: [
    "Makes and keeps the tables in which gencert, sign, revoke and the commands of OCSP keep certificates. They are upstream's tables, made as upstream's two migrations make them.",
    `${actions.map(([name, text]) => `${name} ${text}`).join("; ")}. What exists is left as it is, so that every action can be run again.`,
    "docs/certdb.md says more.",
  ],
  flags: [],
  ownFlags: [
    ...flagsNamed(["db-config"]),
    ...flagsNamed(["db-config"], { "db-config": "with copy: configuration of the database to copy to" }).map(
      (flag) => ({
        ...flag,
        name: "to",
        takes: jsonFile,
      }),
    ),
    truth("n", "say what would be done, and change nothing"),
    {
      ...{ name: "expired-for", kind: "duration", default: usualAge, placeholder: "DURATION" },
      description: "with prune: how long a certificate must have been expired",
    },
    truth("json", "print the result as JSON"),
  ],
  actions,
  examples: [
    ["cfssl certdb init -db-config db.json", "make the tables"],
    ["cfssl certdb status -db-config db.json", "find out what is missing"],
    ["cfssl certdb copy -db-config db.json -to postgres.json", "move to another database"],
    ["cfssl certdb prune -db-config db.json -expired-for 8760h -n", "count what expired more than a year ago"],
  ],
  exitStatus: [
    ["0", "it is done, or there is nothing to do"],
    ["1", "with status or -n: something would be done"],
    ["2", "it cannot be done: a flag is wrong, the database cannot be used, or its tables are not cfssl's"],
  ],
  async run(invocation) {
    const [action, ...others] = invocation.args;
    if (!actions.some(([word]) => word === action) || others.length > 0) {
      const words = actions.map(([word]) => word).join(", ");
      const text = action === undefined || others.length > 0 ? "certdb takes one action" : `"${action}" is no action`;
      throw new Refusal(`${printable(text)}: ${words} (see cfssl certdb -h)`, 2);
    }
    const missing = action !== "init" ? "refuse" : invocation.flags.truth("n") ? "imagine" : "make";
    await withDatabase(invocation, missing, async (open) => {
      if (action === "copy") await copy(open, invocation);
      else if (action === "prune") await prune(open, invocation);
      else if (action === "status") await showStatus(open, invocation);
      else await makeTables(open, action === "init", invocation);
    });
  },
};

async function planOf({ database, driver, config }: OpenDatabase): Promise<Migration & { readonly isNew: boolean }> {
  const state = await inspectDatabase(database, driver);
  const plan = planMigration(state, driver);
  if (plan.faults.length > 0) {
    throw new Refusal(plan.faults.map((each) => printable(`${config}: ${each}`)).join("\n"), 2);
  }
  return { ...plan, isNew: !state.tables.certificates && !state.tables.ocsp_responses };
}

async function makeTables(open: OpenDatabase, isInit: boolean, { flags, host }: Invocation): Promise<void> {
  const plan = await planOf(open);
  const { config, database } = open;
  const made = plan.steps.map(({ makes }) => makes);
  const changed = made.length > 0;
  if (changed && isInit && !plan.isNew) {
    const text = `there are tables already, but not ${made.join(", ")}: ${makeWith("migrate", config)}`;
    throw new Refusal(printable(`${config}: ${text}`), 2);
  }
  const isDryRun = flags.truth("n");
  if (!isDryRun) await migrate(plan, database);
  if (flags.truth("json")) host.stdout(`${printableJson({ changed, made })}\n`);
  else if (!changed) host.stdout(`The tables are complete (migration ${lastMigration}).\n`);
  else {
    host.stdout(made.map((each) => `${isDryRun ? "would make" : "made"} ${each}\n`).join(""));
    if (isDryRun) host.stdout("Nothing was changed: this was a dry run.\n");
  }
  if (isDryRun && changed) throw new Refusal("", 1);
}

async function showStatus(open: OpenDatabase, { flags, host }: Invocation): Promise<void> {
  const { steps, isNew } = await planOf(open);
  const { driver, dataSource, config } = open;
  const missing = steps.map(({ makes }) => makes);
  const certificates = isNew ? 0n : await countRows("certificates", open, steps.length > 0);
  const responses = isNew ? 0n : await countRows("ocsp_responses", open, steps.length > 0);
  const cannotRead = driver === "mysql" && !/[?&]parseTime=(?:1|t|true)(?:&|$)/i.test(dataSource);
  const notes = cannotRead ? ["data_source has no parseTime=true, without which cfssl cannot read rows"] : [];
  if (flags.truth("json")) {
    const counts = { certificates: Number(certificates), ocspResponses: Number(responses) };
    host.stdout(`${printableJson({ driver, complete: missing.length === 0, missing, notes, ...counts })}\n`);
  } else {
    const remedy = `cfssl certdb ${isNew ? "init" : "migrate"} -db-config ${config} makes what is missing.`;
    const lines = [
      ...missing.map((each) => `missing: ${each}`),
      ...notes.map((each) => `note: ${each}`),
      missing.length === 0 ? `The tables are complete (migration ${lastMigration}).` : remedy,
      `${counted(Number(certificates), "certificate")}, ${counted(Number(responses), "OCSP response")}`,
    ];
    host.stdout(lines.map((line) => `${printable(line)}\n`).join(""));
  }
  if (missing.length + notes.length > 0) throw new Refusal("", 1);
}

/** In a database that is not complete, the table may be missing. */
async function countRows(table: string, { database, driver }: OpenDatabase, isPartial: boolean): Promise<bigint> {
  if (isPartial) {
    const { tables } = await inspectDatabase(database, driver);
    if (tables[table === "certificates" ? table : "ocsp_responses"] === null) return 0n;
  }
  for await (const [count = null] of database.query(`SELECT count(*) AS count FROM ${table}`, []))
    return scanInt(count);
  return 0n;
}

async function prune(open: OpenDatabase, { flags, host }: Invocation): Promise<void> {
  const { database, driver, config } = open;
  expectTables(await inspectDatabase(database, driver), config);
  const age = flags.duration("expired-for");
  if (age < 0n) throw new Refusal("-expired-for must not be negative: only expired certificates are removed", 2);
  const before = { seconds: Math.floor(host.now() / 1000) - Number(age / 1_000_000_000n), nanos: 0 };
  const keys = await findExpired(database, driver, before);
  const isDryRun = flags.truth("n");
  const removed = isDryRun ? keys.size : await removeExpired(keys, database, driver, before);
  if (flags.truth("json")) host.stdout(`${printableJson({ changed: removed > 0, removed })}\n`);
  else if (removed === 0) host.stdout("There is nothing to remove.\n");
  else {
    const note = isDryRun ? "Nothing was changed: this was a dry run.\n" : "";
    host.stdout(`${isDryRun ? "would remove" : "removed"} ${counted(removed, "expired certificate")}\n${note}`);
  }
  if (isDryRun && removed > 0) throw new Refusal("", 1);
}

/** Both databases must be complete: what one lacks would be lost. */
async function copy(from: OpenDatabase, invocation: Invocation): Promise<void> {
  const { flags, host } = invocation;
  if (flags.truth("n")) throw new Refusal("copy has no dry run: it changes nothing that is there", 2);
  await expectComplete(from);
  const copied = await withDatabase(
    invocation,
    "refuse",
    async (to) => {
      await expectComplete(to);
      const certificates = await copyTable("certificates", from.database, to.database, to.driver);
      return { certificates, ocspResponses: await copyTable("ocsp_responses", from.database, to.database, to.driver) };
    },
    "to",
  );
  if (flags.truth("json")) return host.stdout(`${printableJson(copied)}\n`);
  const { certificates, ocspResponses } = copied;
  const things = [counted(certificates.copied, "certificate"), counted(ocspResponses.copied, "OCSP response")].join(
    " and ",
  );
  const kept = certificates.kept + ocspResponses.kept;
  host.stdout(`copied ${things}${kept === 0 ? "" : `; ${counted(kept, "row")} stayed as before`}\n`);
}

async function expectComplete(open: OpenDatabase): Promise<void> {
  const { steps, isNew } = await planOf(open);
  if (steps.every(({ makes }) => makes.startsWith("the note for goose"))) return;
  const made = steps.map(({ makes }) => makes).join(", ");
  throw new Refusal(
    printable(`${open.config}: missing ${made}: ${makeWith(isNew ? "init" : "migrate", open.config)}`),
    2,
  );
}
