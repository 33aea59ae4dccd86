import { inspect } from "../../certinfo/inspect.js";
import { readInput } from "../arguments.js";
import { openDatabaseAt } from "../certificate-database.js";
import type { Command } from "../command.js";

export const certinfo: Command = {
  usage: [
    "cfssl certinfo -cert FILE",
    "cfssl certinfo -csr FILE",
    "cfssl certinfo -domain HOST[:PORT]",
    "cfssl certinfo -db-config FILE -serial NUMBER -aki ID",
  ],
  description: [
    "Prints the fields of a certificate or of a request as JSON. FILE is in PEM; - means standard input. " +
      "-domain shows the certificate that the server itself presents, trusted or not.",
  ],
  flags: ["cert", "csr", "domain", "serial", "aki", "db-config", "loglevel"],
  flagTexts: { cert: "certificate to show", csr: "request to show (PKCS #10, PEM)" },
  examples: [
    ["cfssl certinfo -cert server.pem", "show a certificate"],
    ["cfssl certinfo -domain 127.0.0.1:6443", "show the certificate of a running API server"],
  ],
  async run({ flags, host, context, release }) {
    // The older program accepts -serial and -aki, as every command does, but ignores them.
    const looksUp = release.certinfoFlags.includes("serial");
    const target = {
      cert: flags.text("cert"),
      csr: flags.text("csr"),
      domain: flags.text("domain"),
      serial: looksUp ? flags.text("serial") : "",
      aki: flags.text("aki"),
      dbConfig: flags.text("db-config"),
    };
    const text = await inspect(target, {
      readInput: (name) => readInput(host, name),
      tlsLeaf: (name, port) => host.tlsLeaf(name, port),
      openDatabase: (path) => openDatabaseAt(path, host, context),
      log: context.log,
      rules: release.certinfo,
      targets: release.certinfoTargets,
    });
    host.stdout(text);
  },
};
