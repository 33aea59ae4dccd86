import { splitHosts } from "../../cfssl/hosts.js";
import { openSigner } from "../../cfssl/signer/open.js";
import { decodeSubject } from "../../cfssl/signer/subject.js";
import { decodeUtf8 } from "../../go/utf8.js";
import { popArgument, readInput } from "../arguments.js";
import { databaseText, openDatabaseOf } from "../certificate-database.js";
import type { Command } from "../command.js";
import { csrFile, jsonFile } from "../help/value-kind.js";
import { printIssued } from "../output.js";
import { refuseExtraArguments } from "./extra-arguments.js";
import { signerEnvironment, signerFlags, signerOptions } from "./signer-options.js";

export const sign: Command = {
  usage: [
    "cfssl sign -ca CERT -ca-key KEY [-config CONFIG] [-profile NAME] [-hostname HOSTS] CSR [SUBJECT]",
    "cfssl sign -ca CERT -ca-key KEY [-config CONFIG] [-profile NAME] [-hostname HOSTS] -csr CSR [SUBJECT]",
    "cfssl sign -remote SERVERS [-config CONFIG] [-profile NAME] [-label LABEL] [-hostname HOSTS] CSR [SUBJECT]",
  ],
  description: [
    "CSR is a file with the request (PKCS #10, PEM), or - for standard input. SUBJECT is a JSON file with the" +
      " CN, names and SerialNumber that replace the request's.",
    "The certificate and the request go to standard output as JSON: pipe it to `cfssljson -bare NAME`.",
  ],
  flags: [...signerFlags, "hostname", "csr", "db-config", "loglevel"],
  flagTexts: { csr: "replaces the argument CSR", "db-config": databaseText },
  environment: signerEnvironment,
  arguments: (isGiven) => (isGiven("csr") ? [jsonFile] : [csrFile, jsonFile]),
  examples: [
    [
      "cfssl sign -ca ca.pem -ca-key ca-key.pem -config ca-config.json -profile server server.csr | cfssljson " +
        "-bare server",
      "issue server.pem for the request in server.csr",
    ],
  ],
  async run(invocation) {
    const { args, flags, host, context, policy, release } = invocation;
    const named = flags.text("csr");
    const { first: requestFile, rest } = named === "" ? popArgument(args) : { first: named, rest: args };
    const [subjectFile, ...extra] = rest;
    refuseExtraArguments(extra, release.cli, "many");
    const subject = subjectFile === undefined ? null : decodeSubject(host.readFile(subjectFile), context.rules);
    const request = decodeUtf8(await readInput(host, requestFile));
    const signer = signerOptions(flags, policy);
    if (signer.remote === "" && !policy) {
      // Upstream logs what is missing and then succeeds, so scripts see exit code 0.
      // Proof: fixtures/golden/1.6.5/sign/missing-ca, missing-ca-key
      if (signer.ca === "") return context.log.error("need CA certificate (provide one with -ca)");
      if (signer.caKey === "") return context.log.error("need CA key (provide one with -ca-key)");
    }
    const database = await openDatabaseOf(invocation);
    try {
      const opened = await openSigner(signer, host, context, database);
      const cert = await opened.sign(request, {
        hosts: splitHosts(flags.text("hostname")),
        subject,
        profile: flags.text("profile"),
        label: flags.text("label"),
      });
      printIssued(host, { cert, csr: request }, context.rules.json);
    } finally {
      await database?.close();
    }
  },
};
