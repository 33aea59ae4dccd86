import { isExpected, UnavailableError } from "../../cfssl/errors.js";
import type { Logger } from "../../cfssl/log.js";
import { createDatabaseSource, createFileSource, type OcspSource } from "../../cfssl/revocation/ocsp-source.js";
import { GoError, GoPanic } from "../../go/errors.js";
import { createDate } from "../../go/http/server/date.js";
import { createServeMux } from "../../go/http/server/serve-mux.js";
import { joinHostPort } from "../../go/net.js";
import type { Host } from "../../host/host.js";
import { createOcspResponder } from "../../server/ocsp/responder.js";
import { UsageError } from "../arguments.js";
import { openDatabaseAt } from "../certificate-database.js";
import type { Command, Invocation } from "../command.js";

export const ocspserve: Command = {
  usage: [
    "cfssl ocspserve -responses FILE [-address ADDRESS] [-port PORT] [-path PATH]",
    "cfssl ocspserve -db-config CONFIG [-address ADDRESS] [-port PORT] [-path PATH]",
    "cfssl ocspserve -live -db-config CONFIG -ca CERT -responder CERT -responder-key KEY [-interval DURATION]",
  ],
  description: [
    "Answers OCSP requests over HTTP with responses that were signed before. FILE has them as base64 of DER, one after " +
      "the other, as `cfssl ocspdump` prints them; it is read once. From a database, each request gets the response of " +
      "that moment; `cfssl ocsprefresh` renews them.",
    "With -live, which upstream does not have, it signs an answer to each request, by the certificate's row in the " +
      "database. Then requests may have nonces and SHA-256, and a revocation shows at once.",
    "GET works only under the path /, and without -live not for requests whose base64 has //. SIGTERM and Ctrl-C end the server after the requests that it is answering.",
  ],
  flags: [
    ...[
      "responses",
      "db-config",
      "address",
      "port",
      "path",
      "ca",
      "responder",
      "responder-key",
      "interval",
      "loglevel",
    ],
  ],
  flagTexts: { interval: "with -live: how long an answer is valid" },
  extraFlags: [{ name: "live", kind: "bool", default: false, description: "sign an answer to each request" }],
  examples: [
    ["cfssl ocspserve -db-config db.json -port 8889", "serve the responses of the database"],
    ["cfssl ocspdump -db-config db.json >responses; cfssl ocspserve -responses responses", "serve those of a file"],
  ],
  async run({ args, flags, host, context, release }) {
    if (args.length > 0) {
      throw new UsageError("argument is provided but not defined; please refer to the usage by flag -h");
    }
    const source = await openSource({ flags, host, context, release });
    const { log, rules } = context;
    log.info("Registering OCSP responder handler");
    const path = flags.text("path");
    if (path === "") throw new GoPanic("the path to serve under is empty: give -path /");
    const zone = (milliseconds: number) => zoneAt(milliseconds, host);
    const responder = createOcspResponder(source, { log, rules, now: host.now, zone });
    const [ip, port] = [flags.text("address"), String(flags.count("port"))];
    const address = release.cli.bracketsAddress ? joinHostPort(ip, port) : `${ip}:${port}`;
    log.info(`Now listening on ${address}`);
    // Go's routing redirects paths with `//`, which base64 may have. Upstream's clients see that; those of -live do not.
    const takesAll = flags.truth("live") && path === "/";
    const settings = {
      handle: takesAll ? responder : createServeMux(new Map([[path, responder]])),
      date: createDate(host.now),
      onPanic: (client: string, cause: unknown) => logPanic(client, cause, log),
    };
    const listener = await host.listen(address, settings, null);
    await host.untilStopped(() => listener.close());
  },
};

/** The source that the flags name: the file wins. Upstream does not say what is wrong with either. */
async function openSource({
  flags,
  host,
  context,
  release,
}: Pick<Invocation, "flags" | "host" | "context" | "release">): Promise<OcspSource> {
  if (flags.truth("live")) return openLiveSource({ flags, host, context });
  const responses = flags.text("responses");
  if (responses !== "") {
    const text = await hideReason("unable to read response file", async () => host.readFile(responses));
    return createFileSource(text, context);
  }
  const config = flags.text("db-config");
  if (config === "" || !release.cli.servesOcspOfDatabase) throw new GoError(release.cli.noOcspSource);
  const database = await hideReason("unable to read configuration file", () => openDatabaseAt(config, host, context));
  return createDatabaseSource(database, context);
}

async function openLiveSource({
  flags,
  host,
  context,
}: Pick<Invocation, "flags" | "host" | "context">): Promise<OcspSource> {
  for (const name of ["db-config", "ca", "responder", "responder-key"]) {
    if (flags.text(name) === "") throw new UsageError(`-live needs -${name}`);
  }
  const interval = flags.duration("interval");
  if (interval < 1_000_000_000n) throw new UsageError("-live needs an -interval of a second or more, such as 1h");
  const files = {
    issuer: flags.text("ca"),
    responder: flags.text("responder"),
    key: flags.text("responder-key"),
  };
  const { readOcspSigner } = await import("../../cfssl/revocation/ocsp-signer.js");
  const { createLiveSource } = await import("../../cfssl/revocation/live-source.js");
  const signer = await readOcspSigner(files, interval, host, context);
  return createLiveSource(signer, await openDatabaseAt(flags.text("db-config"), host, context), host.now);
}

async function hideReason<T>(text: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (!isExpected(cause) || cause instanceof UnavailableError) throw cause;
    throw new GoError(text, { cause });
  }
}

/** How many minutes the user's time zone is east of UTC. */
function zoneAt(milliseconds: number, host: Pick<Host, "localTime">): number {
  const local = Date.parse(`${host.localTime(milliseconds).replaceAll("/", "-").replace(" ", "T")}Z`);
  return Math.round((local - milliseconds) / 60_000);
}

function logPanic(client: string, cause: unknown, log: Logger): void {
  log.plain(`http: panic serving ${client}: ${cause instanceof Error ? cause.message : String(cause)}`);
}
