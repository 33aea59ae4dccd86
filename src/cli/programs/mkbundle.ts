import { checkRevocation, type RevocationContext } from "../../cfssl/revocation/check.js";
import { GoError } from "../../go/errors.js";
import { decodePem, encodePem } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Host } from "../../host/host.js";
import { formatName } from "../../x509/encode/name-text.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { parseCertificate } from "../../x509/parse/index.js";
import { createContext } from "../create-context.js";
import { typedFlags } from "../flags.js";
import type { HelpPage } from "../help/page.js";
import { certificateFile } from "../help/value-kind.js";
import { createSmallProgram } from "../small-program.js";

/** The program `mkbundle`: collects certificates that are valid into one file. */
export const mkbundle = createSmallProgram({
  page: () => mkbundlePage(),
  arguments: [certificateFile],
  async run(parsed, host, { issuing }) {
    const flags = typedFlags(parsed);
    const context = { ...createContext(host, issuing, 1n), lists: new Map() };
    try {
      await makeBundle(flags.text("f"), parsed.rest, flags.count("nw") > 0n, host, context);
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
      context.log.error(cause.message);
    }
  },
});

async function makeBundle(
  output: string,
  paths: readonly string[],
  hasWorkers: boolean,
  host: Host,
  context: RevocationContext,
): Promise<void> {
  const { log } = context;
  const write = (bytes: Uint8Array) => host.writeFiles([{ path: output, bytes, mode: 0o644 }]);
  // Fail before the work if it cannot be written. Until there is a new bundle, the old one stays.
  write(readOld(output, host));
  const found: Certificate[] = [];
  for await (const path of findFiles(paths, host, context)) {
    // Without a worker, nobody takes the first file.
    if (!hasWorkers) break;
    log.info(`Loading ${path}`);
    for (const certificate of readCertificates(path, host, context)) {
      if (await isGood(certificate, context)) found.push(certificate);
    }
  }
  write(encodeUtf8(found.map(({ raw }) => encodePem("CERTIFICATE", raw)).join("")));
  log.info(`Wrote ${found.length} certificates.`);
}

function readOld(path: string, host: Host): Uint8Array {
  try {
    return host.readFile(path);
  } catch (cause) {
    if (cause instanceof GoError) return new Uint8Array();
    throw cause;
  }
}

async function* findFiles(paths: readonly string[], host: Host, { log }: RevocationContext): AsyncGenerator<string> {
  for (const root of paths) {
    for await (const { path, isFile, fault } of host.walkFiles(root)) {
      log.info(`Found ${path}`);
      if (fault) log.error(`Walk failed: ${fault.message}`);
      else if (isFile) yield path;
    }
  }
}

function* readCertificates(path: string, host: Host, { log, rules }: RevocationContext): Generator<Certificate> {
  let rest = readOrWarn(path, host, log);
  while (rest.length > 0) {
    const found = decodePem(rest);
    if (!found) return log.warning(`${path}: no PEM data found`);
    rest = found.rest;
    if (found.block.label !== "CERTIFICATE") {
      log.info("Skipping non-certificate");
      continue;
    }
    const certificate = parseOrWarn(found.block.bytes, { log, rules });
    if (certificate) yield certificate;
  }
}

function readOrWarn(path: string, host: Host, log: RevocationContext["log"]): Uint8Array {
  try {
    return host.readFile(path);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.warning(cause.message);
    return new Uint8Array();
  }
}

function parseOrWarn(der: Uint8Array, { log, rules }: Pick<RevocationContext, "log" | "rules">): Certificate | null {
  try {
    return parseCertificate(der, rules.parser);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    log.warning(`Invalid certificate: ${cause.message}`);
    return null;
  }
}

async function isGood(certificate: Certificate, context: RevocationContext): Promise<boolean> {
  const { log } = context;
  log.info(`Validating ${formatName(certificate.subject)}`);
  const found = await checkRevocation(certificate, context);
  if (found === "unknown") log.warning("Failed to verify certificate.");
  if (found === "revoked") log.info("Skipping revoked certificate");
  return found === "valid";
}

export function mkbundlePage(): HelpPage {
  return {
    name: "mkbundle",
    summary: "Collect certificates that are valid into one file",
    usage: ["mkbundle [-f FILE] PATH..."],
    description: [
      "Collects the certificates (PEM) in files and in folders, for -ca-bundle and -int-bundle. It leaves out those that are out of their time or revoked, and those whose revocation list or OCSP responder cannot be reached.",
      "As upstream, it succeeds also after an error: look at the log.",
    ],
    flags: [
      {
        ...{ name: "f", kind: "string", default: "cert-bundle.crt", placeholder: "FILE" },
        description: "the file to write",
        takes: certificateFile,
      },
      {
        ...{ name: "nw", kind: "int", default: 4n, placeholder: "NUMBER" },
        description: "accepted for old scripts; files are read in their order",
      },
    ],
    examples: [["mkbundle -f ca-bundle.crt roots/", "collect the certificates of a folder"]],
  };
}
