import type { Command } from "../command.js";

export const version: Command = {
  usage: ["cfssl version"],
  description: ["The version is that of the cfssl release to behave like; see CFSSL_COMPAT."],
  flags: ["loglevel"],
  examples: [["cfssl version", "print the version and the runtime"]],
  async run({ host, release }) {
    host.stdout(release.versionText(host.runtime));
  },
};
