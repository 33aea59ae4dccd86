import { popArgument } from "../arguments.js";
import type { Command } from "../command.js";

const usages = (purpose: string) => ["signing", "key encipherment", purpose];

const templates: Readonly<Record<string, unknown>> = {
  config: {
    signing: {
      default: { expiry: "168h" },
      profiles: {
        www: { expiry: "8760h", usages: usages("server auth") },
        client: { expiry: "8760h", usages: usages("client auth") },
      },
    },
  },
  csr: {
    CN: "example.net",
    hosts: ["example.net", "www.example.net"],
    key: { algo: "ecdsa", size: 256 },
    names: [{ C: "US", ST: "CA", L: "San Francisco" }],
  },
};

export const printDefaults: Command = {
  usage: ["cfssl print-defaults config|csr|list"],
  description: ["Prints a template: config is a signing configuration, csr is a request. list prints their names."],
  flags: ["loglevel"],
  arguments: () => [
    {
      is: "word",
      words: [
        ["config", "a signing configuration"],
        ["csr", "a certificate request"],
        ["list", "the names of the templates"],
      ],
    },
  ],
  examples: [
    ["cfssl print-defaults csr > csr.json", "save a request to edit"],
    ["cfssl print-defaults config > ca-config.json", "save a configuration to edit"],
  ],
  async run({ args, host }) {
    const { first } = popArgument(args);
    if (Object.hasOwn(templates, first)) {
      host.stdout(`${JSON.stringify(templates[first], null, 4)}\n\n`);
    } else {
      const names = Object.keys(templates).map((name) => `\t${name}\n`);
      host.stdout(`Default configurations are available for:\n${names.join("")}`);
    }
  },
};
