import { extractRequest } from "../../cfssl/csr/extract.js";
import { generateRequest } from "../../cfssl/csr/generate.js";
import { decodeRequest, type RequestSpec } from "../../cfssl/csr/shape.js";
import { splitHosts } from "../../cfssl/hosts.js";
import { readCertificate } from "../../cfssl/input/ca.js";
import { parsePemKey } from "../../cfssl/input/key.js";
import { readNamed } from "../../cfssl/input/named-value.js";
import { decodeUtf8 } from "../../go/utf8.js";
import { popArgument, readInput, UsageError } from "../arguments.js";
import type { Command, Invocation } from "../command.js";
import { requestJson } from "../help/value-kind.js";
import { printIssued } from "../output.js";
import { configText, csrJsonText } from "./request-text.js";

export const gencsr: Command = {
  usage: ["cfssl gencsr -key KEY CSRJSON", "cfssl gencsr -key KEY -cert CERT"],
  description: [
    `${csrJsonText} Its key section is ignored. With -cert, the request takes the subject and the hosts of ` +
      `that certificate.`,
  ],
  flags: ["key", "cert", "hostname", "config", "loglevel"],
  flagTexts: { cert: "certificate to take the subject and the hosts from", config: configText },
  arguments: (isGiven) => (isGiven("cert") ? [] : [requestJson]),
  examples: [
    ["cfssl gencsr -key server-key.pem csr.json | cfssljson -bare server", "make server.csr"],
    [
      "cfssl gencsr -key server-key.pem -cert server.pem | cfssljson -bare renewed",
      "request a new certificate like server.pem",
    ],
  ],
  async run(invocation) {
    const { flags, host, context } = invocation;
    if (flags.text("key") === "") {
      throw new UsageError("private key file is required through '-key', please check with usage");
    }
    const keyText = readNamed(flags.text("key"), host, context.rules);
    const key = await parsePemKey(keyText, null, context.rules);
    const decoded = await requested(invocation);
    const hosts = splitHosts(flags.text("hostname"));
    const { pem } = await generateRequest(hosts ? { ...decoded, hosts } : decoded, key, context);
    printIssued(host, { csr: pem, key: decodeUtf8(keyText) }, context.rules.json);
  },
};

async function requested({ args, flags, host, context }: Invocation): Promise<RequestSpec> {
  const certificate = flags.text("cert");
  if (certificate !== "") {
    if (args.length > 0) throw new UsageError("no argument is accepted with '-cert', please check with usage");
    return extractRequest(readCertificate(certificate, host, context));
  }
  const { first, rest } = popArgument(args);
  if (rest.length > 0) throw new UsageError("only one argument is accepted, please check with usage");
  return decodeRequest(await readInput(host, first), context.rules);
}
