import { selfsignProfile, selfsign as signSelf } from "../../cfssl/ca/selfsign.js";
import { processRequest } from "../../cfssl/csr/generate.js";
import { decodeRequest } from "../../cfssl/csr/shape.js";
import { popArgument, readInput } from "../arguments.js";
import type { Command } from "../command.js";
import { freeText, requestJson } from "../help/value-kind.js";
import { printIssued } from "../output.js";
import { refuseExtraArguments } from "./extra-arguments.js";
import { csrJsonText } from "./request-text.js";

const banner = `*** WARNING ***

Self-signed certificates are dangerous. Use this self-signed
certificate at your own risk.

It is strongly recommended that these certificates NOT be used
in production.

*** WARNING ***

`;

export const selfsign: Command = {
  usage: ["cfssl selfsign HOSTNAME CSRJSON", "cfssl selfsign -hostname HOSTNAME CSRJSON"],
  description: [
    `${csrJsonText} The hosts of the certificate are those of the request. HOSTNAME is required but ignored, ` +
      `as in upstream.`,
  ],
  flags: ["config", "profile", "hostname", "loglevel"],
  flagTexts: { hostname: "replaces the argument HOSTNAME, and is ignored as well" },
  arguments: (isGiven) => (isGiven("hostname") || isGiven("initca") ? [requestJson] : [freeText, requestJson]),
  examples: [
    ["cfssl selfsign example.net csr.json | cfssljson -bare selfsigned", "make selfsigned.pem and selfsigned-key.pem"],
  ],
  async run({ args, flags, host, context, policy, release }) {
    const isNamed = flags.text("hostname") !== "" || flags.truth("initca");
    const { first, rest } = popArgument(isNamed ? args : popArgument(args).rest);
    refuseExtraArguments(rest, release.cli, "many");
    const request = decodeRequest(await readInput(host, first), context.rules);
    const made = await processRequest(request, context);
    const configured = policy?.profiles.get(flags.text("profile"));
    const fallback = release.cli.selfsignTakesDefaultProfile ? policy?.default : undefined;
    const profile = configured ?? fallback ?? selfsignProfile();
    const cert = await signSelf(made, profile, context);
    host.stderr(banner);
    printIssued(host, { cert, csr: made.pem, key: made.keyPem }, context.rules.json);
  },
};
