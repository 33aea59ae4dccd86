import type { Answer } from "./grammar.js";
import { expandTilde, matching, type Place, programNames, type Shell } from "./shell.js";
import { type OpenWord, posixQuoting, splitLine } from "./typed-line.js";

/**
 * Completion in bash. It replaces only the end of a word, from the last `=` or `:` on (COMP_WORDBREAKS), so what it gets
 * leaves out the start. Words come quoted; bash itself quotes files.
 */
export const bash: Shell = { quoting: posixQuoting, script: script(), format };

/** Lines: kind of files; `open` if no blank is to follow; the start of the path; what to print for it; endings; words. */
function format(answer: Answer, { last, part, replaced, home }: Place): string {
  const { lead, files } = answer;
  const keptRaw = last.raw.endsWith(replaced) ? last.raw.slice(0, last.raw.length - replaced.length) : "";
  const kept = splitLine(keptRaw, posixQuoting, () => undefined).last.value.length;
  const found = matching(answer, part);
  const words = found.map(({ value }) => quote((lead + value).slice(kept), last)).filter((word) => word !== null);
  const path = expandTilde(part, home);
  // After `-ca=` bash leaves a tilde as it is, and no program would understand it.
  const shown = last.hasTilde ? part : path;
  const isOpen = found.length > 0 && found.every((each) => each.isOpen);
  const head = [files?.is ?? "none", isOpen ? "open" : "", path, (lead + shown).slice(kept), files?.endings.join(" ")];
  return `${[...head, ...words].join("\n")}\n`;
}

/** A word as it is typed; null if it cannot be typed at this place. */
function quote(word: string, { quote: open }: OpenWord): string | null {
  switch (open) {
    case "'":
      return word.replaceAll("'", "'\\''");
    case '"':
      // Between these quotes nothing keeps bash from looking up its history.
      return word.includes("!") ? null : word.replace(/[\\"$`]/g, "\\$&");
    case "":
      return word.replace(/[^\w@%+=:,./\u0080-\u{10ffff}-]/gu, "\\$&");
  }
}

function script(): string {
  return `# Completion of ${programNames.join(", ")} in bash.
#
# In every shell, with or without the package bash-completion: add to ~/.bashrc
#   source <(cfssl completion bash)
# With bash-completion, loaded when it is first needed:
#   dir=~/.local/share/bash-completion/completions
#   mkdir -p $dir
#   for name in ${programNames.join(" ")}; do
#     cfssl completion bash >$dir/$name
#   done

_cfssl_ts() {
  local IFS=$' \\t\\n' program=$1 line answer=() folders=() files=() others=() found entry ending
  COMPREPLY=()
  [[ $program == '~/'* ]] && program=$HOME/\${program:2}
  type -P -- "$program" >/dev/null || program=\${program##*/}
  while IFS= read -r line; do answer+=("$line"); done < <(
    CFSSL_COMPLETE=bash CFSSL_COMPLETE_LINE=\${COMP_LINE:0:COMP_POINT} CFSSL_COMPLETE_REST=\${COMP_LINE:COMP_POINT} \\
      CFSSL_COMPLETE_WORD=$2 command -- "$program" </dev/null 2>/dev/null
  )
  ((\${#answer[@]} >= 5)) || return 0
  local kind=\${answer[0]} open=\${answer[1]} path=\${answer[2]} shown=\${answer[3]} endings=\${answer[4]}
  COMPREPLY=("\${answer[@]:5}")
  [[ $open ]] && compopt -o nospace 2>/dev/null
  [[ $kind == none ]] && return 0
  while IFS= read -r found; do
    entry=$shown\${found:\${#path}}
    if [[ -d $found ]]; then
      # Only part of a path is replaced: bash cannot see that it is a folder.
      [[ -d $entry || $entry == '~'* ]] || { entry+=/ && compopt -o nospace 2>/dev/null; }
      folders+=("$entry")
    elif [[ $kind == file && -e $found ]]; then
      others+=("$entry")
      for ending in $endings; do [[ $found == *".$ending" ]] && files+=("$entry"); done
    fi
  done < <(
    unset GLOBIGNORE
    set +f
    shopt -u failglob
    shopt -s nullglob
    printf '%s\\n' "$path"*
  )
  ((\${#files[@]})) || files=("\${others[@]}")
  ((\${#folders[@]} + \${#files[@]})) || return 0
  COMPREPLY+=("\${folders[@]}" "\${files[@]}")
  compopt -o filenames 2>/dev/null
}

complete -F _cfssl_ts ${programNames.join(" ")}
`;
}
