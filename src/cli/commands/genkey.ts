import { processRequest } from "../../cfssl/csr/generate.js";
import { decodeRequest } from "../../cfssl/csr/shape.js";
import { GoError } from "../../go/errors.js";
import { popArgument, readInput } from "../arguments.js";
import type { Command } from "../command.js";
import { requestJson } from "../help/value-kind.js";
import { printIssued } from "../output.js";
import { refuseExtraArguments } from "./extra-arguments.js";
import { configText, csrJsonText } from "./request-text.js";

export const genkey: Command = {
  usage: ["cfssl genkey [-initca] CSRJSON"],
  description: [
    csrJsonText,
    "The request and the key go to standard output as JSON: pipe it to `cfssljson -bare NAME`.",
  ],
  flags: ["initca", "config", "loglevel"],
  flagTexts: { config: configText },
  arguments: () => [requestJson],
  examples: [
    ["cfssl genkey csr.json | cfssljson -bare server", "make server-key.pem and server.csr"],
    ["cfssl genkey -initca ca-csr.json | cfssljson -bare ca", "make a new CA"],
  ],
  async run({ args, flags, host, context, release }) {
    const { first, rest } = popArgument(args);
    refuseExtraArguments(rest, release.cli);
    const request = decodeRequest(await readInput(host, first), context.rules);
    if (flags.truth("initca")) {
      const { createCa } = await import("../../cfssl/ca/initca.js");
      const { certificate, pem, keyPem } = await createCa(request, context);
      return printIssued(host, { cert: certificate, csr: pem, key: keyPem }, context.rules.json);
    }
    if (request.ca) throw new GoError("ca section only permitted in initca");
    const { pem, keyPem } = await processRequest(request, context);
    printIssued(host, { csr: pem, key: keyPem }, context.rules.json);
  },
};
