import { openCertificateDatabase } from "../../cfssl/certdb/open.js";
import type { SigningPolicy } from "../../cfssl/config/policy.js";
import { errorText, isExpected, UnavailableError, withCode } from "../../cfssl/errors.js";
import { parseCaKey } from "../../cfssl/input/ca.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { readNamed } from "../../cfssl/input/named-value.js";
import { openSigner } from "../../cfssl/signer/open.js";
import type { CaSigner } from "../../cfssl/signer/signer.js";
import { GoError } from "../../go/errors.js";
import { createDate } from "../../go/http/server/date.js";
import type { Handler } from "../../go/http/server/exchange.js";
import { unmarshal } from "../../go/json/decode.js";
import { slice, struct } from "../../go/json/index.js";
import type { Host } from "../../host/host.js";
import { setUpHandlers } from "../../server/api/set-up-handlers.js";
import { requireClientName } from "../../server/client-name.js";
import type { Command, Invocation } from "../command.js";
import type { Flags } from "../flags.js";
import { describePanic } from "./describe-panic.js";
import { joinAddress } from "./listen-address.js";
import { readTlsFlags } from "./serve-tls.js";
import { createServerLog } from "./server-log.js";
import { signerEnvironment } from "./signer-options.js";

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
    ...["tls-remote-ca", "mutual-tls-client-cert", "mutual-tls-client-key", "metadata", "db-config", "loglevel"],
  ],
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
      await start({ ...invocation, context: { ...context, log } });
    } finally {
      flush();
    }
    await new Promise<never>(() => {});
  },
};

/** Starts the server, in upstream's order. */
async function start(invocation: Invocation): Promise<void> {
  const { args, flags, host, context, release } = invocation;
  if (args.length > 0) {
    throw new GoError("argument is provided but not defined; please refer to the usage by flag -h");
  }
  checkMetadata(flags, host);
  const { log } = context;
  const databaseFile = flags.text("db-config");
  const database = databaseFile === "" ? null : await openCertificateDatabase(databaseFile, host, context);
  await database?.close();
  log.info("Initializing signer");
  const signer = await openOrWarn(invocation);
  await warnOfOcspSigner(invocation);
  const server = { ...context, release, signer, tlsLeaf: host.tlsLeaf };
  const handle = setUpHandlers(flags.text("disable").split(","), server);
  log.info("Handler set up complete.");
  await listen(handle, invocation);
}

async function listen(served: Handler, invocation: Invocation): Promise<void> {
  const { flags, host, context } = invocation;
  const { log, rules } = context;
  const address = joinAddress(flags.text("address"), flags.count("port"));
  const tls = readTlsFlags(invocation);
  const name = tls?.isMutual ? flags.text("mutual-tls-cn") : "";
  const handle = name === "" ? served : requireClientName(name, served, log, rules);
  if (name !== "") log.debug(`Requiring CN matches regex "${name}" for client connections`);
  const how = tls?.isMutual ? "Now listening with mutual TLS on https://" : `Now listening on ${tls ? "https://" : ""}`;
  log.info(how + address);
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
async function openOrWarn({ flags, host, context, policy }: Invocation): Promise<CaSigner | null> {
  try {
    return await openSigner(serverSigner(flags, policy), host, context);
  } catch (cause) {
    if (!isExpected(cause)) throw cause;
    context.log.warning(`couldn't initialize signer: ${errorText(cause, context.rules.json)}`);
    return null;
  }
}

/**
 * Opens what signs OCSP responses, as upstream does, and warns that there is nobody who signs them: because a file cannot
 * be read, or because that is not available yet.
 */
async function warnOfOcspSigner({ flags, host, context }: Invocation): Promise<void> {
  const { log, rules } = context;
  try {
    const files = [flags.text("ca"), flags.text("responder")].map((name, at) => {
      log.debug(`Loading ${at === 0 ? "issuer" : "responder"} cert: ${name}`);
      return readNamed(name, host, rules);
    });
    const key = withCode("certificate.readFailed", () =>
      readNamed(flags.text("responder-key") || flags.text("key"), host, rules),
    );
    for (const file of files) parsePemCertificate(file, context);
    await parseCaKey(key, host, context);
    throw new UnavailableError("signing OCSP responses", "leave -responder out");
  } catch (cause) {
    if (!isExpected(cause)) throw cause;
    log.warning(`couldn't initialize ocsp signer: ${errorText(cause, rules.json)}`);
  }
}

function serverSigner(flags: Flags, policy: SigningPolicy | null): Parameters<typeof openSigner>[0] {
  return {
    ca: flags.text("ca"),
    caKey: flags.text("ca-key"),
    remote: flags.text("remote"),
    remoteCas: flags.text("tls-remote-ca"),
    clientCertificate: flags.text("mutual-tls-client-cert"),
    clientKey: flags.text("mutual-tls-client-key"),
    policy,
  };
}

/** Checks the file of -metadata as upstream does at the start. Nothing else reads it until chains can be built. */
function checkMetadata(flags: Flags, host: Host): void {
  const path = flags.text("metadata");
  if (path === "") return;
  let data: Uint8Array;
  try {
    data = host.readFile(path);
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`platform metadata failed to load: ${cause.message}`) : cause;
  }
  try {
    unmarshal(data, slice(struct("ubiquity.Platform", {})));
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`platform metadata failed to parse: ${cause.message}`) : cause;
  }
}
