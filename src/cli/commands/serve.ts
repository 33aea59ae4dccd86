import { loadPlatforms } from "../../cfssl/bundler/platforms.js";
import type { CertificateDatabase } from "../../cfssl/certdb/database.js";
import { errorText, isExpected } from "../../cfssl/errors.js";
import { type OcspSigner, readOcspSigner } from "../../cfssl/revocation/ocsp-signer.js";
import { openSigner } from "../../cfssl/signer/open.js";
import type { CaSigner } from "../../cfssl/signer/signer.js";
import { GoError } from "../../go/errors.js";
import { createDate } from "../../go/http/server/date.js";
import type { Handler } from "../../go/http/server/exchange.js";
import { setUpHandlers } from "../../server/api/set-up-handlers.js";
import { requireClientName } from "../../server/client-name.js";
import { databaseText, openDatabaseOf } from "../certificate-database.js";
import type { Command, Invocation } from "../command.js";
import { describePanic } from "./describe-panic.js";
import { joinAddress } from "./listen-address.js";
import { serverFiles } from "./serve-files.js";
import { readTlsFlags } from "./serve-tls.js";
import { createServerLog } from "./server-log.js";
import { signerEnvironment, signerOptions } from "./signer-options.js";

export const serve: Command = {
  usage: [
    "cfssl serve -ca CERT -ca-key KEY [-config CONFIG] [-address ADDRESS] [-port PORT]",
    "cfssl serve -remote SERVERS [-config CONFIG] [-address ADDRESS] [-port PORT]",
  ],
  description: [
    "Serves the API at /api/v1/cfssl/ over HTTP. Each endpoint that can work is enabled; the log says which, and why the " +
      "others are not. It ends at SIGTERM or SIGINT.",
    "The page at / shows the CA's certificate; it makes no keys and no requests yet.",
    "Everybody who can connect can have certificates signed, unless the profiles have an auth_key.",
  ],
  flags: [
    ...["address", "port", "ca", "ca-key", "config", "remote", "disable"],
    ...["tls-cert", "tls-key", "min-tls-version", "mutual-tls-ca", "mutual-tls-cn"],
    ...["tls-remote-ca", "mutual-tls-client-cert", "mutual-tls-client-key", "db-config"],
    ...["responder", "responder-key", "interval", "ca-bundle", "int-bundle", "int-dir", "metadata", "loglevel"],
  ],
  flagTexts: {
    "db-config": databaseText,
    "ca-bundle": "roots to trust in bundle and scan (PEM); without it those of the system",
    "int-dir": "where intermediates that were fetched are written; it is not read",
    metadata: "what platforms trust and understand (JSON), for ubiquitous bundles",
    interval: "how long an OCSP response is valid",
  },
  environment: signerEnvironment,
  examples: [
    ["cfssl serve -ca ca.pem -ca-key ca-key.pem -config ca-config.json", "serve on 127.0.0.1:8888"],
    [
      "cfssl serve -address 0.0.0.0 -ca ca.pem -ca-key ca-key.pem -config ca-config.json -disable sign,newcert",
      "sign only requests with a token",
    ],
  ],
  async run(invocation) {
    const { flags, host, context } = invocation;
    const { log, flush } = createServerLog(flags.count("loglevel"), host);
    try {
      await start({ ...invocation, context: { ...context, log } }, flush);
    } finally {
      flush();
    }
    await new Promise<never>(() => {});
  },
};

/** Starts the server, in upstream's order. Its log is written before anybody can connect. */
async function start(invocation: Invocation, flush: () => void): Promise<void> {
  const { args, flags, host, context, release } = invocation;
  if (args.length > 0) {
    throw new GoError("argument is provided but not defined; please refer to the usage by flag -h");
  }
  const { log } = context;
  const metadata = flags.text("metadata");
  const platforms = metadata === "" ? [] : await loadPlatforms(metadata, host.readFile, context);
  const database = await openDatabaseOf(invocation);
  log.info("Initializing signer");
  const signer = await openOrWarn(invocation, database);
  const ocspSigner = await openOcspSignerOrWarn(invocation);
  const files = serverFiles(invocation, platforms);
  const server = { ...context, release, signer, database, ocspSigner, files, tlsLeaf: host.tlsLeaf };
  const handle = await setUpHandlers(flags.text("disable").split(","), server);
  log.info("Handler set up complete.");
  await listen(handle, invocation, flush);
}

async function listen(served: Handler, invocation: Invocation, flush: () => void): Promise<void> {
  const { flags, host, context } = invocation;
  const { log, rules } = context;
  const address = joinAddress(flags.text("address"), flags.count("port"));
  const tls = readTlsFlags(invocation);
  const name = tls?.isMutual ? flags.text("mutual-tls-cn") : "";
  const handle = name === "" ? served : requireClientName(name, served, log, rules);
  if (name !== "") log.debug(`Requiring CN matches regex "${name}" for client connections`);
  const how = tls?.isMutual ? "Now listening with mutual TLS on https://" : `Now listening on ${tls ? "https://" : ""}`;
  log.info(how + address);
  flush();
  await host.listen(
    address,
    {
      handle,
      date: createDate(host.now),
      onPanic: (client, cause) => log.plain(`http: panic serving ${client}: ${describePanic(cause)}`),
    },
    tls?.load ?? null,
  );
}

/** Opens the signer. If that fails, only a warning tells: the server then does what needs none. */
async function openOrWarn(
  { flags, host, context, policy }: Invocation,
  database: CertificateDatabase | null,
): Promise<CaSigner | null> {
  try {
    return await openSigner(signerOptions(flags, policy), host, context, database);
  } catch (cause) {
    if (!isExpected(cause)) throw cause;
    context.log.warning(`couldn't initialize signer: ${errorText(cause, context.rules.json)}`);
    return null;
  }
}

/** Opens who signs OCSP responses. If that fails, as it does without a responder, a warning tells. */
async function openOcspSignerOrWarn({ flags, host, context }: Invocation): Promise<OcspSigner | null> {
  const files = {
    issuer: flags.text("ca"),
    responder: flags.text("responder"),
    key: flags.text("responder-key") || flags.text("key"),
  };
  try {
    return await readOcspSigner(files, flags.duration("interval"), host, context);
  } catch (cause) {
    if (!isExpected(cause)) throw cause;
    context.log.warning(`couldn't initialize ocsp signer: ${errorText(cause, context.rules.json)}`);
    return null;
  }
}
