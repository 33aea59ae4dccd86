import type { Command } from "../command.js";

export const version: Command = {
  usage: ["cfssl version"],
  description: [
    "The version is that of the cfssl release that the program behaves like: see CFSSL_COMPAT in `cfssl -h`.",
  ],
  flags: ["loglevel"],
  examples: [["cfssl version", "print the version, and the runtime with its own version"]],
  async run({ host, release }) {
    host.stdout(release.versionText(host.runtime));
  },
};
