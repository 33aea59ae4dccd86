import type { CertificateDatabase } from "../../cfssl/certdb/database.js";
import { runCritically } from "../../cfssl/critical.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import { type OcspSigner, readOcspSigner } from "../../cfssl/revocation/ocsp-signer.js";
import { refreshResponses } from "../../cfssl/revocation/refresh.js";
import { GoError } from "../../go/errors.js";
import { formatDuration } from "../../go/time/duration.js";
import { UsageError } from "../arguments.js";
import { missingDatabase, openDatabaseAt } from "../certificate-database.js";
import type { Command, Invocation } from "../command.js";
import { repeatUntilStopped } from "../repeat.js";

const second = 1_000_000_000n;
const hour = 3600n * second;

export const ocsprefresh: Command = {
  usage: [
    "cfssl ocsprefresh -db-config CONFIG -ca CERT -responder CERT -responder-key KEY [-interval DURATION] " +
      "[-watch DURATION]",
  ],
  description: [
    "Signs an OCSP response for each certificate in the database that has not expired, and keeps it there for " +
      "`cfssl ocspserve` and `cfssl ocspdump`. All of them must be certificates of the CA of -ca: the first one that is not " +
      "ends the work.",
    "It prints nothing. Run it at least twice in each -interval, and after each `cfssl revoke`.",
    "With -watch, which upstream does not have, it goes on: after each DURATION it reads its files again and renews all " +
      "responses. The log tells of errors, and the next round tries again. SIGTERM and Ctrl-C end it after the responses " +
      "that it is signing.",
  ],
  flags: ["db-config", "ca", "responder", "responder-key", "interval", "loglevel"],
  flagTexts: { interval: "how long the responses are valid, from the start of this hour" },
  extraFlags: [
    {
      ...{ name: "watch", kind: "duration", default: 0n, placeholder: "DURATION" },
      description: "renew the responses again each DURATION until stopped",
    },
  ],
  examples: [
    [
      "cfssl ocsprefresh -db-config db.json -ca ca.pem -responder ocsp.pem -responder-key ocsp-key.pem",
      "renew the responses of the database",
    ],
    [
      "cfssl ocsprefresh -watch 1h -db-config db.json -ca ca.pem -responder ocsp.pem -responder-key ocsp-key.pem",
      "renew them each hour until stopped",
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
    const interval = flags.duration("interval");
    const open = async (): Promise<Opened> => {
      const signer = await runCritically("Unable to create OCSP signer", context, () =>
        readOcspSigner({ issuer, responder, key }, interval, host, context),
      );
      return { signer, database: await openDatabaseAt(config, host, context) };
    };
    const every = flags.duration("watch");
    if (every === 0n) await refresh(await open(), context, () => false);
    else await watch({ every, interval }, open, { host, context });
  },
};

interface Opened {
  readonly signer: OcspSigner;
  readonly database: CertificateDatabase;
}

async function refresh(
  { signer, database }: Opened,
  context: Invocation["context"],
  isStopped: () => boolean,
): Promise<number> {
  try {
    return await refreshResponses(signer, database, context, isStopped);
  } finally {
    await database.close();
  }
}

/**
 * Refreshes again and again until the program is stopped. Only what cannot be opened at the start ends it: that is a
 * mistake on the command line. Files and the configuration are read again in each round, because they may be renewed.
 */
async function watch(
  { every, interval }: { readonly every: bigint; readonly interval: bigint },
  open: () => Promise<Opened>,
  { host, context }: Pick<Invocation, "host" | "context">,
): Promise<void> {
  const { log, rules } = context;
  const pause = formatDuration(every);
  if (every < second) throw new UsageError(`-watch ${pause} is too short: give a second or more, such as -watch 1h`);
  if (every + hour > interval) {
    const remedy = "give -watch at least an hour less than -interval";
    log.warning(`responses can expire before they are renewed each ${pause}: ${remedy}`);
  }
  let first: Opened | null = await open();
  await repeatUntilStopped(Number(every / 1_000_000n), host, async (isStopped) => {
    try {
      const opened = first ?? (await open());
      first = null;
      const count = await refresh(opened, context, isStopped);
      log.info(`renewed ${count} OCSP responses`);
    } catch (cause) {
      if (!isExpected(cause)) throw cause;
      log.error(`not all OCSP responses are renewed: ${errorText(cause, rules.json)}; next try in ${pause}`);
    }
  });
}
