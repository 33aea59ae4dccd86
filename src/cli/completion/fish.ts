import type { Answer } from "./grammar.js";
import { expandTilde, type Place, plain, programNames, type Shell } from "./shell.js";
import { fishQuoting, splitLine } from "./typed-line.js";

/** Completion in fish, which compares and quotes whole words, and shows nothing of what is after the cursor. */
export const fish: Shell = { quoting: fishQuoting, script: script(), format };

/** Lines: kind of files; endings; the start of the path; what to print for it; then candidates, a tab, descriptions. */
function format({ lead, candidates, files }: Answer, { last, part, home }: Place): string {
  const path = last.hasTilde ? expandTilde(part, home) : part;
  // The shell compares with the word as typed, its variables not replaced.
  const shown = splitLine(last.raw, fishQuoting, () => undefined).last.value;
  const lines = candidates.map(({ value, description }) => `${lead}${value}\t${plain(description)}`);
  return `${[files?.is ?? "none", files?.endings.join(" ") ?? "", path, shown, ...lines].join("\n")}\n`;
}

function script(): string {
  return `# Completion of ${programNames.join(", ")} in fish.
#
# Loaded when it is first needed:
#   mkdir -p ~/.config/fish/completions
#   for name in ${programNames.join(" ")}
#       cfssl completion fish >~/.config/fish/completions/$name.fish
#   end
# In every shell: add to ~/.config/fish/config.fish
#   cfssl completion fish | source

function __cfssl_ts_complete
    set -l program (string replace -r '^~/' ~/ -- (commandline -opc)[1])
    command -q $program; or set program (string replace -r '.*/' '' -- $program)
    command -q $program; or return
    set -lx CFSSL_COMPLETE fish
    set -lx CFSSL_COMPLETE_LINE (commandline -cp | string collect)
    set -l answer (command $program </dev/null 2>/dev/null)
    set -q answer[4]; or return
    set -q answer[5]; and printf '%s\\n' $answer[5..]
    test $answer[1] = none; and return
    set -l endings (string split -n ' ' -- $answer[2])
    set -l folders
    set -l files
    set -l others
    for found in $answer[3]*
        set -l entry $answer[4](string sub -s (math (string length -- "$answer[3]") + 1) -- $found)
        if test -d $found
            set -a folders $entry/
        else if test $answer[1] = file
            set -a others $entry
            contains -- (string split -r -m 1 . -- $found)[-1] $endings; and set -a files $entry
        end
    end
    set -q files[1]; or set files $others
    printf '%s\\n' $folders $files
end

for name in ${programNames.join(" ")}
    complete -c $name -f -a '(__cfssl_ts_complete)'
end
`;
}
