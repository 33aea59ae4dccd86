import { createClient } from "../../cfssl/api/client.js";
import type { SignerInfo } from "../../cfssl/api/info.js";
import { CfsslError } from "../../cfssl/errors.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { openRemoteTls, openSigner } from "../../cfssl/signer/open.js";
import { tlsSettings } from "../../cfssl/tls-settings.js";
import { GoError, GoPanic } from "../../go/errors.js";
import { marshal } from "../../go/json/encode.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Command, Invocation } from "../command.js";
import { signerEnvironment, signerFlags, signerOptions } from "./signer-options.js";

export const info: Command = {
  usage: [
    "cfssl info -remote SERVERS [-profile NAME] [-label LABEL]",
    "cfssl info -config CONFIG [-ca CERT] [-ca-key KEY] [-profile NAME]",
  ],
  description: [
    "Prints the CA's certificate, and the usages and the expiry that a profile grants, as JSON. The CA is one of this " +
      "machine, or of the server that -remote or the profile names.",
  ],
  flags: [...signerFlags, "loglevel"],
  environment: signerEnvironment,
  examples: [
    ["cfssl info -remote http://127.0.0.1:8888", "show the CA of a server"],
    ["cfssl info -ca ca.pem -ca-key ca-key.pem -config ca-config.json -profile server", "show what a profile grants"],
  ],
  async run(invocation) {
    const { args, flags, host, context, policy } = invocation;
    if (args.length > 0) {
      throw new GoError("argument is provided but not defined; please refer to the usage by flag -h.");
    }
    const request = { label: flags.text("label"), profile: flags.text("profile") };
    let found: SignerInfo;
    if (flags.text("remote") !== "") found = await askRemote(request, invocation);
    else if (policy) found = await (await openSigner(signerOptions(flags, policy), host, context)).info(request);
    else throw new GoError("Either -remote or -config must be given. Refer to cfssl info -h for usage.");
    const { certificate, usages, expiry } = found;
    host.stdout(marshal({ certificate, usages, expiry }, context.rules.json));
  },
};

async function askRemote(request: { label: string; profile: string }, invocation: Invocation): Promise<SignerInfo> {
  const { flags, host, context, policy } = invocation;
  const { rules } = context;
  const tls = tlsSettings(await openRemoteTls(signerOptions(flags, policy), host, context), context);
  const client = openClient(flags.text("remote"), tls, context);
  const found = await client.info(encodeUtf8(marshal(request, rules.json)));
  // Upstream prints only what is a certificate.
  parsePemCertificate(encodeUtf8(found.certificate), context);
  return found;
}

/** Upstream crashes for an address that is none. */
function openClient(...options: Parameters<typeof createClient>): ReturnType<typeof createClient> {
  try {
    return createClient(...options);
  } catch (cause) {
    if (!(cause instanceof CfsslError)) throw cause;
    throw new GoPanic(`-remote has no server address: ${options[0]}`, { cause });
  }
}
