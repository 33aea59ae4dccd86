import { bundleResult, fullchainPem, keyPem } from "../../cfssl/bundler/result.js";
import { marshal } from "../../go/json/encode.js";
import { bundleFlags, runBundle } from "../bundle/run-bundle.js";
import type { Command } from "../command.js";
import { Refusal } from "../exit-code.js";
import type { FlagHelp } from "../help/page.js";

const forms = ["fullchain", "pem"] as const;

/** The form of the output: upstream's JSON without it. */
const outputFlag: FlagHelp = {
  name: "o",
  kind: "string",
  default: "",
  placeholder: "FORM",
  description: "what to print in place of JSON: fullchain, or pem with the key",
  takes: {
    is: "word",
    words: [
      ["fullchain", "the certificate and its intermediates in PEM, as web servers read them"],
      ["pem", "the same and the private key of -key, as haproxy reads them"],
    ],
  },
};

export const bundle: Command = {
  usage: [
    "cfssl bundle -cert FILE [-key FILE] [-ca-bundle FILE] [-int-bundle FILE] [-int-dir DIRECTORY] [-o FORM]",
    "cfssl bundle -domain HOST [-ip ADDRESS] [-ca-bundle FILE] [-o FORM]",
  ],
  description: [
    "Builds the chain from a certificate to a root, and prints it with what is to know about it, as JSON. " +
      "The root is not part of the bundle: clients have it.",
    "Intermediates come from -int-bundle, or from the addresses that the certificates name. FILE of -cert is PEM or DER, " +
      "also PKCS #7, or PKCS #12 with one certificate and its key; - means standard input.",
    "With -o fullchain it prints the certificate and its intermediates in PEM instead.",
  ],
  flags: [...bundleFlags, "loglevel"],
  flagTexts: {
    cert: "certificate to bundle, first in the file; - means standard input",
    key: "its private key (PEM), which is checked and becomes part of the result",
    "ca-bundle": "roots to trust (PEM); without it those of the system",
    "int-dir": "where intermediates that were fetched are written; it is not read",
    domain: "server whose certificates to bundle, on port 443",
    metadata: "what platforms trust and understand (JSON), for -flavor ubiquitous",
    password: "password of PKCS #12",
  },
  extraFlags: [outputFlag],
  examples: [
    [
      "cfssl bundle -ca-bundle ca.pem -int-bundle intermediate.pem -cert server.pem -o fullchain > fullchain.pem",
      "make the file that nginx calls ssl_certificate",
    ],
    ["cfssl bundle -cert server.pem -flavor force", "check that each certificate of a file signs the one before it"],
  ],
  async run({ flags, host, context }) {
    const form = flags.text("o");
    if (form !== "" && !forms.some((known) => known === form)) {
      throw new Refusal(`-o is ${JSON.stringify(form)}: write -o fullchain or -o pem, or leave it out for JSON`, 2);
    }
    const made = await runBundle(flags, host, context);
    const { rules } = context;
    if (form === "") host.stdout(marshal(bundleResult(made, rules.bundle), rules.json));
    else host.stdout(fullchainPem(made) + (form === "pem" ? keyPem(made) : ""));
  },
};
