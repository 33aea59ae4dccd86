import type { Answer } from "./grammar.js";
import { type Place, plain, programNames, type Shell } from "./shell.js";
import { posixQuoting } from "./typed-line.js";

/** Completion in zsh, which itself compares, quotes, finds files and knows what of a word to replace. */
export const zsh: Shell = { quoting: posixQuoting, script: script(), format };

/**
 * Lines: kind of files; endings; the lead's length; what is expected, after a colon, so that the line is not empty; then
 * candidates as `_describe` takes them, after `.` or, if no blank is to follow, `+`.
 */
function format({ lead, candidates, files, hint }: Answer, _: Place): string {
  const lines = candidates.map(({ value, description, isOpen }) => {
    const text = `${isOpen ? "+" : "."}${value.replace(/[\\:]/g, "\\$&")}`;
    return description === "" ? text : `${text}:${plain(description)}`;
  });
  const head = [files?.is ?? "none", files?.endings.join("|") ?? "", String(lead.length), `:${plain(hint)}`];
  return `${[...head, ...lines].join("\n")}\n`;
}

function script(): string {
  return `#compdef ${programNames.join(" ")}
# Completion of ${programNames.join(", ")} in zsh.
#
# In every shell: add to ~/.zshrc
#   autoload -Uz compinit && compinit
#   eval "$(cfssl completion zsh)"
# Loaded when it is first needed: write it to a folder of your own,
#   mkdir -p ~/.zfunc && cfssl completion zsh >~/.zfunc/_cfssl
# and have that searched, in ~/.zshrc:
#   fpath=(~/.zfunc $fpath)
#   autoload -Uz compinit && compinit

_cfssl() {
  local program=\${(Q)words[1]} line
  local -a answer closed open
  local -i ret=1
  [[ $program == '~/'* ]] && program=$HOME/\${program#'~/'}
  whence -p -- "$program" >/dev/null || program=\${program:t}
  answer=("\${(@f)$(
    CFSSL_COMPLETE=zsh \\
      CFSSL_COMPLETE_LINE="\${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" \\
      CFSSL_COMPLETE_REST="$SUFFIX$ISUFFIX$QISUFFIX \${(j: :)words[CURRENT+1,-1]}" \\
      command -- "$program" </dev/null 2>/dev/null
  )}")
  (( $#answer >= 4 )) || return 1
  for line in "\${(@)answer[5,-1]}"; do
    case $line in
      .*) closed+=("\${line#.}") ;;
      +*) open+=("\${line#+}") ;;
    esac
  done
  compset -p $answer[3]
  (( $#closed )) && _describe -t values value closed && ret=0
  (( $#open )) && _describe -t prefixes prefix open -S '' && ret=0
  # What stands after = is no word of its own, so the shell leaves a tilde there as it is.
  (( answer[3] )) && [[ $answer[1] != none && $PREFIX == '~/'* ]] && PREFIX=$HOME/\${PREFIX#'~/'}
  case $answer[1] in
    folder) _files -/ && ret=0 ;;
    file)
      # If no file fits, any may be meant: _files -g would be content with a folder.
      if [[ -n $answer[2] ]] && _path_files -g "*.($answer[2])(-.)"; then
        _path_files -/
        ret=0
      else
        _files && ret=0
      fi
      ;;
    *) (( ret )) && [[ $answer[4] == :?* ]] && _message -r "\${answer[4]#:}" ;;
  esac
  return ret
}

if [[ $funcstack[1] == _cfssl ]]; then
  _cfssl "$@"
elif (( $+functions[compdef] )); then
  compdef _cfssl ${programNames.join(" ")}
fi
`;
}
