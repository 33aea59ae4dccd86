import { GoError } from "../../go/errors.js";
import { quote } from "../../go/strconv.js";
import type { Command } from "../command.js";
import { shells } from "../completion/shells.js";

const names = Object.keys(shells);

/** Prints the script that makes a shell complete the command lines of the three programs. */
export const completion: Command = {
  usage: [`cfssl completion ${names.join("|")}`],
  description: [
    "Prints a script that makes the shell complete commands, flags, files and profiles for the three programs. Its first lines say how to install it.",
  ],
  flags: [],
  arguments: () => [{ is: "word", words: names.map((name) => [name, `the script for ${name}`]) }],
  examples: [
    ["source <(cfssl completion bash)", "for this session of bash"],
    ['eval "$(cfssl completion zsh)"', "for this session of zsh"],
    ["cfssl completion fish | source", "for this session of fish"],
    ["cfssl completion powershell | Out-String | Invoke-Expression", "for this session of PowerShell"],
  ],
  async run({ args, host }) {
    const [name, ...extra] = args;
    const shell = shells[name ?? ""];
    if (shell && extra.length === 0) return host.stdout(shell.script);
    // A script must never be taken for another shell's, so the shell is not guessed.
    const mine = (host.env("SHELL") ?? "").split("/").at(-1) ?? "";
    const lines = name === undefined || shell ? [] : [`There is no completion for ${quote(name)}.`];
    lines.push(`Usage: cfssl completion ${names.join("|")}`);
    if (shells[mine]) lines.push(`For your shell, type: cfssl completion ${mine}`);
    throw new GoError(lines.join("\n"));
  },
};
