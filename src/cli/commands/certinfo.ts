import { inspect } from "../../certinfo/inspect.js";
import { readInput } from "../arguments.js";
import type { Command } from "../command.js";

export const certinfo: Command = {
  usage: [
    "cfssl certinfo -cert FILE",
    "cfssl certinfo -csr FILE",
    "cfssl certinfo -domain HOST[:PORT]",
    "cfssl certinfo -serial NUMBER -aki ID -db-config FILE",
  ],
  description: [
    "Prints what a certificate or a request says, as JSON. FILE is PEM; - is standard input. With -domain the server's",
    "own certificate is shown, trusted or not.",
  ],
  flags: ["cert", "csr", "domain", "serial", "aki", "db-config", "loglevel"],
  examples: [
    ["cfssl certinfo -cert server.pem", "show a certificate"],
    ["cfssl certinfo -domain 127.0.0.1:6443", "show the certificate of a running API server"],
  ],
  async run({ flags, host, context, release }) {
    // The older program takes -serial and -aki as every command does, and looks nothing up by them.
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
      log: context.log,
      rules: release.certinfo,
      targets: release.certinfoTargets,
    });
    host.stdout(text);
  },
};
