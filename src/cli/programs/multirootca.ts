import { errorText, isExpected } from "../../cfssl/errors.js";
import type { Logger } from "../../cfssl/log.js";
import { createCaSigner } from "../../cfssl/signer/ca-signer.js";
import { GoError } from "../../go/errors.js";
import { createDate } from "../../go/http/server/date.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { Host } from "../../host/host.js";
import type { Release } from "../../release/release.js";
import type { LabelledSigner } from "../../server/multiroot/authsign.js";
import { loadRoot } from "../../server/multiroot/load-root.js";
import { parseRootsFile } from "../../server/multiroot/roots-file.js";
import { setUpMultiroot } from "../../server/multiroot/set-up.js";
import { describePanic } from "../commands/describe-panic.js";
import { createServerLog } from "../commands/server-log.js";
import { answerIfAsked } from "../completion/asked.js";
import { Refusal } from "../exit-code.js";
import { type Flags, typedFlags } from "../flags.js";
import type { HelpPage } from "../help/page.js";
import { type Program, runProgram } from "../program.js";
import { readFlags } from "../read-flags.js";

/** The program `multirootca`: a server that signs for several CAs. */
export const multirootca: Program = (host) =>
  runProgram(host, async (release) => {
    const { flags: specs } = multirootcaPage;
    const grammar = { accepted: specs, offered: specs, arguments: () => [] };
    const answered = await answerIfAsked(host, release, () => grammar);
    if (answered !== null) return answered;
    const parsed = await readFlags(host, host.args, specs, () => multirootcaPage);
    if (typeof parsed === "number") return parsed;
    return serve(typedFlags(parsed), host, release);
  });

/** The help page. */
export const multirootcaPage: HelpPage = {
  name: "multirootca",
  summary: "Serve the HTTP API for several CAs",
  usage: ["multirootca [-a ADDRESS] -roots FILE [-l LABEL]"],
  description: [
    "Signs requests with a token for the CA that their label names, and tells with what each of them issues.",
    "FILE has a section for each CA: [LABEL], then lines private = file://KEY, certificate = CERT, config = CONFIG, and " +
      "perhaps nets = the networks in CIDR form, separated by commas, that may ask it to sign, and dbconfig = the " +
      "configuration of the database that keeps its certificates.",
  ],
  flags: [
    text("a", "ADDRESS", "address to listen on", ":8888"),
    text("roots", "FILE", "the CAs"),
    text("l", "LABEL", "label of requests that have none"),
    text("tls-cert", "FILE", "certificate of the server"),
    text("tls-key", "FILE", "private key of the server"),
    {
      name: "loglevel",
      kind: "int",
      default: 1n,
      placeholder: "LEVEL",
      description: "lowest level of the log lines to print, from 0 for debug to 5 for fatal",
    },
  ],
  examples: [["multirootca -a 127.0.0.1:8888 -roots roots.conf -l main", "serve the CAs of roots.conf"]],
};

function text(name: string, placeholder: string, description: string, value = "") {
  return { name, kind: "string", default: value, placeholder, description } as const;
}

async function serve(flags: Flags, host: Host, release: Release): Promise<never> {
  const rules = release.issuing;
  const { log, flush } = createServerLog(flags.count("loglevel"), host);
  try {
    if (flags.text("roots") === "") throw new GoError("no root file specified");
    const byLabel = await openRoots(flags.text("roots"), host, log, release);
    const roots = { byLabel, defaultLabel: flags.text("l") };
    const print = (text: string) => {
      flush();
      host.stdout(text);
    };
    const handle = setUpMultiroot(roots, { log, rules, release, print });
    const [certificate, key, address] = [flags.text("tls-cert"), flags.text("tls-key"), flags.text("a")];
    const isSecure = certificate !== "" || key !== "";
    log.info(`Now listening on ${isSecure ? "https:// " : ""}${address}`);
    flush();
    await host.listen(
      address,
      {
        handle,
        date: createDate(host.now),
        onPanic: (client, cause) => log.plain(`http: panic serving ${client}: ${describePanic(cause)}`),
      },
      isSecure ? () => loadTls(certificate, key, { host, log, rules }) : null,
    );
  } catch (cause) {
    if (!isExpected(cause)) throw cause;
    log.plain(`[FATAL] ${errorText(cause, rules.json)}`);
    throw new Refusal("", 1, { cause });
  } finally {
    flush();
  }
  return new Promise<never>(() => {});
}

async function openRoots(
  path: string,
  host: Host,
  log: Logger,
  { issuing: rules }: Release,
): Promise<ReadonlyMap<string, LabelledSigner>> {
  const context = { log, rules, now: host.now, random: host.random, network: { ...host } };
  const loaded = [];
  for (const [label, section] of parseRootsFile(decodeUtf8(host.readFile(path)))) {
    loaded.push({ label, root: await loadRoot(section, host, context) });
  }
  const byLabel = new Map<string, LabelledSigner>();
  for (const { label, root } of loaded) {
    const { key, certificate, policy, networks, database } = root;
    byLabel.set(label, { signer: createCaSigner(key, certificate, policy, context, database), networks });
    log.info(`loaded signer ${label}`);
  }
  return byLabel;
}

async function loadTls(
  certificate: string,
  key: string,
  { host, log, rules }: { host: Host; log: Logger; rules: Release["issuing"] },
) {
  const { readClientCertificate } = await import("../../cfssl/input/tls.js");
  return {
    ...(await readClientCertificate(host.readFile(certificate), host.readFile(key), rules)),
    minVersion: "TLSv1" as const,
    verifyClient: null,
    onHandshakeError: (address: string, reason: string) =>
      log.plain(`http: TLS handshake error from ${address}: ${reason}`),
  };
}
