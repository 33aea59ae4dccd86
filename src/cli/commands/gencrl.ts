import { parseCaKey } from "../../cfssl/input/ca.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { defaultCrlLifetime, parseCrlLifetime, parseSerials, revocationList } from "../../cfssl/revocation/crl.js";
import { encodeBase64 } from "../../go/base64.js";
import { decodeUtf8 } from "../../go/utf8.js";
import { popArgument, readInput } from "../arguments.js";
import type { Command } from "../command.js";
import { certificateFile, keyFile } from "../help/value-kind.js";
import { caPasswordRow } from "./signer-options.js";

export const gencrl: Command = {
  usage: ["cfssl gencrl SERIALS CERT KEY [TIME]"],
  description: [
    "SERIALS is a file with the serial numbers of the revoked certificates, in decimal, one on each line. " +
      "CERT and KEY are files with the CA's certificate and private key. One of the three may be - for " +
      "standard input.",
    "TIME is the number of seconds for which the list is valid; the default is a week. The list goes to " +
      "standard output as base64 without line breaks.",
  ],
  flags: ["loglevel"],
  environment: [caPasswordRow],
  arguments: () => [
    { is: "file", endings: [], takesStdin: true },
    { ...certificateFile, takesStdin: true },
    { ...keyFile, takesStdin: true },
  ],
  examples: [["cfssl gencrl serials.txt ca.pem ca-key.pem | base64 -d > ca.crl", "make a list in DER"]],
  async run({ args, host, context, release }) {
    const serials = popArgument(args);
    const certificate = popArgument(serials.rest);
    const key = popArgument(certificate.rest);
    const [time] = key.rest;
    const serialText = await readInput(host, serials.first);
    const certificateText = await readInput(host, certificate.first);
    const keyText = await readInput(host, key.first);
    const timeText =
      time !== undefined && release.cli.crlTimeIsFile ? decodeUtf8(await readInput(host, time)) : (time ?? "0");
    const lifetime = parseCrlLifetime(timeText) || defaultCrlLifetime;
    const issuer = parsePemCertificate(certificateText, context);
    const privateKey = await parseCaKey(keyText, host, context);
    const now = Math.floor(context.now() / 1000);
    const list = await revocationList(parseSerials(serialText), issuer, privateKey, now, lifetime);
    host.stdout(`${encodeBase64(list)}\n`);
  },
};
