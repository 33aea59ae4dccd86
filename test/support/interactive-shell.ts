import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectFolder } from "./contents.js";
import { cleanEnvironment } from "./spawned.js";

export type ShellName = "bash" | "zsh" | "fish";

/** What the terminal had after some keys. */
export interface Typed {
  /** The command line. */
  readonly line: string;
  /** Everything that was shown meanwhile, without colors and movements. */
  readonly screen: string;
}

/** How a shell starts with a file of settings in a folder, and what that file says for terminal.py. */
const starts: Readonly<Record<ShellName, { readonly file: string; readonly argv: readonly string[]; rc: string }>> = {
  bash: {
    file: "home/.bashrc",
    argv: ["bash", "-i"],
    rc: String.raw`PS1='READY> '
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind 'set enable-bracketed-paste off'
bind 'set bell-style none'
dump() { printf '\n<<%s>>\n' "$READLINE_LINE"; READLINE_LINE=; }
bind -x '"\C-xd": dump'
`,
  },
  zsh: {
    file: "home/.zshrc",
    argv: ["zsh", "-i"],
    rc: `PROMPT='READY> '
unsetopt BEEP PROMPT_SP
bindkey -e
dump() { zle -I; print -r -- "<<$BUFFER>>"; BUFFER= }
zle -N dump
bindkey '^Xd' dump
autoload -Uz compinit && compinit -u
LISTMAX=1000
`,
  },
  fish: {
    file: "home/.config/fish/config.fish",
    argv: ["fish", "-i"],
    rc: String.raw`function fish_prompt; printf 'READY> '; end
set -g fish_greeting
set -g fish_autosuggestion_enabled 0
function dump; printf '\n<<%s>>\n' (commandline | string collect); commandline ''; end
bind \cxd dump
`,
  },
};

/** Types each of the keys in one shell, in `folder`; `setup` is appended to its settings. `folder/home` is its home. */
export function typeInShell(
  name: ShellName,
  keys: readonly string[],
  { folder, programs, setup }: { readonly folder: string; readonly programs: string; readonly setup: string },
): readonly Typed[] {
  const { file, argv, rc } = starts[name];
  const settings = join(folder, file);
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, rc + setup);
  const env = { ...cleanEnvironment(programs), HOME: join(folder, "home"), TERM: "xterm", SECRET_KEY: "s3cret" };
  const task = { argv, cwd: folder, env, keys };
  const { stdout, stderr, status } = spawnSync("python3", [join(projectFolder, "test", "support", "terminal.py")], {
    input: JSON.stringify(task),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  const results: readonly Typed[] = JSON.parse(stdout);
  return results.map(({ line, screen }) => ({ line, screen: withoutControls(screen) }));
}

function withoutControls(text: string): string {
  return text.replace(/\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[()].|[=>78])|[\x00-\x09\x0b-\x1f]/g, "");
}
